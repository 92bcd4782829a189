"""Grids, buildings and homes from a sheet: sent, looked at, taken over."""

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.admin.sheets import (
    A_ROW_A_BUILDING,
    A_ROW_A_HOME,
    EXAMPLES,
    MOST_SENT,
    PlacesForm,
    TakeForm,
    example_file,
)
from resident.communities.actions import PlacesChanged, begin_sheet, send_sheet, throw_sheet_away
from resident.communities.context import current_community
from resident.communities.jobs import take_sheets_over
from resident.communities.models import PlaceSheet, SheetState
from resident.communities.permissions import can_administer
from resident.communities.queries import outlook_of, sheet_of, sheets_of
from resident.communities.words import door_words
from resident.i18n import lazy_gettext as _l
from resident.sheets.words import place_of
from resident.tasks import wake
from resident.web.errors import found
from resident.web.forms import button, creating, saving
from resident.web.guards import requires
from resident.web.uploads import uploads_up_to

bp = Blueprint("sheets", __name__)


@bp.route("/c/<community>/admin/places/sheets", methods=["GET", "POST"])
@uploads_up_to(MOST_SENT)
@requires(can_administer)
def index() -> ResponseReturnValue:
    """Send a sheet; nothing of it is taken over yet."""
    form = PlacesForm()
    return creating(
        form,
        lambda: send_sheet(community=current_community(), kept=form.kept, file_name=form.file_name, by=myself()),
        page=lambda: _index(form),
        then=lambda sheet: url_for("admin.sheets.show", sheet_id=sheet.id),
    )


@bp.get("/c/<community>/admin/places/sheets/example.csv")
@requires(can_administer)
def example() -> Response:
    """An empty sheet to fill in, which spreadsheets open with its Chinese headings."""
    return example_file(EXAMPLES, "homes.csv")


@bp.get("/c/<community>/admin/places/sheets/<int:sheet_id>")
@requires(can_administer)
def show(sheet_id: int) -> ResponseReturnValue:
    """What would come of a sheet, or how far it has come."""
    return _page(_sheet(sheet_id), TakeForm())


@bp.post("/c/<community>/admin/places/sheets/<int:sheet_id>/take")
@requires(can_administer)
def take(sheet_id: int) -> ResponseReturnValue:
    """Have it taken over as it was shown."""
    form = TakeForm()
    return saving(
        form,
        lambda: _begin(sheet_id, form.mark.data or ""),
        page=lambda: _page(_sheet(sheet_id), form),
        then=url_for("admin.sheets.show", sheet_id=sheet_id),
        shows=PlacesChanged,
    )


@bp.post("/c/<community>/admin/places/sheets/<int:sheet_id>/throw-away")
@requires(can_administer)
@button(then="admin.sheets.index", said=_l("The sheet is thrown away."))
def throw_away(sheet_id: int) -> None:
    """Forget a sheet."""
    throw_sheet_away(sheet=_sheet(sheet_id), by=myself())


def _index(form: PlacesForm) -> str:
    shapes = {_l("One row a home"): A_ROW_A_HOME, _l("One row a building"): A_ROW_A_BUILDING}
    return render_template("admin/sheets.html", form=form, sheets=sheets_of(current_community()), shapes=shapes)


def _begin(sheet_id: int, mark: str) -> None:
    begin_sheet(sheet=_sheet(sheet_id), mark=mark, by=myself())
    wake(take_sheets_over)


def _page(sheet: PlaceSheet, form: TakeForm) -> str:
    outlook = outlook_of(current_community(), sheet) if sheet.state == SheetState.WAITING else None
    if outlook:
        form.mark.data = outlook.outcome.mark
    words = {"place_of": place_of, "door_words": door_words}
    return render_template("admin/sheet.html", sheet=sheet, form=form, outlook=outlook, **words)


def _sheet(sheet_id: int) -> PlaceSheet:
    return found(sheet_of(current_community(), sheet_id))

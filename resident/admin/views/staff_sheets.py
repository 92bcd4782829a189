"""Staff and members of bodies from a sheet: sent, looked at, taken over, which invites them."""

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.entrance.identity import spaced
from resident.accounts.sessions import myself
from resident.admin.sheets import MOST_SENT, OF_BODIES, OF_COMMITTEE, STAFF_EXAMPLES, StaffForm, TakeForm, example_file
from resident.communities.context import current_community
from resident.i18n import lazy_gettext as _l
from resident.invitations.actions import (
    MOST_OPEN,
    StaffChanged,
    send_staff_sheet,
    take_staff_sheet,
    throw_staff_sheet_away,
)
from resident.invitations.models import StaffSheet, StaffSheetState
from resident.invitations.permissions import can_invite
from resident.invitations.queries import staff_outlook, staff_sheet_of, staff_sheets_of
from resident.sheets.words import place_of
from resident.web.errors import found
from resident.web.forms import button, creating, saving
from resident.web.guards import fresh, requires
from resident.web.uploads import uploads_up_to

bp = Blueprint("staff_sheets", __name__)


@bp.route("/c/<community>/admin/invitations/sheets", methods=["GET", "POST"])
@uploads_up_to(MOST_SENT)
@requires(can_invite)
def index() -> ResponseReturnValue:
    """Send a sheet; nobody is invited yet."""
    form = StaffForm()
    return creating(
        form,
        lambda: send_staff_sheet(community=current_community(), kept=form.kept, file_name=form.file_name, by=myself()),
        page=lambda: render_template(
            "admin/staff_sheets.html",
            form=form,
            sheets=staff_sheets_of(current_community()),
            heads=STAFF_EXAMPLES[0],
            of_committee=OF_COMMITTEE,
            of_bodies=OF_BODIES,
        ),
        then=lambda sheet: url_for("admin.staff_sheets.show", staff_sheet_id=sheet.id),
    )


@bp.get("/c/<community>/admin/invitations/sheets/example.csv")
@requires(can_invite)
def example() -> Response:
    """An empty sheet to fill in."""
    return example_file(STAFF_EXAMPLES, "staff.csv")


@bp.get("/c/<community>/admin/invitations/sheets/<int:staff_sheet_id>")
@requires(can_invite)
def show(staff_sheet_id: int) -> ResponseReturnValue:
    """What would come of a sheet, or that it was taken over."""
    return _page(_sheet(staff_sheet_id), TakeForm())


@bp.post("/c/<community>/admin/invitations/sheets/<int:staff_sheet_id>/take")
@requires(can_invite)
@fresh
def take(staff_sheet_id: int) -> ResponseReturnValue:
    """Invite all of them as they were shown."""
    form = TakeForm()
    return saving(
        form,
        lambda: take_staff_sheet(sheet=_sheet(staff_sheet_id), mark=form.mark.data or "", by=myself()),
        page=lambda: _page(_sheet(staff_sheet_id), form),
        then=url_for("admin.staff_sheets.show", staff_sheet_id=staff_sheet_id),
        shows=StaffChanged,
    )


@bp.post("/c/<community>/admin/invitations/sheets/<int:staff_sheet_id>/throw-away")
@requires(can_invite)
@button(then="admin.staff_sheets.index", said=_l("The sheet is thrown away."))
def throw_away(staff_sheet_id: int) -> None:
    """Forget a sheet."""
    throw_staff_sheet_away(sheet=_sheet(staff_sheet_id), by=myself())


def _page(sheet: StaffSheet, form: TakeForm) -> str:
    is_waiting = sheet.state == StaffSheetState.WAITING
    outlook = staff_outlook(current_community(), sheet, most_open=MOST_OPEN) if is_waiting else None
    if outlook:
        form.mark.data = outlook.outcome.mark
    return render_template(
        "admin/staff_sheet.html", sheet=sheet, form=form, outlook=outlook, place_of=place_of, spaced=spaced
    )


def _sheet(staff_sheet_id: int) -> StaffSheet:
    return found(staff_sheet_of(current_community(), staff_sheet_id))

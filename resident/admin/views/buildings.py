"""Buildings."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from resident.admin.editing import stored, typed
from resident.admin.forms import BuildingForm, EditBuildingForm
from resident.admin.views.saving import begin_as_administrator, creating, saving
from resident.communities.actions import add_building, archive_building, edit_building, restore_building
from resident.communities.context import current_community
from resident.communities.models import Building, Grid
from resident.communities.permissions import can_administer
from resident.communities.queries import building_of, grid_of, grids
from resident.i18n import gettext as _
from resident.i18n import tr_text
from resident.web.errors import Invalid, NotHere
from resident.web.forms import choices_of
from resident.web.guards import me, requires

bp = Blueprint("buildings", __name__)


@bp.route("/c/<community>/admin/buildings/new", methods=["GET", "POST"])
@requires(can_administer)
def new() -> ResponseReturnValue:
    """Add a building."""
    form = BuildingForm()
    form.grid.choices = _choices()

    def _make() -> str:
        values = typed(form) | {"grid": _chosen(form.grid.data)}
        add_building(community=current_community(), by=me(), **values)
        return url_for("admin.places.index")

    return creating(form, "admin/building.html", make=_make, said=_("The building is added."))


@bp.route("/c/<community>/admin/buildings/<int:building_id>", methods=["GET", "POST"])
@requires(can_administer)
def edit(building_id: int) -> ResponseReturnValue:
    """Rename, reorder or move a building."""
    here = _building(building_id)
    form = EditBuildingForm(data=stored(here) | {"grid": here.grid_id})
    form.grid.choices = _choices(but=here.grid_id)

    def _save() -> None:
        values = typed(form) | {"grid": _chosen(form.grid.data)}
        edit_building(building=here, version=form.shown, by=me(), **values)

    return saving(
        form,
        "admin/building.html",
        save=_save,
        present=lambda: stored(here) | {"grid": here.grid_id},
        onward=url_for("admin.places.index"),
        said=_("Saved."),
        place_row=here,
    )


@bp.post("/c/<community>/admin/buildings/<int:building_id>/<any(archive, restore):what>")
@requires(can_administer)
def archive_or_restore(building_id: int, what: str) -> ResponseReturnValue:
    """Archive a building or bring it back."""
    begin_as_administrator()
    (archive_building if what == "archive" else restore_building)(building=_building(building_id), by=me())
    flash(_("Archived.") if what == "archive" else _("It is back."))
    return redirect(url_for("admin.places.index"), 303)


def _building(building_id: int) -> Building:
    found = building_of(current_community(), building_id)
    if found is None:
        raise NotHere
    return found


def _choices(but: int = 0) -> list[Any]:
    return choices_of(grids(current_community(), but=but), lambda grid: tr_text(grid.name))


def _chosen(grid_id: int) -> Grid:
    found = grid_of(current_community(), grid_id)
    if found is None:
        raise Invalid("grid", _("This grid is gone. Choose another one."))
    return found

"""Buildings."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.admin.editing import stored, typed
from resident.admin.forms import GRID_GONE, BuildingForm, EditBuildingForm
from resident.admin.views.saving import archiving, moving
from resident.communities.actions import add_building, archive_building, edit_building, move_building, restore_building
from resident.communities.context import current_community
from resident.communities.models import Building
from resident.communities.permissions import can_administer
from resident.communities.queries import building_of, grid_of, grids
from resident.i18n import gettext as _
from resident.web.errors import Invalid, found
from resident.web.forms import creating, saving
from resident.web.guards import requires

bp = Blueprint("buildings", __name__)


@bp.route("/c/<community>/admin/buildings/new", methods=["GET", "POST"])
@requires(can_administer)
def new() -> ResponseReturnValue:
    """Add a building; where there is no grid, that comes first."""
    form = BuildingForm()
    form.grid.offer(*grids(current_community()))
    if not form.grid.ids:
        flash(_("Buildings stand in grids: add the first one."))
        return redirect(url_for("admin.grids.new"), 303)
    return creating(
        form,
        lambda: add_building(community=current_community(), by=myself(), **_typed(form)),
        page=lambda: render_template("admin/placed.html", kind="building", form=form),
        then=url_for("admin.places.index"),
        said=_("The building is added."),
    )


@bp.route("/c/<community>/admin/buildings/<int:building_id>", methods=["GET", "POST"])
@requires(can_administer)
def edit(building_id: int) -> ResponseReturnValue:
    """Rename a building or put it into another grid."""
    here = _building(building_id)
    form = EditBuildingForm(lambda: stored(here) | {"grid": here.grid_id})
    form.grid.offer(*grids(current_community(), but=here.grid_id))
    return saving(
        form,
        lambda: edit_building(building=here, by=myself(), **_typed(form)),
        page=lambda: render_template("admin/placed.html", kind="building", form=form, row=here),
        then=url_for("admin.places.index"),
        said=_("Saved."),
    )


@bp.post("/c/<community>/admin/buildings/<int:building_id>/<any(archive, restore):what>")
@requires(can_administer)
def archive_or_restore(building_id: int, what: str) -> ResponseReturnValue:
    """Archive a building or bring it back."""
    change = archive_building if what == "archive" else restore_building
    return archiving(lambda: change(building=_building(building_id), by=myself()), what, url_for("admin.places.index"))


@bp.post("/c/<community>/admin/buildings/<int:building_id>/<any(up, down):way>")
@requires(can_administer)
def move(building_id: int, way: str) -> ResponseReturnValue:
    """Move a building past its neighbour."""
    change = lambda past, up: move_building(building=_building(building_id), past=past, up=up, by=myself())
    return moving(change, way, of=f"building-{building_id}", then="admin.places.index")


def _building(building_id: int) -> Building:
    return found(building_of(current_community(), building_id))


def _typed(form: BuildingForm | EditBuildingForm) -> dict[str, Any]:
    """What was typed, with the chosen grid as it is now."""
    grid = grid_of(current_community(), form.grid.data or 0)
    if grid is None:
        raise Invalid("grid", GRID_GONE)
    return typed(form) | {"grid": grid}

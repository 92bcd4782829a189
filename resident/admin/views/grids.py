"""Grids."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from resident.admin.editing import stored, typed
from resident.admin.forms import EditGridForm, GridForm
from resident.admin.views.saving import begin_as_administrator, creating, saving
from resident.communities.actions import add_grid, archive_grid, edit_grid, restore_grid
from resident.communities.context import current_community
from resident.communities.models import Grid
from resident.communities.permissions import can_administer
from resident.communities.queries import grid_of
from resident.i18n import gettext as _
from resident.web.errors import NotHere
from resident.web.guards import me, requires

bp = Blueprint("grids", __name__)


@bp.route("/c/<community>/admin/grids/new", methods=["GET", "POST"])
@requires(can_administer)
def new() -> ResponseReturnValue:
    """Add a grid."""
    form = GridForm()

    def _make() -> str:
        add_grid(community=current_community(), by=me(), **typed(form))
        return url_for("admin.places.index")

    return creating(form, "admin/grid.html", make=_make, said=_("The grid is added."))


@bp.route("/c/<community>/admin/grids/<int:grid_id>", methods=["GET", "POST"])
@requires(can_administer)
def edit(grid_id: int) -> ResponseReturnValue:
    """Rename or reorder a grid."""
    here = _grid(grid_id)
    form = EditGridForm(data=stored(here))
    return saving(
        form,
        "admin/grid.html",
        save=lambda: edit_grid(grid=here, version=form.shown, by=me(), **typed(form)),
        present=lambda: stored(here),
        onward=url_for("admin.places.index"),
        said=_("Saved."),
        place_row=here,
    )


@bp.post("/c/<community>/admin/grids/<int:grid_id>/<any(archive, restore):what>")
@requires(can_administer)
def archive_or_restore(grid_id: int, what: str) -> ResponseReturnValue:
    """Archive a grid or bring it back."""
    begin_as_administrator()
    (archive_grid if what == "archive" else restore_grid)(grid=_grid(grid_id), by=me())
    flash(_("Archived.") if what == "archive" else _("It is back."))
    return redirect(url_for("admin.places.index"), 303)


def _grid(grid_id: int) -> Grid:
    found = grid_of(current_community(), grid_id)
    if found is None:
        raise NotHere
    return found

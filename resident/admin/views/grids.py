"""Grids."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.admin.editing import stored, typed
from resident.admin.forms import EditGridForm, GridForm
from resident.admin.views.saving import archiving, moving
from resident.communities.actions import add_grid, archive_grid, edit_grid, move_grid, restore_grid
from resident.communities.context import current_community
from resident.communities.models import Grid
from resident.communities.permissions import can_administer
from resident.communities.queries import grid_of
from resident.i18n import gettext as _
from resident.web.errors import found
from resident.web.forms import creating, saving
from resident.web.guards import requires

bp = Blueprint("grids", __name__)


@bp.route("/c/<community>/admin/grids/new", methods=["GET", "POST"])
@requires(can_administer)
def new() -> ResponseReturnValue:
    """Add a grid."""
    form = GridForm()
    return creating(
        form,
        lambda: add_grid(community=current_community(), by=myself(), **typed(form)),
        page=lambda: render_template("admin/placed.html", kind="grid", form=form),
        then=url_for("admin.places.index"),
        said=_("The grid is added."),
    )


@bp.route("/c/<community>/admin/grids/<int:grid_id>", methods=["GET", "POST"])
@requires(can_administer)
def edit(grid_id: int) -> ResponseReturnValue:
    """Rename a grid."""
    here = _grid(grid_id)
    form = EditGridForm(lambda: stored(here))
    return saving(
        form,
        lambda: edit_grid(grid=here, by=myself(), **typed(form)),
        page=lambda: render_template("admin/placed.html", kind="grid", form=form, row=here),
        then=url_for("admin.places.index"),
        said=_("Saved."),
    )


@bp.post("/c/<community>/admin/grids/<int:grid_id>/<any(archive, restore):what>")
@requires(can_administer)
def archive_or_restore(grid_id: int, what: str) -> ResponseReturnValue:
    """Archive a grid or bring it back."""
    change = archive_grid if what == "archive" else restore_grid
    return archiving(lambda: change(grid=_grid(grid_id), by=myself()), what, url_for("admin.places.index"))


@bp.post("/c/<community>/admin/grids/<int:grid_id>/<any(up, down):way>")
@requires(can_administer)
def move(grid_id: int, way: str) -> ResponseReturnValue:
    """Move a grid past its neighbour."""
    change = lambda past, up: move_grid(grid=_grid(grid_id), past=past, up=up, by=myself())
    return moving(change, way, of=f"grid-{grid_id}", then="admin.places.index")


def _grid(grid_id: int) -> Grid:
    return found(grid_of(current_community(), grid_id))

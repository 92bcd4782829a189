"""Grids with their buildings, on one page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.communities.queries import buildings_by_grid
from resident.web.guards import requires

bp = Blueprint("places", __name__)


@bp.get("/c/<community>/admin/places")
@requires(can_administer)
def index() -> ResponseReturnValue:
    """All grids with their buildings, the archived ones marked."""
    return render_template("admin/places.html", plans=buildings_by_grid(current_community(), archived=True))

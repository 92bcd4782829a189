"""The first page of the administration."""

from flask import render_template
from flask.typing import ResponseReturnValue

from resident.admin.queries import overview
from resident.admin.views.saving import bp
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.web.guards import requires


@bp.get("/c/<community>/admin")
@requires(can_administer)
def index() -> ResponseReturnValue:
    """What there is, and what is still missing before residents can use everything."""
    return render_template("admin/index.html", overview=overview(current_community()))

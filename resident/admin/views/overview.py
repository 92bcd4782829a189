"""The first page of the administration."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from resident.accounts.entrance.budgets import alarm_raised
from resident.activities.queries import has_stuck
from resident.admin.queries import overview
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.communities.queries import residents_of
from resident.operation.queries import backup_now
from resident.web.guards import requires
from resident.web.preparations import preparations_of
from resident.web.proxies import has_untold_proxy

bp = Blueprint("admin", __name__)


@bp.get("/c/<community>/admin")
@requires(can_administer)
def index() -> ResponseReturnValue:
    """What there is, and what is still to prepare before residents can use everything."""
    community = current_community()
    return render_template(
        "admin/index.html",
        overview=overview(community),
        residents=residents_of(community),
        alarm=alarm_raised(),
        has_untold_proxy=has_untold_proxy(),
        prepared=preparations_of(community_id=community.id),
        has_stuck=has_stuck(community),
        backup=backup_now(),
    )

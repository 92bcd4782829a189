"""The public pages of a community's bodies."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from resident.communities.context import current_community
from resident.organizations.queries import bodies_by_kind, organization_of, people_count
from resident.organizations.words import KINDS
from resident.web.errors import NotHere, found
from resident.web.guards import public

bp = Blueprint("organizations", __name__)


@bp.get("/c/<community>/organizations")
@public
def index() -> ResponseReturnValue:
    """Who acts in this community, by kind."""
    return render_template("organizations/index.html", kinds=bodies_by_kind(current_community()), words=KINDS)


@bp.get("/c/<community>/organizations/<int:organization_id>")
@public
def show(organization_id: int) -> ResponseReturnValue:
    """What a body is, where and when to find it."""
    community = current_community()
    organization = found(organization_of(community, organization_id))
    if organization.archived_at is not None:
        raise NotHere
    return render_template(
        "organizations/page.html",
        organization=organization,
        kind=KINDS[organization.kind],
        people=people_count(community, organization.id),
    )

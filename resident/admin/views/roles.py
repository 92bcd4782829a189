"""The end of a role; on a person's page one is given."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.admin.views.saving import settling
from resident.communities.actions import end_role
from resident.communities.context import current_community
from resident.communities.models import Role
from resident.communities.permissions import can_administer
from resident.communities.queries import grant_of
from resident.i18n import gettext as _
from resident.web.errors import found
from resident.web.guards import fresh, requires

bp = Blueprint("roles", __name__)


@bp.post("/c/<community>/admin/roles/<int:grant_id>/end")
@requires(can_administer)
@fresh
def end(grant_id: int) -> ResponseReturnValue:
    """End a role at once."""
    grant = found(grant_of(current_community(), grant_id))
    is_own = grant.person_id == myself().id and grant.role == Role.ADMINISTRATOR
    return settling(
        lambda settles: end_role(community=current_community(), grant=grant, settles=settles, by=myself()),
        then="/me" if is_own else url_for("admin.people.index"),
        said=_("The role has ended."),
        asks=_("End the last role of its kind?"),
    )

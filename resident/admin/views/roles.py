"""The end of a role; on a person's page one is given."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from resident.admin.views.saving import begin_as_administrator
from resident.communities.actions import end_role
from resident.communities.context import current_community
from resident.communities.models import Role
from resident.communities.permissions import can_administer
from resident.communities.queries import grant_of
from resident.i18n import gettext as _
from resident.web.errors import NotHere
from resident.web.guards import me, requires

bp = Blueprint("roles", __name__)


@bp.post("/c/<community>/admin/roles/<int:grant_id>/end")
@requires(can_administer)
def end(grant_id: int) -> ResponseReturnValue:
    """End a role at once."""
    begin_as_administrator()
    grant = grant_of(current_community(), grant_id)
    if grant is None:
        raise NotHere
    end_role(community=current_community(), grant=grant, by=me())
    flash(_("The role has ended."))
    is_own = grant.person_id == me().id and grant.role == Role.ADMINISTRATOR
    return redirect("/me" if is_own else url_for("admin.people.index"), 303)

"""Who acts for an organization."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.admin.forms import MemberForm, MemberRoleForm
from resident.admin.views.organizations import organization_at, page_of
from resident.admin.views.saving import settling
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.i18n import gettext as _
from resident.invitations.actions import Invitee, invite_to_body
from resident.organizations import actions
from resident.organizations.models import MemberRole, OrganizationMember
from resident.organizations.queries import member_of
from resident.web.errors import found
from resident.web.forms import saving
from resident.web.guards import fresh, requires

bp = Blueprint("members", __name__)


@bp.post("/c/<community>/admin/organizations/<int:organization_id>/members")
@requires(can_administer)
@fresh
def new(organization_id: int) -> ResponseReturnValue:
    """Invite a number to act for the body, whether or not anybody has signed in with it."""
    here, form = organization_at(organization_id), MemberForm()
    return saving(
        form,
        lambda: invite_to_body(
            organization=here,
            invitee=Invitee(form.phone.data or "", form.name.data or ""),
            role=MemberRole(form.role.data),
            by=myself(),
        ),
        page=lambda: page_of(here, form),
        then=url_for("admin.organizations.show", organization_id=organization_id),
        said=_("Invited. They act for it once they sign in and accept; you are told."),
    )


@bp.post("/c/<community>/admin/members/<int:member_id>/role")
@requires(can_administer)
@fresh
def change_role(member_id: int) -> ResponseReturnValue:
    """Change what somebody does for the body."""
    form, member = MemberRoleForm(), _member(member_id)
    then = url_for("admin.organizations.show", organization_id=member.organization_id)
    if not form.validate():
        return redirect(then, 303)
    role = MemberRole(form.role.data)
    return settling(
        lambda settles: actions.change_role(member=member, role=role, settles=settles, by=myself()),
        then=then,
        said=_("Saved."),
        asks=_("Change the role of %(name)s?", name=member.person.display_name),
        role=role,
    )


@bp.post("/c/<community>/admin/members/<int:member_id>/end")
@requires(can_administer)
@fresh
def end(member_id: int) -> ResponseReturnValue:
    """Somebody no longer acts for the body, at once."""
    member = _member(member_id)
    then = url_for("admin.organizations.show", organization_id=member.organization_id)
    name = member.person.display_name
    return settling(
        lambda settles: actions.end_member(member=member, settles=settles, by=myself()),
        then=then,
        said=_("%(name)s no longer acts for it.", name=name),
        asks=_("Remove %(name)s?", name=name),
    )


def _member(member_id: int) -> OrganizationMember:
    return found(member_of(current_community(), member_id))

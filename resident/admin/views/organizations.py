"""Organizations and their members."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.admin.actions import look_up_person
from resident.admin.editing import stored, typed
from resident.admin.forms import EditOrganizationForm, MemberForm, MemberRoleForm, OrganizationForm
from resident.admin.views.saving import begin_as_administrator, bp, creating, saving
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.db import keep_refusal
from resident.i18n import gettext as _
from resident.organizations.actions import (
    add_member,
    archive_organization,
    change_role,
    edit_organization,
    end_member,
    found_organization,
    restore_organization,
)
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from resident.organizations.queries import bodies_by_kind, member_of, members_of, organization_of, organizations
from resident.organizations.words import KINDS, MEMBER_ROLES, MEMBER_ROLES_DO
from resident.web.errors import NotHere
from resident.web.guards import me, requires


@bp.get("/c/<community>/admin/organizations")
@requires(can_administer)
def organization_list() -> ResponseReturnValue:
    """The bodies of the community, the archived ones at the end."""
    community = current_community()
    return render_template(
        "admin/organizations.html",
        kinds=bodies_by_kind(community),
        archived=organizations(community, archived=True),
        words=KINDS,
    )


@bp.route("/c/<community>/admin/organizations/new", methods=["GET", "POST"])
@requires(can_administer)
def organization_new() -> ResponseReturnValue:
    """Found a body."""
    form = OrganizationForm()

    def _make() -> str:
        made = found_organization(community=current_community(), by=me(), **typed(form))
        return url_for(".organization", organization_id=made.id)

    return creating(form, "admin/organization_edit.html", make=_make, said=_("The organization is added."))


@bp.get("/c/<community>/admin/organizations/<int:organization_id>")
@requires(can_administer)
def organization(organization_id: int) -> ResponseReturnValue:
    """One body and who acts for it."""
    return _organization_page(_organization(organization_id), MemberForm()), 200


@bp.route("/c/<community>/admin/organizations/<int:organization_id>/edit", methods=["GET", "POST"])
@requires(can_administer)
def organization_edit(organization_id: int) -> ResponseReturnValue:
    """Change what a body is and says of itself."""
    here = _organization(organization_id)
    form = EditOrganizationForm(data=stored(here))
    return saving(
        form,
        "admin/organization_edit.html",
        save=lambda: edit_organization(organization=here, version=form.shown, by=me(), **typed(form)),
        present=lambda: stored(here),
        onward=url_for(".organization", organization_id=here.id),
        said=_("Saved."),
        organization=here,
    )


@bp.post("/c/<community>/admin/organizations/<int:organization_id>/<any(archive, restore):what>")
@requires(can_administer)
def organization_state(organization_id: int, what: str) -> ResponseReturnValue:
    """Archive a body or bring it back."""
    begin_as_administrator()
    here = _organization(organization_id)
    (archive_organization if what == "archive" else restore_organization)(organization=here, by=me())
    flash(_("Archived. Nobody acts for it now.") if what == "archive" else _("It is back."))
    return redirect(url_for(".organization", organization_id=here.id), 303)


@bp.post("/c/<community>/admin/organizations/<int:organization_id>/members")
@requires(can_administer)
def member_new(organization_id: int) -> ResponseReturnValue:
    """Let somebody with this phone number act for the body."""
    here, form = _organization(organization_id), MemberForm()
    if form.validate_on_submit():
        begin_as_administrator()
        person = look_up_person(community=current_community(), phone=form.phone.data or "", by=me())
        if person is not None:
            add_member(organization=here, person=person, role=MemberRole(form.role.data), by=me())
            flash(_("%(name)s acts for it now.", name=person.display_name))
            return redirect(url_for(".organization", organization_id=here.id), 303)
        keep_refusal()
        form.phone.errors = [_("Nobody has signed in with this number yet. Ask the person to sign in once.")]
    return _organization_page(here, form), 422


@bp.post("/c/<community>/admin/members/<int:member_id>/role")
@requires(can_administer)
def member_role(member_id: int) -> ResponseReturnValue:
    """Change what somebody does for the body."""
    form = MemberRoleForm()
    begin_as_administrator()
    member = _member(member_id)
    if form.validate():
        change_role(member=member, role=MemberRole(form.role.data), by=me())
        flash(_("Saved."))
    return redirect(url_for(".organization", organization_id=member.organization_id), 303)


@bp.post("/c/<community>/admin/members/<int:member_id>/end")
@requires(can_administer)
def member_end(member_id: int) -> ResponseReturnValue:
    """Somebody no longer acts for the body, at once."""
    begin_as_administrator()
    member = _member(member_id)
    end_member(member=member, by=me())
    flash(_("%(name)s no longer acts for it.", name=member.person.display_name))
    return redirect(url_for(".organization", organization_id=member.organization_id), 303)


def _organization_page(here: Organization, form: MemberForm) -> str:
    return render_template(
        "admin/organization.html",
        organization=here,
        kind=KINDS[here.kind],
        members=members_of(here),
        form=form,
        member_roles=MEMBER_ROLES,
        member_roles_do=MEMBER_ROLES_DO,
    )


def _organization(organization_id: int) -> Organization:
    found = organization_of(current_community(), organization_id)
    if found is None:
        raise NotHere
    return found


def _member(member_id: int) -> OrganizationMember:
    found = member_of(current_community(), member_id)
    if found is None:
        raise NotHere
    return found

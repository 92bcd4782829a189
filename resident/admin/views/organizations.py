"""Organizations."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.admin.editing import stored, typed
from resident.admin.forms import EditOrganizationForm, MemberForm, OrganizationForm
from resident.admin.views.saving import archiving, settling
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.i18n import gettext as _
from resident.i18n import tr_text
from resident.invitations.queries import invitations_for_body
from resident.organizations.actions import (
    archive_organization,
    edit_organization,
    found_organization,
    restore_organization,
)
from resident.organizations.models import Organization
from resident.organizations.queries import bodies_by_kind, members_of, organization_of, organizations, people_counts
from resident.organizations.words import KINDS, MEMBER_ROLES, MEMBER_ROLES_DO
from resident.web.errors import found
from resident.web.forms import creating, saving
from resident.web.guards import requires

bp = Blueprint("organizations", __name__)


@bp.get("/c/<community>/admin/organizations")
@requires(can_administer)
def index() -> ResponseReturnValue:
    """The bodies of the community, the archived ones at the end."""
    community = current_community()
    return render_template(
        "admin/organizations.html",
        kinds=bodies_by_kind(community),
        archived=organizations(community, archived=True),
        people=people_counts(community),
        words=KINDS,
    )


@bp.route("/c/<community>/admin/organizations/new", methods=["GET", "POST"])
@requires(can_administer)
def new() -> ResponseReturnValue:
    """Found a body."""
    form = OrganizationForm()
    return creating(
        form,
        lambda: found_organization(community=current_community(), by=myself(), **typed(form)),
        page=lambda: render_template("admin/organization_edit.html", form=form),
        then=lambda made: url_for(".show", organization_id=made.id),
        said=_("The organization is added."),
    )


@bp.get("/c/<community>/admin/organizations/<int:organization_id>")
@requires(can_administer)
def show(organization_id: int) -> ResponseReturnValue:
    """One body and who acts for it."""
    return page_of(organization_at(organization_id), MemberForm()), 200


@bp.route("/c/<community>/admin/organizations/<int:organization_id>/edit", methods=["GET", "POST"])
@requires(can_administer)
def edit(organization_id: int) -> ResponseReturnValue:
    """Change what a body is and says of itself."""
    here = organization_at(organization_id)
    form = EditOrganizationForm(lambda: stored(here))
    return saving(
        form,
        lambda: edit_organization(organization=here, by=myself(), **typed(form)),
        page=lambda: render_template("admin/organization_edit.html", form=form, organization=here),
        then=url_for(".show", organization_id=organization_id),
        said=_("Saved."),
    )


@bp.post("/c/<community>/admin/organizations/<int:organization_id>/<any(archive, restore):what>")
@requires(can_administer)
def archive_or_restore(organization_id: int, what: str) -> ResponseReturnValue:
    """Archive a body, which asks first where something is open there, or bring it back."""
    here = organization_at(organization_id)
    then = url_for(".show", organization_id=organization_id)
    if what == "restore":
        return archiving(lambda: restore_organization(organization=here, by=myself()), what, then)
    return settling(
        lambda settles: archive_organization(organization=here, settles=settles, by=myself()),
        then=then,
        said=_("Archived. Nobody acts for it now."),
        asks=_("Archive “%(name)s”?", name=tr_text(here.name)),
    )


def page_of(here: Organization, form: MemberForm) -> str:
    """The page of a body, with the form for one more member as it stands."""
    return render_template(
        "admin/organization.html",
        organization=here,
        kind=KINDS[here.kind],
        members=members_of(current_community(), here.id),
        invitations=invitations_for_body(current_community(), here),
        form=form,
        member_roles=MEMBER_ROLES,
        member_roles_do=MEMBER_ROLES_DO,
    )


def organization_at(organization_id: int) -> Organization:
    """The body of the address. Raises NotHere."""
    return found(organization_of(current_community(), organization_id))

"""Who is invited to a role or a body and has not answered, one more, and the way back."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.admin.forms import InvitationForm
from resident.communities.context import current_community
from resident.communities.models import Role
from resident.communities.words import ROLES_DO
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.invitations.actions import Invitee, invite, withdraw_invitation
from resident.invitations.permissions import can_invite
from resident.invitations.queries import invitation_of, invitations_of
from resident.web.errors import found
from resident.web.forms import button, saving
from resident.web.guards import fresh, requires

bp = Blueprint("invitations", __name__)


@bp.get("/c/<community>/admin/invitations")
@requires(can_invite)
def index() -> ResponseReturnValue:
    """Who was asked and has not answered."""
    return render_template("admin/invitations.html", invitations=invitations_of(current_community()))


@bp.route("/c/<community>/admin/invitations/new", methods=["GET", "POST"])
@requires(can_invite)
@fresh
def new() -> ResponseReturnValue:
    """Invite a number to a role, whether or not anybody has signed in with it."""
    form = InvitationForm()
    return saving(
        form,
        lambda: invite(
            community=current_community(),
            invitee=Invitee(form.phone.data or "", form.name.data or ""),
            role=Role(form.role.data),
            by=myself(),
        ),
        page=lambda: render_template("admin/invitation.html", form=form, roles_do=ROLES_DO),
        then=url_for(".index"),
        said=_("Invited. The role is theirs once they sign in and accept; you are told."),
    )


@bp.post("/c/<community>/admin/invitations/<int:invitation_id>/withdraw")
@requires(can_invite)
@button(then=".index", said=_l("The invitation is taken back."))
def withdraw(invitation_id: int) -> None:
    """Take an invitation back."""
    withdraw_invitation(invitation=found(invitation_of(current_community(), invitation_id)), by=myself())

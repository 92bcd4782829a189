"""One's own invitations: what one is asked to take on, yes, and no."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.i18n import lazy_gettext as _l
from resident.invitations.actions import accept_invitation, refuse_invitation
from resident.invitations.models import ASK_AGAIN, MY_PAGE, NO_LONGER, Invitation
from resident.invitations.queries import invitation_to, invitations_to
from resident.web.errors import NotHere
from resident.web.forms import button
from resident.web.guards import fresh, signed_in

bp = Blueprint("invitations", __name__)


class NoInvitation(NotHere):
    """It was taken back, has ended, or never was for this number: nothing tells the three apart."""

    title = NO_LONGER
    message = ASK_AGAIN


@bp.get(MY_PAGE)
@signed_in
def index() -> ResponseReturnValue:
    """What I am invited to, in every community."""
    return render_template("invitations/index.html", invitations=invitations_to(myself()))


@bp.post(f"{MY_PAGE}/<int:invitation_id>/accept")
@signed_in
@fresh
@button(then="/me", said=_l("Thank you. The role is yours now, and who invited you hears of it."))
def accept(invitation_id: int) -> None:
    """Take it on."""
    accept_invitation(invitation=_mine(invitation_id), by=myself())


@bp.post(f"{MY_PAGE}/<int:invitation_id>/refuse")
@signed_in
@button(then="/me", said=_l("Thank you for telling. Who invited you hears of it."))
def refuse(invitation_id: int) -> None:
    """Say that it is not for me."""
    refuse_invitation(invitation=_mine(invitation_id), by=myself())


def _mine(invitation_id: int) -> Invitation:
    invitation = invitation_to(myself(), invitation_id)
    if invitation is None:
        raise NoInvitation
    return invitation

"""What those of a home answer when somebody has joined it, and what somebody says whose confirmation has ended."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.claims.actions import claim_ended_home
from resident.communities.actions import leave_home, object_to_joining
from resident.communities.context import current_community, standing
from resident.communities.queries import home_of
from resident.communities.words import home_words
from resident.i18n import lazy_gettext as _l
from resident.web.forms import button
from resident.web.guards import signed_in

bp = Blueprint("households", __name__)


@bp.get("/c/<community>/household/joined")
@signed_in
def joined() -> ResponseReturnValue:
    """Where the message leads: two answers; to one's home for who has none that is confirmed."""
    community = current_community()
    home = home_of(community, myself())
    if home is None or home.household is None or not standing(myself(), community).is_confirmed:
        return redirect(url_for("claims.edit"))
    return render_template("claims/joined.html", home=home_words(home.household))


@bp.post("/c/<community>/household/contest")
@signed_in
@button(then="/me/household", said=_l("Sent. The committee looks at who is confirmed in your home."))
def contest() -> None:
    """Who joined does not belong there."""
    object_to_joining(community=current_community(), by=myself())


@bp.post("/c/<community>/household/leave")
@signed_in
@button(then="/me/household", said=_l("It is your home no longer. Say which one is yours now."))
def leave() -> None:
    """I no longer live there."""
    leave_home(community=current_community(), by=myself())


@bp.post("/c/<community>/household/claim")
@signed_in
@button(then="/me/household", said=_l("Sent. The committee looks at it once more."))
def claim() -> None:
    """The committee has ended a confirmation, and that is not right."""
    claim_ended_home(community=current_community(), by=myself())

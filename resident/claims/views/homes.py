"""The page about one's home."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.claims.actions import change_claim, claim_residence, withdraw_claim
from resident.claims.forms import ResidenceForm
from resident.claims.models import ClaimMoved, ClaimState, ResidenceClaim
from resident.claims.queries import latest_claim, open_claim
from resident.claims.words import where
from resident.communities.context import current_community
from resident.communities.queries import home_at, home_of, houses_by_grid
from resident.communities.words import home_words
from resident.i18n import gettext as _
from resident.moderation.queries import place_in_line
from resident.web.errors import found
from resident.web.forms import button, creating
from resident.web.guards import signed_in

bp = Blueprint("claims", __name__)
TO_CORRECT = (ClaimState.WAITING, ClaimState.CHANGES_ASKED, ClaimState.REFUSED)


@bp.route("/me/household", methods=["GET", "POST"])
@signed_in
def edit() -> ResponseReturnValue:
    """Where one lives in the community visited last: say it, correct it, see what became of it."""
    community, form = found(current_community()), ResidenceForm()
    claim = latest_claim(community, myself())
    form.offer(houses_by_grid(community), claim if claim and claim.state in TO_CORRECT else None)
    return creating(
        form,
        lambda: _say(form),
        page=lambda: _page(form, claim),
        then=url_for(".edit"),
        said=_("Sent. The committee confirms it."),
    )


@bp.post("/me/household/withdraw")
@signed_in
@button(then=".edit", said=lambda claim: _("Taken back.") if claim else "")
def withdraw() -> ResidenceClaim | None:
    """Take back what waits; where nothing does, nothing happens."""
    claim = open_claim(current_community(), myself())
    if claim is not None:
        withdraw_claim(claim=claim, by=myself())
    return claim


def _say(form: ResidenceForm) -> ResidenceClaim:
    """Open a claim or change the one the page showed. Raises ClaimMoved when these are two."""
    community = current_community()
    claim = open_claim(community, myself())
    if (claim.id if claim else 0) != form.claim.data:
        raise ClaimMoved
    if claim:
        return change_claim(claim=claim, at=form.door(), by=myself())
    return claim_residence(community=community, at=form.door(), by=myself())


def _page(form: ResidenceForm, claim: ResidenceClaim | None) -> str:
    membership = home_of(current_community(), myself())
    household = membership.household if membership and membership.confirmed_at else None
    state = claim.state if claim else ""
    return render_template(
        "claims/household.html",
        form=form,
        claim=claim,
        state=state if state in TO_CORRECT else ClaimState.CONFIRMED if household else "",
        said=where(claim) if claim and state in TO_CORRECT else "",
        ended=_ended(membership.ended_id if membership and not (claim and claim.is_open) else None),
        home=home_words(household) if household else "",
        in_line=place_in_line(current_community(), "residence", claim.id)
        if claim and state == ClaimState.WAITING
        else None,
    )


def _ended(home_id: int | None) -> str:
    """The home whose confirmation the committee has ended, in words; empty where there is none."""
    home = home_at(current_community(), home_id) if home_id else None
    return home_words(home) if home else ""

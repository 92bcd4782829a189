"""One's own redemptions and their pickup codes."""

from flask import Blueprint, Response, g, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.entrance.identity import decrypt
from resident.accounts.sessions import myself
from resident.communities.context import community_of
from resident.i18n import lazy_gettext as _l
from resident.rewards.actions.finishing import cancel as cancel_one
from resident.rewards.actions.redeem import MADE
from resident.rewards.codes import spaced
from resident.rewards.models import Redemption
from resident.rewards.queries.pickups import hand_over_path
from resident.rewards.queries.redemptions import redemption_of, redemptions_of
from resident.undo.queries import Offer, is_recent, offer
from resident.web.codes import code_answer
from resident.web.errors import NotHere, found
from resident.web.forms import button
from resident.web.guards import signed_in
from resident.web.keyset import Page, place_in_list

bp = Blueprint("redemptions", __name__)


@bp.get("/me/redemptions")
@signed_in
def index() -> ResponseReturnValue:
    """What waits for this person in the community visited last, and what was."""
    after = place_in_list()
    mine = redemptions_of(g.community, myself(), after) if g.community else Page([], "")
    return render_template("rewards/mine.html", redemptions=mine)


@bp.get("/me/redemptions/<int:redemption_id>")
@signed_in
def show(redemption_id: int) -> ResponseReturnValue:
    """The pickup code, or how it ended."""
    redemption = _own(redemption_id)
    if not redemption.is_waiting:
        return render_template("rewards/ended.html", redemption=redemption)
    code = decrypt(redemption.code_encrypted)
    page = render_template(
        "rewards/pickup.html",
        redemption=redemption,
        code=spaced(code),
        image=url_for(".code", redemption_id=redemption_id),
        undoing=_undoing(redemption),
        slug=community_of(redemption).slug,
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/me/redemptions/<int:redemption_id>/cancel")
@signed_in
@button(then=".show", said=_l("Cancelled. Your points are back."))
def cancel(redemption_id: int) -> None:
    """Give it back, any time before it is handed over."""
    cancel_one(redemption=_own(redemption_id), by=myself())


def _undoing(redemption: Redemption) -> Offer | None:
    """What was redeemed a moment ago."""
    if not is_recent(redemption.created_at):
        return None
    return offer(community_of(redemption), myself(), redemption.id, MADE)


def _own(redemption_id: int) -> Redemption:
    return found(redemption_of(redemption_id, myself()))


@bp.get("/me/redemptions/<int:redemption_id>/code.svg")
@signed_in
def code(redemption_id: int) -> Response:
    """The code as a picture: it opens the hand-over page with the number filled in."""
    redemption = _own(redemption_id)
    if not redemption.is_waiting:
        raise NotHere
    return code_answer(hand_over_path(community_of(redemption), decrypt(redemption.code_encrypted)))

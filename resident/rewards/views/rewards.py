"""What one can get for points: the Points tab, and one reward."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.communities.permissions import can_moderate
from resident.media.posters import poster_now
from resident.points.queries import balance_of, latest_lines
from resident.rewards.actions.redeem import redeem as redeem_one
from resident.rewards.forms import RedeemForm
from resident.rewards.models import Reward
from resident.rewards.permissions import can_keep_rewards_of, can_keep_shelf, can_redeem_now, can_see
from resident.rewards.queries.redemptions import pickup_path, redeemed_of
from resident.rewards.queries.shelf import reward_of, reward_path, shelf, taken_of
from resident.web.beginnings import beginning
from resident.web.codes import address_of, code_answer
from resident.web.errors import found
from resident.web.forms import creating
from resident.web.guards import public, signed_in
from resident.web.keyset import place_in_list
from resident.web.stand_ins import stand_in

bp = Blueprint("rewards", __name__)


@bp.get("/c/<community>/rewards")
@public
def index() -> ResponseReturnValue:
    """Balance, shelf and the last statement lines; a visitor gets the shelf and an invitation."""
    community, person = current_community(), me()
    balance = balance_of(community, person) if person else None
    return render_template(
        "rewards/page.html",
        goods=beginning(shelf(community, place_in_list()), lambda good: good.is_within(balance)),
        balance=balance,
        lines=latest_lines(community, person).rows if person else [],
        can_keep=bool(can_keep_shelf(person, community)),
    )


@bp.get("/c/<community>/rewards/<int:reward_id>")
@public
def show(reward_id: int) -> ResponseReturnValue:
    """One reward, what it costs, and whether this person can redeem it now."""
    return _page(_at(reward_id), RedeemForm())


@bp.get("/c/<community>/rewards/<int:reward_id>/share")
@public
def share(reward_id: int) -> ResponseReturnValue:
    """Pass it on: a poster, a code, an address."""
    reward, community = _at(reward_id), current_community()
    address, poster = address_of(reward_path(reward, community)), poster_now(community, "reward", reward.id)
    return render_template("rewards/share.html", reward=reward, address=address, poster=poster)


@bp.get("/c/<community>/rewards/<int:reward_id>/code.svg")
@public
def code(reward_id: int) -> Response:
    """The code of that page."""
    return code_answer(reward_path(_at(reward_id), current_community()), is_public=True)


@bp.post("/c/<community>/rewards/<int:reward_id>/redeem")
@signed_in
def redeem(reward_id: int) -> ResponseReturnValue:
    """Keep one for the signed-in person; a double tap leads to the same pickup code."""
    form = RedeemForm()
    return creating(
        form,
        lambda: redeem_one(reward=_at(reward_id), price=form.price.data, by=myself()),
        page=lambda: _page(_at(reward_id), form),
        then=pickup_path,
    )


@stand_in("rewards.show")
def hidden() -> str:
    """Instead of a reward that was taken down: what this person has redeemed of it, which is still handed over."""
    community = current_community()
    reward = reward_of(community, int((request.view_args or {})["reward_id"]))
    mine = redeemed_of(reward, myself()) if reward is not None else []
    return render_template("rewards/hidden.html", reward=reward, mine=mine) if mine else ""


def _at(reward_id: int) -> Reward:
    """The reward of the address, for whom may see it. Raises NotHere."""
    community = current_community()
    reward = found(reward_of(community, reward_id))
    return found(reward if can_see(me(), community, reward) else None)


def _page(reward: Reward, form: RedeemForm) -> str:
    person, community = me(), current_community()
    form.price.data = reward.price
    taken = taken_of(reward, person) if person else 0
    balance = balance_of(community, person) if person else 0
    return render_template(
        "rewards/reward.html",
        form=form,
        reward=reward,
        balance=balance,
        taken=taken,
        verdict=can_redeem_now(person, community, reward, taken=taken, balance=balance),
        can_keep=bool(can_keep_rewards_of(person, community, reward.organization_id)),
        may_take_down=bool(can_moderate(person, community)),
    )

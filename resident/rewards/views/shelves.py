"""Keeping the shelf: the manager of a body, or an administrator, offers and changes rewards."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.i18n import gettext as _
from resident.rewards.actions.shelf import (
    archive_reward,
    edit_reward,
    offer_reward,
    restock_reward,
    restore_reward,
)
from resident.rewards.forms import NewRewardForm, OfferForm, StockForm
from resident.rewards.models import Reward
from resident.rewards.permissions import can_keep_rewards_of, can_keep_shelf
from resident.rewards.queries.shelf import givers, kept_rewards, reward_of
from resident.web.errors import found
from resident.web.forms import creating, doing, saving, spread
from resident.web.guards import require, requires

bp = Blueprint("shelves", __name__)


@bp.get("/c/<community>/rewards/keep")
@requires(can_keep_shelf)
def index() -> ResponseReturnValue:
    """All rewards one keeps, archived ones too."""
    community = current_community()
    kept = kept_rewards(community, myself(), request.args.get("after", ""))
    return render_template("rewards/shelf.html", kept=kept)


@bp.route("/c/<community>/rewards/new", methods=["GET", "POST"])
@requires(can_keep_shelf)
def new() -> ResponseReturnValue:
    """Offer something new."""
    community = current_community()
    form = NewRewardForm()
    form.organization_id.offer(*givers(community, myself()))
    return creating(
        form,
        lambda: offer_reward(community=community, by=myself(), **form.typed()),
        page=lambda: render_template("rewards/offer.html", form=form, reward=None),
        then=lambda reward: url_for("rewards.show", reward_id=reward.id),
    )


@bp.route("/c/<community>/rewards/<int:reward_id>/edit", methods=["GET", "POST"])
@requires(can_keep_shelf)
def edit(reward_id: int) -> ResponseReturnValue:
    """Change its words, price, limit and drawing; its stock stands beside."""
    reward = _kept(reward_id)
    form = OfferForm(lambda: _as_form(reward))
    return saving(
        form,
        lambda: edit_reward(reward=_kept(reward_id), offer=form.offer(), version=form.version.data, by=myself()),
        page=lambda: _page(reward, form, _stock_form(reward)),
        then=url_for("rewards.show", reward_id=reward_id),
        said=_("Saved"),
    )


@bp.post("/c/<community>/rewards/<int:reward_id>/stock")
@requires(can_keep_shelf)
def stock(reward_id: int) -> ResponseReturnValue:
    """More of it has come, or some are taken off."""
    reward = _kept(reward_id)
    form = _stock_form(reward, sent=True)
    return saving(
        form,
        lambda: restock_reward(reward=_kept(reward_id), more=form.more, version=form.version.data, by=myself()),
        page=lambda: _page(reward, OfferForm(lambda: _as_form(reward), formdata=None), form),
        then=url_for(".edit", reward_id=reward_id),
        said=_("Saved"),
    )


@bp.post("/c/<community>/rewards/<int:reward_id>/archive")
@requires(can_keep_shelf)
def archive(reward_id: int) -> ResponseReturnValue:
    """Take it off the shelf."""
    return doing(
        lambda: archive_reward(reward=_kept(reward_id), by=myself()),
        then=url_for(".edit", reward_id=reward_id),
        said=_("Taken off the shelf. What is redeemed already is still handed over."),
    )


@bp.post("/c/<community>/rewards/<int:reward_id>/restore")
@requires(can_keep_shelf)
def restore(reward_id: int) -> ResponseReturnValue:
    """Put it back on the shelf."""
    then = url_for(".edit", reward_id=reward_id)
    return doing(lambda: restore_reward(reward=_kept(reward_id), by=myself()), then=then, said=_("Back on the shelf."))


def _kept(reward_id: int) -> Reward:
    """The reward of the address, for whom keeps it. Raises NotHere, NotAllowed."""
    community = current_community()
    reward = found(reward_of(community, reward_id))
    require(can_keep_rewards_of(me(), community, reward.organization_id))
    return reward


def _as_form(reward: Reward) -> dict[str, object]:
    return {
        **spread(reward.name, "name"),
        **spread(reward.about, "about"),
        "picture": reward.picture,
        "price": reward.price,
        "per_person": reward.per_person,
        "version": reward.version,
    }


def _stock_form(reward: Reward, *, sent: bool = False) -> StockForm:
    options = {} if sent else {"formdata": None}
    return StockForm(lambda: {"version": reward.version}, **options)


def _page(reward: Reward, form: OfferForm, stock_form: StockForm) -> str:
    return render_template("rewards/offer.html", form=form, stock_form=stock_form, reward=reward)

"""Keeping the shelf: the manager of a body, or an administrator, offers and changes rewards."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.moderation.models import Proposal
from resident.moderation.permissions import can_change_proposal
from resident.moderation.queries import proposal_of, proposed_by, proposed_for
from resident.rewards.actions.shelf import (
    REWARD,
    archive_reward,
    edit_reward,
    offer_reward,
    restock_reward,
    restore_reward,
)
from resident.rewards.forms import NewRewardForm, OfferForm, StockForm
from resident.rewards.models import Reward
from resident.rewards.permissions import can_keep_rewards_of, can_keep_shelf, shelves_of
from resident.rewards.queries.shelf import givers, kept_rewards, reward_of
from resident.web.errors import NotHere, found
from resident.web.forms import button, creating, number_in, saving, spread
from resident.web.guards import require, requires
from resident.web.keyset import place_in_list

bp = Blueprint("shelves", __name__)
READ_FIRST_WORDS = _l(
    "Thank you. The committee reads the words first; until then everybody reads what stood there before."
)


@bp.get("/c/<community>/rewards/keep")
@requires(can_keep_shelf)
def index() -> ResponseReturnValue:
    """All rewards one keeps, archived ones too."""
    community = current_community()
    kept = kept_rewards(community, myself(), place_in_list())
    return render_template("rewards/shelf.html", kept=kept, proposed=proposed_by(community, REWARD, _led()))


@bp.route("/c/<community>/rewards/new", methods=["GET", "POST"])
@requires(can_keep_shelf)
def new() -> ResponseReturnValue:
    """Offer something new."""
    community, again = current_community(), _again()
    form = NewRewardForm(data=_as_offered(again.words) if again else {})
    form.organization_id.offer(*givers(community, myself()))
    return creating(
        form,
        lambda: offer_reward(community=community, by=myself(), again=_again(), **form.typed()),
        page=lambda: render_template("rewards/offer.html", form=form, reward=None, again=again),
        then=_offered_at,
        said=lambda made: READ_FIRST_WORDS if isinstance(made, Proposal) else "",
    )


@bp.route("/c/<community>/rewards/<int:reward_id>/edit", methods=["GET", "POST"])
@requires(can_keep_shelf)
def edit(reward_id: int) -> ResponseReturnValue:
    """Change its words, price, limit and drawing; its stock stands beside."""
    reward = _kept(reward_id)
    form = OfferForm(lambda: _as_form(_kept(reward_id)))
    return saving(
        form,
        lambda: edit_reward(reward=_kept(reward_id), offer=form.offer(), version=form.version.data, by=myself()),
        page=lambda: _page(reward, form, _stock_form(reward)),
        then=url_for("rewards.show", reward_id=reward_id),
        said=lambda waits: READ_FIRST_WORDS if waits else _("Saved"),
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
@button(then=".edit", said=_l("Taken off the shelf. What is redeemed already is still given out."))
def archive(reward_id: int) -> None:
    """Take it off the shelf."""
    archive_reward(reward=_kept(reward_id), by=myself())


@bp.post("/c/<community>/rewards/<int:reward_id>/restore")
@requires(can_keep_shelf)
@button(then=".edit", said=_l("Back on the shelf."))
def restore(reward_id: int) -> None:
    """Put it back on the shelf."""
    restore_reward(reward=_kept(reward_id), by=myself())


def _kept(reward_id: int) -> Reward:
    """The reward of the address, for whom keeps it. Raises NotHere, NotAllowed."""
    community = current_community()
    reward = found(reward_of(community, reward_id))
    require(can_keep_rewards_of(me(), community, reward.organization_id))
    return reward


def _again() -> Proposal | None:
    """The proposal of something new that is sent in anew, for who may change it. Raises NotHere."""
    number = number_in(request.args.get("again"))
    if not number:
        return None
    again = found(proposal_of(current_community(), number))
    if again.kind != REWARD or again.subject_id is not None or not can_change_proposal(me(), again):
        raise NotHere
    return again


def _led() -> frozenset[int]:
    """The bodies whose offers wait; an administrator's are on the shelf at once."""
    return shelves_of(me(), current_community()) or frozenset()


def _offered_at(made: Reward | Proposal) -> str:
    if isinstance(made, Proposal):
        return url_for("moderation.proposed", number=made.id)
    return url_for("rewards.show", reward_id=made.id)


def _as_offered(words: dict[str, Any]) -> dict[str, object]:
    """The initial data of a form from what was proposed."""
    return {**words, **spread(words["name"], "name"), **spread(words["about"], "about")}


def _as_form(reward: Reward) -> dict[str, object]:
    """What its keeper would write: with the words that wait, where there are some."""
    proposed = proposed_for(REWARD, reward.id)
    words: dict[str, Any] = (
        proposed.words if proposed else {"name": reward.name, "about": reward.about, "picture": reward.picture}
    )
    return {
        **spread(words["name"], "name"),
        **spread(words["about"], "about"),
        "picture": words["picture"],
        "price": reward.price,
        "per_person": reward.per_person,
        "version": reward.version,
    }


def _stock_form(reward: Reward, *, sent: bool = False) -> StockForm:
    options = {} if sent else {"formdata": None}
    return StockForm(lambda: {"version": reward.version}, **options)


def _page(reward: Reward, form: OfferForm, stock_form: StockForm) -> str:
    proposed = proposed_for(REWARD, reward.id)
    return render_template(
        "rewards/offer.html", form=form, stock_form=stock_form, reward=reward, proposed=proposed, again=None
    )

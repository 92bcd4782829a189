"""Keeping the shelf: the manager of a body, or an administrator, offers and changes rewards."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.db import begin_write, db
from resident.i18n import gettext as _
from resident.i18n import tr_text
from resident.rewards.actions.shelf import (
    archive_reward,
    change_reward,
    change_stock,
    offer_reward,
    restore_reward,
)
from resident.rewards.forms import NewRewardForm, OfferForm, StockForm, shown_number
from resident.rewards.models import Reward
from resident.rewards.permissions import can_keep_rewards_of, can_keep_shelf, shelves_of
from resident.rewards.queries import givers, kept_rewards, reward_of
from resident.web.errors import Changed, NotHere
from resident.web.forms import already_sent, choices_of, create_once, spread
from resident.web.guards import require, requires
from resident.web.pages import done

bp = Blueprint("shelves", __name__)


@bp.get("/c/<community>/rewards/keep")
@requires(can_keep_shelf)
def index() -> ResponseReturnValue:
    """All rewards one keeps, archived ones too."""
    community = current_community()
    kept = kept_rewards(community.id, shelves_of(me(), community), request.args.get("after", ""))
    return render_template("rewards/shelf.html", kept=kept)


@bp.route("/c/<community>/rewards/new", methods=["GET", "POST"])
@requires(can_keep_shelf)
def new() -> ResponseReturnValue:
    """Offer something new."""
    community = current_community()
    form = NewRewardForm()
    form.organization_id.choices = choices_of(
        givers(community.id, shelves_of(me(), community)), lambda one: tr_text(one.name)
    )
    if form.is_submitted() and (earlier := already_sent(form)):
        return earlier
    if form.validate_on_submit() and (answer := create_once(form, lambda: _offered(form))):
        return answer
    return render_template("rewards/offer.html", form=form, reward=None), 422 if form.is_submitted() else 200


@bp.route("/c/<community>/rewards/<int:reward_id>/edit", methods=["GET", "POST"])
@requires(can_keep_shelf)
def edit(reward_id: int) -> ResponseReturnValue:
    """Change its words, price, limit and drawing; its stock stands beside."""
    reward = _kept(reward_id)
    form, stock_form = OfferForm(data=_as_form(reward)), StockForm(formdata=None, version=reward.version)
    if not form.validate_on_submit():
        return _edit_page(reward, form, stock_form, 422 if form.is_submitted() else 200)
    try:
        if form.accepts(lambda: _change(reward_id, form)):
            flash(_("Saved"))
            return done(url_for("rewards.show", reward_id=reward_id))
    except Changed:
        return _faster(reward_id, form, stock_form)
    return _edit_page(reward, form, stock_form, 422)


@bp.post("/c/<community>/rewards/<int:reward_id>/stock")
@requires(can_keep_shelf)
def stock(reward_id: int) -> ResponseReturnValue:
    """More of it has come, or some are taken off."""
    reward = _kept(reward_id)
    form, offer_form = StockForm(), OfferForm(formdata=None, data=_as_form(reward))
    try:
        if form.validate_on_submit() and form.accepts(lambda: _count_anew(reward_id, form)):
            flash(_("Saved"))
            return done(url_for(".edit", reward_id=reward_id))
    except Changed:
        return _faster(reward_id, offer_form, form)
    return _edit_page(reward, offer_form, form, 422)


@bp.post("/c/<community>/rewards/<int:reward_id>/archive")
@requires(can_keep_shelf)
def archive(reward_id: int) -> ResponseReturnValue:
    """Take it off the shelf."""
    begin_write()
    archive_reward(_kept_now(reward_id), by=myself())
    flash(_("Taken off the shelf. What is redeemed already is still handed over."))
    return done(url_for(".edit", reward_id=reward_id))


@bp.post("/c/<community>/rewards/<int:reward_id>/restore")
@requires(can_keep_shelf)
def restore(reward_id: int) -> ResponseReturnValue:
    """Put it back on the shelf."""
    begin_write()
    restore_reward(_kept_now(reward_id), by=myself())
    flash(_("Back on the shelf."))
    return done(url_for(".edit", reward_id=reward_id))


def _kept(reward_id: int) -> Reward:
    community = current_community()
    found = reward_of(community.id, reward_id)
    if found is None:
        raise NotHere
    require(can_keep_rewards_of(me(), community, found.organization_id))
    return found


def _kept_now(reward_id: int) -> Reward:
    """The same inside a write transaction, where rights are read anew."""
    return _kept(reward_id)


def _offered(form: NewRewardForm) -> str:
    reward = offer_reward(
        current_community(),
        organization_id=form.organization_id.data,
        offer=form.offer(),
        stock=form.stock.data or 0,
        by=myself(),
    )
    return url_for("rewards.show", reward_id=reward.id)


def _change(reward_id: int, form: OfferForm) -> None:
    change_reward(_kept_now(reward_id), offer=form.offer(), version=shown_number(form.version), by=myself())


def _count_anew(reward_id: int, form: StockForm) -> None:
    change_stock(_kept_now(reward_id), more=form.more, version=shown_number(form.version), by=myself())


def _as_form(reward: Reward) -> dict[str, object]:
    return {
        **spread(reward.name, "name"),
        **spread(reward.about, "about"),
        "picture": reward.picture,
        "price": reward.price,
        "per_person": reward.per_person,
        "version": reward.version,
    }


def _faster(reward_id: int, form: OfferForm, stock_form: StockForm) -> ResponseReturnValue:
    """Somebody saved in between: what was typed stays, what stands there now is shown, and the next sending is about that."""
    db.session.rollback()
    reward = _kept(reward_id)
    for one in (form, stock_form):
        one.version.data, one.version.raw_data = str(reward.version), None
    return _edit_page(reward, form, stock_form, 409)


def _edit_page(reward: Reward, form: OfferForm, stock_form: StockForm, status: int) -> ResponseReturnValue:
    return render_template(
        "rewards/offer.html", form=form, stock_form=stock_form, reward=reward, is_stale=status == 409
    ), status

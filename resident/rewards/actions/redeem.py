"""Redeeming: one of the stock and the points for it are reserved together.

Order of locks, the same everywhere: the redemption, the reward, the person's points, the community's.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from resident import clock
from resident.accounts.entrance.identity import encrypt
from resident.accounts.models import Actor, Person, System
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.db import db, lock
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.points.actions import NotEnoughPoints, reserve
from resident.points.queries import balance_of
from resident.rewards.actions.telling import in_ledger, tell_owner
from resident.rewards.codes import code_lookup, new_code
from resident.rewards.models import Redemption, RedemptionState, Reward
from resident.rewards.permissions import can_redeem_now
from resident.rewards.queries.pickups import is_code_taken
from resident.rewards.queries.shelf import reward_path, taken_of
from resident.undo.actions import undoable
from resident.web.errors import Conflict, NotAllowed
from resident.web.guards import allow

MADE, FULFILLED = "redemption.made", "redemption.fulfilled"
LAST_MOMENT = time(23, 59, 59)


class OutOfStock(Conflict):
    """The last one went to somebody else."""

    title = _l("Nothing of this is left")
    message = _l("The last one has just gone to somebody else. Your points are untouched.")


class LimitReached(Conflict):
    """So many for each person, and this person has had them."""

    title = _l("Limit reached")
    message = _l("There are only so many of this for each person. Your points are untouched.")


class Gone(Conflict):
    """It has been taken off the shelf."""

    title = _l("No longer given")
    message = _l("This is no longer given. Your points are untouched.")


class PriceChanged(Conflict):
    """It costs something else now than the page said."""

    title = _l("The price has changed")
    message = _l("Look at the new price and decide again. Your points are untouched.")


REFUSALS: dict[str, type[Conflict]] = {
    "gone": Gone,
    "out_of_stock": OutOfStock,
    "limit_reached": LimitReached,
    "not_enough_points": NotEnoughPoints,
}


def redeem(*, reward: Reward, price: int, by: Actor) -> Redemption:
    """Keep one of the reward for `by`: one of the stock and `price` points are reserved together.

    `price` is the one that was shown. Raises NotAllowed, Gone, OutOfStock, LimitReached, NotEnoughPoints, PriceChanged.
    """
    lock(reward)
    community = community_of(reward)
    owner = _allowed(reward, community, by)
    if price != reward.price:
        raise PriceChanged(**_back_to(reward, community))
    reward.stock -= 1
    redemption = _made(reward, community, owner)
    with undoable(MADE, redemption, by=owner):
        record("redemption.made", redemption, by=owner, reward=reward.id, price=price)
        tell_owner(redemption, "rewards.redeemed", until=redemption.expires_at.isoformat())
    reserve(person_id=owner.id, **in_ledger(redemption=redemption, reason="redemption", by=owner))
    return redemption


def _allowed(reward: Reward, community: Community, by: Actor) -> Person:
    if isinstance(by, System):  # only people have points
        raise NotAllowed
    db.session.refresh(reward.organization)  # it may have been archived while we waited for the lock
    taken, balance = taken_of(reward, by), balance_of(community, by)
    verdict = can_redeem_now(by, community, reward, taken=taken, balance=balance)
    if verdict.reason in REFUSALS:
        raise REFUSALS[verdict.reason](**_back_to(reward, community))
    allow(verdict)
    return by


def _back_to(reward: Reward, community: Community) -> dict[str, str]:
    return {"action_url": reward_path(reward, community), "action_label": _("Look again")}


def _made(reward: Reward, community: Community, owner: Person) -> Redemption:
    code = free_code(community)
    redemption = Redemption(
        community_id=community.id,
        reward_id=reward.id,
        organization_id=reward.organization_id,
        person_id=owner.id,
        name=reward.name,
        price=reward.price,
        state=RedemptionState.WAITING,
        code_encrypted=encrypt(code),
        code_lookup=code_lookup(community.id, code),
        created_at=clock.now(),
        expires_at=_last_moment(community),
    )
    db.session.add(redemption)
    db.session.flush()
    return redemption


def free_code(community: Community) -> str:
    """A code that no other waiting one has; a unique index stands behind it for two drawn in the same moment."""
    while True:
        code = new_code()
        if not is_code_taken(community, code):
            return code


def _last_moment(community: Community) -> datetime:
    """The end of the last day on which it is kept, on the community's wall clock."""
    zone = ZoneInfo(community.time_zone)
    last_day = clock.local(clock.now(), community.time_zone).date() + timedelta(days=community.pickup_days)
    return datetime.combine(last_day, LAST_MOMENT, zone)

"""Redeeming: reserve, hand over, cancel, let expire.

Order of locks, the same everywhere: the redemption, the reward, the person's points, the community's.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from resident import clock
from resident.accounts.entrance.identity import encrypt
from resident.accounts.models import SYSTEM, Person
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.db import db, lock
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.notifications.actions import notify
from resident.organizations.permissions import can_hand_over
from resident.points.actions import NotEnoughPoints, give_back_held, hold, spend_held
from resident.points.queries import balance_of
from resident.rewards.codes import code_lookup, new_code
from resident.rewards.models import NotWaiting, Redemption, RedemptionMove, RedemptionState, Reward
from resident.rewards.permissions import may_redeem
from resident.rewards.queries import pickup_path, reward_path, taken_of
from resident.rewards.words import ended_words
from resident.web.errors import Conflict, NotAllowed

LAST_MOMENT = time(23, 59, 59)


class OutOfStock(Conflict):
    """The last one went to somebody else."""

    title = _l("Nothing of this is left")
    message = _l("The last one has just gone to somebody else. Your points are untouched.")


class LimitReached(Conflict):
    """So many for each person, and this person has had them."""

    title = _l("You have had your share")
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


def redeem(reward: Reward, *, price: int, by: Person) -> Redemption:
    """Keep one of the reward for `by`: one of the stock and `price` points are reserved together.

    `price` is the one that was shown. Raises NotAllowed, Gone, OutOfStock, LimitReached, NotEnoughPoints, PriceChanged.
    """
    lock(reward)
    community = community_of(reward)
    _refuse_unless_allowed(reward, community, by)
    if price != reward.price:
        raise PriceChanged(**_back_to(reward, community))
    reward.stock -= 1
    redemption = _keep(reward, community, by)
    record("rewards.redeem", redemption, by=by, reward=reward.id, price=price)
    notify(
        [by.id],
        "rewards.redeemed",
        path=pickup_path(redemption),
        community_id=community.id,
        title=reward.name,
        until=redemption.expires_at.isoformat(),
    )
    hold(
        community.id,
        by.id,
        price,
        reason="redemption",
        source=_source(redemption),
        by=by,
        note=reward.name,
    )
    return redemption


def cancel(redemption: Redemption, *, by: Person) -> None:
    """Give it back before it was handed over: points and stock return. Raises NotAllowed, NotWaiting."""
    if redemption.person_id != by.id:
        raise NotAllowed
    lock(redemption, redemption.reward)
    _end(redemption, RedemptionMove.CANCEL)
    _return(redemption, reason="redemption_cancelled", by=by)


def cancel_all(person: Person) -> None:
    """Closing an account gives back what still waits for it: somebody else can have it.

    All of it is held before the first points move, so that nobody waits in a circle.
    """
    waiting = db.session.scalars(
        select(Redemption).where(Redemption.person_id == person.id, Redemption.state == RedemptionState.HELD)
    ).all()
    lock(*waiting, *{one.reward for one in waiting})
    for one in waiting:
        if one.state == RedemptionState.HELD:
            cancel(one, by=person)


def expire(redemption: Redemption) -> None:
    """What nobody picked up in time goes back, and its owner is told; nothing happens where it no longer waits."""
    lock(redemption, redemption.reward)
    if redemption.state != RedemptionState.HELD or redemption.expires_at > clock.now():
        return
    _end(redemption, RedemptionMove.EXPIRE)
    notify(
        [redemption.person_id],
        "rewards.expired",
        path=pickup_path(redemption),
        community_id=redemption.community_id,
        title=redemption.name,
    )
    _return(redemption, reason="redemption_expired", by=None)


def hand_over(redemption: Redemption, *, by: Person) -> None:
    """The clerk of its body gives it out: the reserved points are spent. Raises NotAllowed, NotWaiting."""
    lock(redemption)
    community = community_of(redemption)
    if not can_hand_over(by, community, redemption.organization_id):
        raise NotAllowed
    if redemption.expires_at < clock.now():
        raise NotWaiting(ended_words(redemption))
    _end(redemption, RedemptionMove.FULFIL)
    redemption.fulfilled_at, redemption.fulfilled_by_id = clock.now(), by.id
    record("rewards.hand_over", redemption, by=by)
    notify(
        [redemption.person_id],
        "rewards.handed_over",
        path=pickup_path(redemption),
        community_id=community.id,
        title=redemption.name,
    )
    spend_held(
        community.id,
        redemption.price,
        reason="redemption_handed_over",
        source=_source(redemption),
        by=by,
        note=redemption.name,
    )


def _refuse_unless_allowed(reward: Reward, community: Community, by: Person) -> None:
    verdict = may_redeem(
        by, community, reward, taken=taken_of(reward.id, by.id), balance=balance_of(community.id, by.id)
    )
    if verdict:
        return
    if verdict.reason in REFUSALS:
        raise REFUSALS[verdict.reason](**_back_to(reward, community))
    raise NotAllowed(verdict.message)


def _back_to(reward: Reward, community: Community) -> dict[str, str]:
    return {"action_url": reward_path(reward, community), "action_label": _("Look again")}


def _keep(reward: Reward, community: Community, by: Person) -> Redemption:
    code = _free_code(community.id)
    redemption = Redemption(
        community_id=community.id,
        reward_id=reward.id,
        organization_id=reward.organization_id,
        person_id=by.id,
        name=reward.name,
        price=reward.price,
        state=RedemptionState.HELD,
        code_encrypted=encrypt(code),
        code_lookup=code_lookup(community.id, code),
        created_at=clock.now(),
        expires_at=_last_moment(community),
    )
    db.session.add(redemption)
    db.session.flush()
    return redemption


def _free_code(community_id: int) -> str:
    """A code that no other waiting one has; a unique index stands behind it for two drawn in the same moment."""
    while True:
        code = new_code()
        taken = select(Redemption.id).where(
            Redemption.community_id == community_id,
            Redemption.code_lookup == code_lookup(community_id, code),
            Redemption.state == RedemptionState.HELD,
        )
        if db.session.scalar(taken) is None:
            return code


def _last_moment(community: Community) -> datetime:
    """The end of the last day on which it is kept, on the community's wall clock."""
    zone = ZoneInfo(community.time_zone)
    last_day = clock.local(clock.now(), community.time_zone).date() + timedelta(days=community.pickup_days)
    return datetime.combine(last_day, LAST_MOMENT, zone)


def _end(redemption: Redemption, move: RedemptionMove) -> None:
    if not redemption.allows(move):
        raise NotWaiting(ended_words(redemption))
    redemption.move(move)


def _return(redemption: Redemption, *, reason: str, by: Person | None) -> None:
    redemption.returned_at = clock.now()
    redemption.reward.stock += 1
    record(f"rewards.{redemption.state}", redemption, by=by or SYSTEM)
    give_back_held(
        redemption.community_id,
        redemption.person_id,
        redemption.price,
        reason=reason,
        source=_source(redemption),
        by=by,
        note=redemption.name,
    )


def _source(redemption: Redemption) -> str:
    return f"redemption:{redemption.id}"

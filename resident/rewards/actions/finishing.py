"""How a redemption ends: handed over, cancelled, called back, or expired.

Order of locks, as when it is made: the redemption, the reward, the person's points, the community's.
"""

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.db import lock
from resident.organizations.permissions import can_hand_over
from resident.points.actions import release, spend
from resident.rewards.actions.redeem import FULFILLED
from resident.rewards.actions.telling import in_ledger, tell_owner
from resident.rewards.endings import ended_words
from resident.rewards.models import NotWaiting, Redemption, RedemptionMove
from resident.rewards.permissions import can_cancel, can_let_expire
from resident.undo.actions import undoable
from resident.web.guards import allow


def cancel(*, redemption: Redemption, by: Actor) -> None:
    """Give it back before it was handed over: points and stock return. Raises NotAllowed, NotWaiting."""
    lock(redemption, redemption.reward)
    allow(can_cancel(by, redemption))
    put_back_on_shelf(redemption, RedemptionMove.CANCEL)
    record("redemption.cancelled", redemption, by=by)
    release(person_id=redemption.person_id, **in_ledger(redemption=redemption, reason="redemption_cancelled", by=by))


def call_back(*, redemption: Redemption, by: Actor) -> None:
    """Give a locked one back because nobody can hand it over any more: points and stock return, its owner is told.

    Who calls this has asked whether that is allowed. Raises NotWaiting.
    """
    put_back_on_shelf(redemption, RedemptionMove.CANCEL)
    record("redemption.called_back", redemption, by=by)
    tell_owner(redemption, "rewards.called_back")
    release(person_id=redemption.person_id, **in_ledger(redemption=redemption, reason="redemption_cancelled", by=by))


def expire(*, redemption: Redemption, by: Actor) -> None:
    """What nobody picked up in time goes back, and its owner is told; nothing happens where it does not wait or has time.

    Raises NotAllowed.
    """
    lock(redemption, redemption.reward)
    allow(can_let_expire(by))
    if not redemption.allows(RedemptionMove.EXPIRE) or redemption.expires_at > clock.now():
        return
    put_back_on_shelf(redemption, RedemptionMove.EXPIRE)
    record("redemption.expired", redemption, by=by)
    tell_owner(redemption, "rewards.expired")
    release(person_id=redemption.person_id, **in_ledger(redemption=redemption, reason="redemption_expired", by=by))


def fulfil(*, redemption: Redemption, by: Actor) -> Redemption:
    """The clerk of its body gives it out: the reserved points are spent. Raises NotAllowed, NotWaiting."""
    lock(redemption)
    allow(can_hand_over(by, community_of(redemption), redemption.organization_id))
    if redemption.expires_at < clock.now():
        raise NotWaiting(ended_words(redemption))
    _move(redemption, RedemptionMove.FULFIL)
    with undoable(FULFILLED, redemption, by=by):
        redemption.fulfilled_at, redemption.fulfilled_by_id = clock.now(), by.id
        record("redemption.fulfilled", redemption, by=by)
        tell_owner(redemption, "rewards.handed_over")
    spend(**in_ledger(redemption=redemption, reason="redemption_handed_over", by=by))
    return redemption


def _move(redemption: Redemption, move: RedemptionMove) -> None:
    if not redemption.allows(move):
        raise NotWaiting(ended_words(redemption))
    redemption.move(move)


def put_back_on_shelf(redemption: Redemption, move: RedemptionMove) -> None:
    """Back on the shelf it goes."""
    _move(redemption, move)
    redemption.returned_at = clock.now()
    redemption.reward.stock += 1

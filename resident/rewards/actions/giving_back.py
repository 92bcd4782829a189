"""What becomes of the codes of a body that nobody hands over for any more: points and stock go back."""

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from resident.accounts.models import Actor
from resident.communities.open_work import Lying, OpenThing
from resident.db import db, lock
from resident.i18n import lazy_gettext as _l
from resident.organizations import open_work
from resident.organizations.models import MemberRole, Organization
from resident.organizations.open_work import OpenWork
from resident.points.models import LedgerAccount
from resident.rewards.actions.finishing import call_back
from resident.rewards.models import IS_WAITING, Redemption, RedemptionMove, Reward
from resident.statements import entities, lock_only, value

_LIES_THERE = (
    Redemption.community_id == bindparam("community"),
    Redemption.organization_id == bindparam("body"),
    IS_WAITING,
)
_LYING = select(Redemption).where(*_LIES_THERE).order_by(Redemption.id)
_FIRST = _LYING.limit(bindparam("most"))
_COUNT = select(func.count()).select_from(Redemption).where(*_LIES_THERE)
_WITH_REWARDS = _LYING.options(joinedload(Redemption.reward))
_ACCOUNTS = (  # something of each of those whose points move, before the first do (points.actions)
    select(LedgerAccount.id)
    .where(
        LedgerAccount.community_id == bindparam("community"),
        LedgerAccount.person_id.in_(bindparam("people", expanding=True)),
    )
    .order_by(LedgerAccount.id)
    .with_for_update()
)
_SHELF = select(Reward.id).where(Reward.organization_id == bindparam("body")).order_by(Reward.id).with_for_update()


def lying_at(body: Organization, most: int) -> Lying:
    """What waits at a body to be picked up, without its codes; two statements at most."""
    here = {"community": body.community_id, "body": body.id}
    count = value(_COUNT, **here)
    return Lying(count, [OpenThing(one.name) for one in (entities(_FIRST, **here, most=most) if count else ())])


def give_back_all(body: Organization, *, by: Actor) -> None:
    """Whatever waits to be picked up at a body goes back, and its owners have their points again and are told.

    Its shelf is locked first: who redeems at this moment was before, or finds it gone. It follows from what leaves the
    body without anybody, whose action has asked whether that is allowed.
    """
    lock_only(_SHELF, body=body.id)
    waiting = list(entities(_WITH_REWARDS, community=body.community_id, body=body.id))
    lock(*waiting, *{one.reward for one in waiting})
    lock_only(_ACCOUNTS, community=body.community_id, people=sorted({one.person_id for one in waiting}))
    for one in waiting:
        if one.allows(RedemptionMove.CANCEL):
            call_back(redemption=one, by=by)
    db.session.flush()


def register() -> None:
    """Tell the bodies what redemptions keep open there."""
    open_work.register(
        OpenWork(
            "redemptions",
            _l("Rewards waiting to be picked up"),
            _l("are given back: whoever redeemed them has the points again and is told"),
            frozenset({MemberRole.MANAGER, MemberRole.CLERK}),
            lying_at,
            give_back_all,
        )
    )

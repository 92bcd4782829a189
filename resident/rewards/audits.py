"""What must hold between redemptions and the ledger; `points audit` asks it too."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import String, bindparam, case, cast, func, literal, select

from resident.points.models import AccountKind, LedgerAccount, Transfer
from resident.rewards.models import Redemption, RedemptionState
from resident.statements import column, rows

LAST_TRANSFER = {
    RedemptionState.FULFILLED: ("redemption_handed_over",),
    RedemptionState.CANCELLED: ("redemption_cancelled", "redemption_undone"),
    RedemptionState.EXPIRED: ("redemption_expired",),
}

_SOURCE = (  # as `actions.redeem.in_ledger` names it
    literal("redemption:")
    + cast(Redemption.id, String)
    + case((Redemption.times_undone > 0, literal(":") + cast(Redemption.times_undone, String)), else_="")
)


class _Reserved(NamedTuple):
    """A community in which something else is reserved than what waits is worth."""

    community: int
    balance: int
    waiting: int


_WAITING = (
    select(func.coalesce(func.sum(Redemption.price), 0))
    .where(Redemption.community_id == LedgerAccount.community_id, Redemption.state == RedemptionState.WAITING)
    .scalar_subquery()
)
_RESERVED = (
    select(LedgerAccount.community_id, LedgerAccount.balance, _WAITING)
    .where(LedgerAccount.kind == AccountKind.RESERVED, LedgerAccount.balance != _WAITING)
    .order_by(LedgerAccount.community_id)
)
_MOVED = select(Transfer.id).where(
    Transfer.community_id == Redemption.community_id,
    Transfer.reason.in_(bindparam("reasons", expanding=True)),
    Transfer.source == _SOURCE,
)
_UNMOVED = select(Redemption.id).where(Redemption.state == bindparam("state"), ~_MOVED.exists()).order_by(Redemption.id)


def reserved_points() -> Iterator[str]:
    """Reserved in a community are exactly the points of the redemptions that wait."""
    for one in rows(_Reserved, _RESERVED):
        yield f"community {one.community}: {one.balance} points reserved, waiting redemptions are worth {one.waiting}"


def ends() -> Iterator[str]:
    """What ended has moved its points: spent where it was handed over, given back otherwise."""
    for state, reasons in LAST_TRANSFER.items():
        for redemption_id in column(_UNMOVED, state=state, reasons=reasons):
            yield f"redemption {redemption_id}: {state}, but its points have not moved"

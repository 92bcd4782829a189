"""What must hold between redemptions and the ledger; `points audit` asks it too."""

from collections.abc import Iterator

from sqlalchemy import String, case, cast, func, literal, select

from resident.db import db
from resident.points.models import AccountKind, LedgerAccount, Transfer
from resident.rewards.models import Redemption, RedemptionState

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


def reserved_points() -> Iterator[str]:
    """Reserved in a community are exactly the points of the redemptions that wait."""
    waiting = (
        select(func.coalesce(func.sum(Redemption.price), 0))
        .where(
            Redemption.community_id == LedgerAccount.community_id,
            Redemption.state == RedemptionState.WAITING,
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(LedgerAccount.community_id, LedgerAccount.balance, waiting)
        .where(LedgerAccount.kind == AccountKind.RESERVED, LedgerAccount.balance != waiting)
        .order_by(LedgerAccount.community_id)
    )
    for community_id, balance, due in rows:
        yield f"community {community_id}: {balance} points reserved, waiting redemptions are worth {due}"


def ends() -> Iterator[str]:
    """What ended has moved its points: spent where it was handed over, given back otherwise."""
    for state, reasons in LAST_TRANSFER.items():
        moved = select(Transfer.id).where(
            Transfer.community_id == Redemption.community_id,
            Transfer.reason.in_(reasons),
            Transfer.source == _SOURCE,
        )
        rows = db.session.scalars(
            select(Redemption.id).where(Redemption.state == state, ~moved.exists()).order_by(Redemption.id)
        )
        for redemption_id in rows:
            yield f"redemption {redemption_id}: {state}, but its points have not moved"

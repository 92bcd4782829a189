"""What its owner and the ledger are told of a redemption."""

from typing import Any

from resident.accounts.models import Actor
from resident.notifications.actions import notify
from resident.rewards.models import Redemption
from resident.rewards.queries.redemptions import pickup_path


def tell_owner(redemption: Redemption, kind: str, **words: Any) -> None:
    """Tell whose it is, with the way to the pickup code."""
    notify(
        [redemption.person_id],
        kind,
        path=pickup_path(redemption),
        community_id=redemption.community_id,
        title=redemption.name,
        **words,
    )


def in_ledger(*, redemption: Redemption, reason: str, by: Actor) -> dict[str, Any]:
    """What the ledger is told of its points: each time it was given out, and that undone, is a source of its own."""
    return {
        "community_id": redemption.community_id,
        "amount": redemption.price,
        "reason": reason,
        "source": f"redemption:{redemption.id}{f':{undone}' if (undone := redemption.times_undone) else ''}",
        "note": redemption.name,
        "by": by,
    }

"""What rewards know of a person: for the person's own file, and what goes back when the account closes."""

from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from resident.accounts.models import Person
from resident.db import lock
from resident.organizations.models import Organization
from resident.rewards.actions.finishing import cancel
from resident.rewards.models import Redemption, RedemptionMove, RedemptionState
from resident.statements import entities, rows, written


class _Kept(NamedTuple):
    """A redemption as it stands in the person's file: without its code."""

    reward: dict[str, str]
    organization: dict[str, str]
    price: int
    state: str
    created_at: Any
    expires_at: Any
    fulfilled_at: Any
    returned_at: Any


_ALL = (
    select(
        Redemption.name,
        Organization.name,
        Redemption.price,
        Redemption.state,
        Redemption.created_at,
        Redemption.expires_at,
        Redemption.fulfilled_at,
        Redemption.returned_at,
    )
    .join(Redemption.organization)
    .where(Redemption.person_id == bindparam("person"))
    .order_by(Redemption.id)
)
_WAITING = (
    select(Redemption)
    .options(joinedload(Redemption.reward))
    .where(Redemption.person_id == bindparam("person"), Redemption.state == written(RedemptionState.WAITING))
)


def redemptions_as_json(person: Person) -> list[dict[str, Any]]:
    """Every redemption of a person without its code; one statement."""
    moments = ("created_at", "expires_at", "fulfilled_at", "returned_at")
    return [
        {
            "reward": one.reward,
            "organization": one.organization,
            "price": one.price,
            "state": one.state,
            **{name: moment.isoformat() for name in moments if (moment := getattr(one, name))},
        }
        for one in rows(_Kept, _ALL, person=person.id)
    ]


def cancel_all(person: Person) -> None:
    """Closing an account, or suspending it, gives back what still waits for it: somebody else can have it.

    All of it is locked before the first points move, so that nobody waits in a circle.
    """
    waiting: list[Redemption] = list(entities(_WAITING, person=person.id))
    lock(*waiting, *{one.reward for one in waiting})
    for one in waiting:
        if one.allows(RedemptionMove.CANCEL):
            cancel(redemption=one, by=person)

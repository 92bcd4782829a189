"""Why points move: granted, reserved, spent, released, reversed."""

from typing import Unpack

from resident.ids import CommunityId, PersonId
from resident.points.actions.ledger import Cause, Side, move
from resident.points.models import AccountKind, Transfer

ISSUED: Side = (AccountKind.ISSUED, None)
RESERVED: Side = (AccountKind.RESERVED, None)
SPENT: Side = (AccountKind.SPENT, None)


def grant(*, community_id: CommunityId, person_id: PersonId, amount: int, **cause: Unpack[Cause]) -> Transfer:
    """Give a person `amount` (> 0) whole points out of the community's issue. Raises AlreadyMoved for a double.

    Who may is asked by the action that has points moved; the ledger only sees to it that nothing moves twice.
    """
    return move(community_id=community_id, amount=amount, giver=ISSUED, taker=_of(person_id), **cause)


def reserve(*, community_id: CommunityId, person_id: PersonId, amount: int, **cause: Unpack[Cause]) -> Transfer:
    """Put a person's points aside for something. Raises NotEnoughPoints, AlreadyMoved."""
    return move(community_id=community_id, amount=amount, giver=_of(person_id), taker=RESERVED, **cause)


def spend(*, community_id: CommunityId, amount: int, **cause: Unpack[Cause]) -> Transfer:
    """What was reserved is spent for good. Raises AlreadyMoved."""
    return move(community_id=community_id, amount=amount, giver=RESERVED, taker=SPENT, **cause)


def unspend(*, community_id: CommunityId, amount: int, **cause: Unpack[Cause]) -> Transfer:
    """What was spent a moment ago is reserved again. Raises AlreadyMoved."""
    return move(community_id=community_id, amount=amount, giver=SPENT, taker=RESERVED, **cause)


def release(*, community_id: CommunityId, person_id: PersonId, amount: int, **cause: Unpack[Cause]) -> Transfer:
    """What was reserved is the person's again. Raises AlreadyMoved."""
    return move(community_id=community_id, amount=amount, giver=RESERVED, taker=_of(person_id), **cause)


def reverse(*, community_id: CommunityId, person_id: PersonId, amount: int, **cause: Unpack[Cause]) -> Transfer:
    """Reverse what was wrongly granted, even when already spent: the only thing that may leave a balance below zero.

    Raises AlreadyMoved for a double.
    """
    return move(community_id=community_id, amount=amount, giver=_of(person_id), taker=ISSUED, may_owe=True, **cause)


def _of(person_id: PersonId) -> Side:
    return AccountKind.PERSON, person_id

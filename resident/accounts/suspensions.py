"""Accounts that rest for a while: which one does, until when, and why."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from resident import clock
from resident.accounts.models import Person, PersonRow, Suspension, SuspensionState
from resident.columns import UtcDateTime
from resident.statements import entities, entity

_STANDS = Suspension.state != SuspensionState.LIFTED
# For the statement behind every request: until when its person is suspended, if at all.
UNTIL = (
    select(func.max(Suspension.until))
    .where(Suspension.person_id == PersonRow.id, _STANDS)
    .correlate(PersonRow)
    .scalar_subquery()
)
_LIVE = (
    select(Suspension)
    .where(Suspension.person_id == bindparam("person"), _STANDS, Suspension.until > bindparam("now", type_=UtcDateTime))
    .order_by(Suspension.id.desc())
)


_ALL = select(Suspension).where(Suspension.person_id == bindparam("person")).order_by(Suspension.id)


def live_suspension(person: Person) -> Suspension | None:
    """The suspension that keeps this person out now; it ends by itself when its time is over."""
    suspension: Suspension | None = entity(_LIVE, person=person.id, now=clock.now())
    return suspension


def is_suspended(person: Person) -> bool:
    """Whether this person's account rests now."""
    return live_suspension(person) is not None


def suspensions_of(person: Person) -> Sequence[Suspension]:
    """Every suspension there was, oldest first, for the person's own file."""
    return entities(_ALL, person=person.id)

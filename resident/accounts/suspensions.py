"""Accounts that rest for a while: which one does, until when, and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from resident import clock
from resident.accounts.models import Person, PersonRow, Suspension, SuspensionState
from resident.columns import UtcDateTime
from resident.ids import CommunityId
from resident.statements import entities, entity, rows, written


class Suspended(NamedTuple):
    """Somebody whose account rests."""

    id: int
    display_name: str
    until: datetime
    state: str


_STANDS = Suspension.state != written(SuspensionState.LIFTED)
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


_ONE = (
    select(Suspension)
    .where(Suspension.community_id == bindparam("community"), Suspension.id == bindparam("suspension"))
    .options(joinedload(Suspension.person), joinedload(Suspension.by))
)
_NOW = (
    select(Suspension.id, PersonRow.display_name, Suspension.until, Suspension.state)
    .join(PersonRow, PersonRow.id == Suspension.person_id)
    .where(
        Suspension.community_id == bindparam("community"),
        _STANDS,
        Suspension.until > bindparam("now", type_=UtcDateTime),
    )
    .order_by(Suspension.until, Suspension.id)
    .limit(200)
)
IS_APPEALED = and_(  # and still keeps somebody out: what is over needs no decision
    Suspension.state == SuspensionState.APPEALED,
    Suspension.until > bindparam(None, type_=UtcDateTime, callable_=clock.now, unique=True),
)
APPEALS = select(Suspension.id).where(
    Suspension.community_id == bindparam("community"),
    IS_APPEALED,
    Suspension.person_id != bindparam("person"),
    or_(Suspension.by_id.is_(None), Suspension.by_id != bindparam("person")),
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


def suspension_of(community_id: CommunityId, *, suspension_id: int) -> Suspension | None:
    """This community's suspension of this number, over or not; None for another community's."""
    suspension: Suspension | None = entity(_ONE, community=community_id, suspension=suspension_id)
    return suspension


def suspensions_in(community_id: CommunityId) -> list[Suspended]:
    """The accounts that rest now, first whose time is over first; one statement."""
    return rows(Suspended, _NOW, community=community_id, now=clock.now())

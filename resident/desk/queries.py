"""What waits for one person of the staff, from every package that has work for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Boolean, bindparam, case, select

from resident import clock
from resident.accounts.models import Person
from resident.activities.confirmers import confirming
from resident.activities.queries import newest_to_confirm
from resident.activities.queries.hours import TO_CONFIRM
from resident.communities.models import Community
from resident.communities.permissions import can_moderate
from resident.demands.queries import demands_with_bodies, demands_with_committee
from resident.demands.queries.lists import WITH_BODIES, WITH_COMMITTEE
from resident.moderation.queries import IN_QUEUE, OLDEST
from resident.rewards.permissions import pickup_bodies_of
from resident.rewards.queries.redemptions import PICKUPS, newest_pickups
from resident.statements import count_of, row

MOST = 100  # as in the staff's bar: who has a hundred has more than today's work
FIRST = 5


class _Waits(NamedTuple):
    """How many things of each kind wait for a person, as far as MOST, and since when the oldest post does."""

    reviews: int
    oldest_at: datetime | None
    to_assign: int
    to_handle: int
    hours: int
    pickups: int


_MODERATES, _WORKS = (bindparam(name, type_=Boolean) for name in ("moderates", "works"))
_WAITING = select(
    case((_MODERATES, count_of(IN_QUEUE, MOST)), else_=0),
    case((_MODERATES, OLDEST.scalar_subquery())),
    case((_WORKS, count_of(WITH_COMMITTEE, MOST)), else_=0),
    count_of(WITH_BODIES, MOST),
    count_of(TO_CONFIRM, MOST),
    count_of(PICKUPS, MOST),
)


@dataclass(frozen=True)
class Pile:
    """Work of one kind: how much there is, counted to MOST, and of it what the page shows, the most pressing first."""

    count: int
    rows: Sequence[Any] = ()

    @property
    def first(self) -> Sequence[Any]:
        """What is shown at once."""
        return self.rows[:FIRST]

    @property
    def rest(self) -> Sequence[Any]:
        """What is shown on demand."""
        return self.rows[FIRST:]

    @property
    def words(self) -> str:
        """How many: `3`, or `100+` where no more were counted."""
        return f"{self.count}" if self.count < MOST else f"{MOST}+"


@dataclass(frozen=True)
class Desk:
    """All piles of one person; one that has nothing for them, or nothing to do with them, is empty."""

    reviews: Pile
    oldest_at: datetime | None
    to_assign: Pile
    to_handle: Pile
    hours: Pile
    pickups: Pile

    @property
    def total(self) -> int:
        """How many things wait, as far as they were counted."""
        return sum(pile.count for pile in (self.reviews, self.to_assign, self.to_handle, self.hours, self.pickups))


def desk_of(community: Community, person: Person) -> Desk:
    """What waits for this person: one statement that says how much, then one for each pile with something in it."""
    confirms, giving = confirming(community, person), pickup_bodies_of(person, community)
    moderates = bool(can_moderate(person, community))
    bound = {**confirms, "bodies": giving, "moderates": moderates, "now": clock.now()}
    waits = row(_Waits, _WAITING, **bound) or _Waits(0, None, 0, 0, 0, 0)
    return Desk(
        reviews=Pile(waits.reviews),
        oldest_at=waits.oldest_at,
        to_assign=_pile(waits.to_assign, lambda: demands_with_committee(community, MOST)),
        to_handle=_pile(waits.to_handle, lambda: demands_with_bodies(community, confirms["led"], MOST)),
        hours=_pile(waits.hours, lambda: newest_to_confirm(community, person, FIRST)),
        pickups=_pile(waits.pickups, lambda: newest_pickups(community, person, FIRST)),
    )


def _pile(count: int, read: Callable[[], Sequence[Any]]) -> Pile:
    return Pile(count, read() if count else ())

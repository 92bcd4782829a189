"""What waits for one person of the staff, from every package that has work for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product, starmap
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, literal_column, null, select

from resident import clock
from resident.accounts.models import Person
from resident.accounts.suspensions import APPEALS
from resident.activities.confirmers import confirming, is_asked
from resident.activities.queries import newest_to_confirm
from resident.activities.queries.hours import TO_CONFIRM
from resident.communities.models import Community
from resident.communities.permissions import can_administer, can_moderate, can_see_suspensions
from resident.demands.permissions import can_settle_calls
from resident.demands.queries import contested_calls, demands_taken_over, demands_with_bodies, demands_with_committee
from resident.demands.queries.calls import CONTESTED_PILE
from resident.demands.queries.work import BODIES_PILE, COMMITTEE_PILE, TAKEN_OVER_PILE
from resident.desk.queries.alone import ALONE, Alone
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
    taken_over: int
    to_handle: int
    hours: int
    pickups: int
    appeals: int
    calls: int
    alone: tuple[int, ...]


def _waits(*counted: Any) -> _Waits:
    """The columns of _WAITING; the last ones are those of ALONE."""
    own = len(_Waits._fields) - 1
    return _Waits._make((*counted[:own], counted[own:]))


class _Asked(NamedTuple):
    """Which piles can be somebody's at all: what is nobody's is not looked for."""

    moderates: bool
    works: bool
    leads: bool
    confirms: bool
    gives: bool
    decides: bool
    settles: bool
    administers: bool


_NONE: ColumnElement[int] = literal_column("0")
_REVIEWS, _OLDEST = count_of(IN_QUEUE, MOST), OLDEST.scalar_subquery()
_TO_ASSIGN, _TAKEN_OVER, _TO_HANDLE, _HOURS, _PICKUPS, _CONTESTED = (
    count_of(pile, MOST) for pile in (COMMITTEE_PILE, TAKEN_OVER_PILE, BODIES_PILE, TO_CONFIRM, PICKUPS, CONTESTED_PILE)
)
_APPEALS = count_of(APPEALS, MOST)
_ALONE = [count_of(one.statement, MOST) for one in ALONE]
_WAITING = {
    asked: select(
        _REVIEWS if asked.moderates else _NONE,
        _OLDEST if asked.moderates else null(),
        _TO_ASSIGN if asked.works else _NONE,
        _TAKEN_OVER if asked.works else _NONE,
        _TO_HANDLE if asked.leads else _NONE,
        _HOURS if asked.confirms else _NONE,
        _PICKUPS if asked.gives else _NONE,
        _APPEALS if asked.decides else _NONE,
        _CONTESTED if asked.settles else _NONE,
        *(one if asked.administers else _NONE for one in _ALONE),
    )
    for asked in starmap(_Asked, product((False, True), repeat=len(_Asked._fields)))
}
_NOTHING = _Waits(0, None, 0, 0, 0, 0, 0, 0, 0, (0,) * len(ALONE))


@dataclass(frozen=True)
class Pile:
    """Work of one kind: how much there is, counted to MOST, and the first FIRST of it, the most pressing first."""

    count: int
    first: Sequence[Any] = ()

    @property
    def has_more(self) -> bool:
        """Whether there is more than is shown at once; the rest is on a page of its own."""
        return self.count > len(self.first)

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
    taken_over: Pile
    to_handle: Pile
    hours: Pile
    pickups: Pile
    appeals: Pile
    calls: Pile
    alone: Sequence[tuple[Alone, Pile]]  # what nobody may act on, for administrators

    @property
    def total(self) -> int:
        """How many things wait, as far as they were counted."""
        own = (
            self.reviews,
            self.to_assign,
            self.taken_over,
            self.to_handle,
            self.hours,
            self.pickups,
            self.appeals,
            self.calls,
        )
        return sum(pile.count for pile in (*own, *(pile for _one, pile in self.alone)))


def desk_of(community: Community, person: Person) -> Desk:
    """What waits for this person: one statement that says how much, then one for each pile with something in it."""
    confirms, giving = confirming(community, person), pickup_bodies_of(person, community)
    asked = _Asked(
        moderates=bool(can_moderate(person, community)),
        works=confirms["works"],
        leads=bool(confirms["led"]),
        confirms=is_asked(confirms),
        gives=bool(giving),
        decides=bool(can_see_suspensions(person, community)),
        settles=bool(can_settle_calls(person, community)),
        administers=bool(can_administer(person, community)),
    )
    waits = row(_waits, _WAITING[asked], **confirms, bodies=giving, settler=person.id, now=clock.now()) or _NOTHING
    return Desk(
        reviews=Pile(waits.reviews),
        oldest_at=waits.oldest_at,
        to_assign=_pile(waits.to_assign, lambda: demands_with_committee(community, FIRST)),
        taken_over=_pile(waits.taken_over, lambda: demands_taken_over(community, FIRST)),
        to_handle=_pile(waits.to_handle, lambda: demands_with_bodies(community, confirms["led"], FIRST)),
        hours=_pile(waits.hours, lambda: newest_to_confirm(community, person, FIRST)),
        pickups=_pile(waits.pickups, lambda: newest_pickups(community, person, FIRST)),
        appeals=Pile(waits.appeals),
        calls=_pile(waits.calls, lambda: contested_calls(community, person, FIRST)),
        alone=[(one, Pile(count)) for one, count in zip(ALONE, waits.alone, strict=True) if count],
    )


def _pile(count: int, read: Callable[[], Sequence[Any]]) -> Pile:
    return Pile(count, read() if count else ())

"""What waits for one person of the staff, from every package that has work for them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from resident import clock
from resident.accounts.models import Person
from resident.activities.queries import newest_to_confirm
from resident.communities.models import Community
from resident.communities.permissions import can_administer
from resident.demands.queries import contested_calls, demands_taken_over, demands_with_bodies, demands_with_committee
from resident.demands.queries.dangers import unseen_page
from resident.desk.queries.alone import ALONE, Alone
from resident.organizations.permissions import led_by
from resident.rewards.queries.pickups import newest_pickups
from resident.statements import count_of, row, together
from resident.web.staff import MOST, Waiting

FIRST = 5
_ALONE = together(count_of(one.statement, MOST) for one in ALONE)


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

    dangers: Pile
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
            self.dangers,
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


def desk_of(community: Community, person: Person, work: Iterable[Waiting]) -> Desk:
    """What waits for this person: beside `work`, which says how much, one statement for each pile with something in it."""
    waits = {one.page.name: one for one in work}

    def _pile(name: str, read: Callable[[], Sequence[Any]]) -> Pile:
        count = waits[name].number if name in waits else 0
        return Pile(count, read() if count else ())

    return Desk(
        dangers=_pile("danger", lambda: unseen_page(community, "").rows[:FIRST]),
        reviews=_pile("reviews", tuple),
        oldest_at=waits["reviews"].since if "reviews" in waits else None,
        to_assign=_pile("to_assign", lambda: demands_with_committee(community, FIRST)),
        taken_over=_pile("taken_over", lambda: demands_taken_over(community, FIRST)),
        to_handle=_pile("to_handle", lambda: demands_with_bodies(community, led_by(community, person), FIRST)),
        hours=_pile("hours", lambda: newest_to_confirm(community, person, FIRST)),
        pickups=_pile("pickups", lambda: newest_pickups(community, person, FIRST)),
        appeals=_pile("appeals", tuple),
        calls=_pile("calls", lambda: contested_calls(community, person, FIRST)),
        alone=_alone(community) if can_administer(person, community) else (),
    )


def _alone(community: Community) -> list[tuple[Alone, Pile]]:
    counts = row(_counts, _ALONE, community=community.id, now=clock.now()) or ()
    return [(one, Pile(count)) for one, count in zip(ALONE, counts, strict=True) if count]


def _counts(*counts: int) -> tuple[int, ...]:
    return counts

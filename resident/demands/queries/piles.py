"""The piles of the desk, page by page, and what comes after one demand of them."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from resident import clock
from resident.accounts.models import Person
from resident.communities.models import Community
from resident.demands.models import DemandState
from resident.demands.queries.dangers import unseen_page
from resident.demands.queries.lists import ListedDemand
from resident.demands.queries.work import (
    bodies_page,
    committee_page,
    demands_with_bodies,
    demands_with_committee,
    taken_over_page,
    urgent_page,
)
from resident.organizations.permissions import led_by
from resident.web.keyset import Page

PILES: dict[str, Callable[[Community, Person, str], Page[ListedDemand]]] = {
    "danger": lambda community, _person, after: unseen_page(community, after),
    "urgent": lambda community, _person, after: urgent_page(community, after),
    "committee": lambda community, _person, after: committee_page(community, after),
    "earlier": lambda community, _person, after: taken_over_page(community, after),
    "bodies": lambda community, person, after: bodies_page(community, led_by(community, person), after),
}
WORK = {
    "danger": "danger",
    "urgent": "to_assign",
    "committee": "to_assign",
    "earlier": "taken_over",
    "bodies": "to_handle",
}  # their names in the staff's bar

FIRST = 3
LOOKED_AT = 20  # of each pile, whose first rows are the most pressing
EVER = datetime(9000, 1, 1, tzinfo=UTC)  # the end of what has none
GOES_ON = {DemandState.IN_HAND}  # what is under way by itself; everything else waits for somebody to take it up


class Urgent(NamedTuple):
    """A demand that comes first today, and the pile it lies in."""

    pile: str
    demand: ListedDemand


class Pile(NamedTuple):
    """The pile somebody works through: its first rows, and where it goes on after the demand at hand."""

    name: str
    rows: Sequence[ListedDemand]
    next: ListedDemand | None


def pile_page(community: Community, person: Person, name: str, after: str = "") -> Page[ListedDemand]:
    """One page of a pile, the most pressing first; one statement."""
    return PILES[name](community, person, after)


def pile_around(community: Community, person: Person, name: str, number: int) -> Pile:
    """A pile as it is while one works on the demand of this number; one statement."""
    rows = pile_page(community, person, name).rows
    here = next((place for place, one in enumerate(rows) if one.number == number), -1)
    others = [*rows[here + 1 :], *rows[: max(here, 0)]]
    return Pile(name, rows, others[0] if others else None)


def first_today(community: Community, person: Person, names: Collection[str]) -> list[Urgent]:
    """What comes first of somebody's piles: danger, what is due today or was before, what is to be taken up, then the rest.

    Of each kind the one that is due first; one statement a pile, of those named only.
    """
    read: dict[str, Callable[[], Sequence[ListedDemand]]] = {
        "bodies": lambda: demands_with_bodies(community, led_by(community, person), LOOKED_AT),
        "committee": lambda: demands_with_committee(community, LOOKED_AT),
    }
    found = [Urgent(name, demand) for name in read if name in names for demand in read[name]()]
    once = {one.demand.id: one for one in reversed(found)}  # the committee's own body has what lies in both
    today = clock.local(clock.now(), community.time_zone).date()

    def _turn(one: Urgent) -> tuple[int, datetime]:
        due = one.demand.due_at or EVER
        if one.demand.is_danger:
            return -1, due
        if one.demand.is_overdue or clock.local(due, community.time_zone).date() <= today:
            return 0, due
        return 1 + (one.demand.state in GOES_ON), due

    return sorted(once.values(), key=_turn)[:FIRST]

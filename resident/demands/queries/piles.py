"""The piles of the desk, page by page, and what comes after one demand of them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from resident.accounts.models import Person
from resident.communities.models import Community
from resident.demands.queries.lists import ListedDemand
from resident.demands.queries.work import bodies_page, committee_page, taken_over_page
from resident.organizations.permissions import led_by
from resident.web.keyset import Page

PILES: dict[str, Callable[[Community, Person, str], Page[ListedDemand]]] = {
    "committee": lambda community, _person, after: committee_page(community, after),
    "earlier": lambda community, _person, after: taken_over_page(community, after),
    "bodies": lambda community, person, after: bodies_page(community, led_by(community, person), after),
}
WORK = {"committee": "to_assign", "earlier": "taken_over", "bodies": "to_handle"}  # their names in the staff's bar


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

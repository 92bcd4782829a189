"""The plan of the estate (小区平面图): where its buildings stand on a grid, and where those that nobody has placed yet go.

Whole fields, counted from the upper left corner. Nothing here knows the database or a page.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations, count
from typing import NamedTuple

from resident.communities.doors import same_name
from resident.communities.models import BuildingKind

SHOWN_COLUMNS = 7  # as many as a phone shows with 44 px for each; a wider plan scrolls in its frame
MOST_COLUMNS, MOST_ROWS, MOST_FIELDS = 30, 60, 6
FEW = 12  # so many have room to be drawn large
SIZES = {True: (2, 2), False: (1, 1)}
BESIDE = (2, 1)  # of what is no building: their names are words, not numbers


class Spot(NamedTuple):
    """Where something stands: its upper left field, and over how many fields it goes."""

    column: int
    row: int
    width: int = 1
    height: int = 1

    def meets(self, other: "Spot") -> bool:
        """Whether the two share a field."""
        return (
            self.column < other.column + other.width
            and other.column < self.column + self.width
            and self.row < other.row + other.height
            and other.row < self.row + self.height
        )


class Site(NamedTuple):
    """A building as one chooses it: its name and kind; an archived one stays on what names it and is chosen no more."""

    id: int
    name: dict[str, str]
    archived_at: datetime | None
    kind: str = BuildingKind.BUILDING
    spot: Spot | None = None


class Placed(NamedTuple):
    """A building on the plan."""

    id: int
    name: dict[str, str]
    kind: str
    spot: Spot


class Plan(NamedTuple):
    """The plan of an estate: everything in use, each at its spot, and how far it reaches."""

    columns: int
    rows: int
    places: tuple[Placed, ...]

    @property
    def is_wide(self) -> bool:
        """Whether a phone cannot show its whole width."""
        return self.columns > SHOWN_COLUMNS


def plan_with(grids: Iterable[Sequence[Site]]) -> Plan:
    """The plan of what stands in each grid: what has a spot keeps it, everything else goes to the first free one.

    The first plan of a community is laid out by this alone, each grid beginning in a row of its own.
    """
    blocks = [list(sites) for sites in grids]
    size = SIZES[sum(map(len, blocks)) <= FEW]
    taken = [site.spot for sites in blocks for site in sites if site.spot]
    placed: list[Placed] = []
    for sites in blocks:
        top = max((spot.row + spot.height for spot in taken), default=0)
        for site in sites:
            spot = site.spot or _first_free(size if site.kind == BuildingKind.BUILDING else BESIDE, taken, top)
            if site.spot is None:
                taken.append(spot)
            placed.append(Placed(site.id, site.name, site.kind, spot))
    return _around(placed)


def plan_at(plan: Plan, spots: Mapping[int, Spot]) -> Plan:
    """The same plan with things at other spots, as far as these are on a plan."""
    moved = {number: spot for number, spot in spots.items() if is_inside(spot)}
    return _around([one._replace(spot=moved.get(one.id, one.spot)) for one in plan.places])


def _around(placed: Sequence[Placed]) -> Plan:
    columns = max((one.spot.column + one.spot.width for one in placed), default=0)
    rows = max((one.spot.row + one.spot.height for one in placed), default=0)
    return Plan(max(columns, SHOWN_COLUMNS), rows, tuple(placed))


def _first_free(size: tuple[int, int], taken: list[Spot], top: int) -> Spot:
    width, height = size
    for row in count(top):
        for column in range(SHOWN_COLUMNS - width + 1):
            spot = Spot(column, row, width, height)
            if not any(spot.meets(other) for other in taken):
                return spot
    raise AssertionError("rows never end")


def place_named(plan: Plan, words: Mapping[str, str]) -> int:
    """The number of the place that a text in two languages names, as people write it: 6栋一楼活动室 is at 6栋.

    The longest name that stands in it, so that 东门花园 is not at 东门, and 6栋 is never found in 16栋; 0 for none.
    """
    found = [
        (len(name), place.id)
        for place in plan.places
        for language, text in words.items()
        if (name := same_name(place.name.get(language, ""))) and _stands_in(name, same_name(text))
    ]
    return max(found, key=lambda one: one[0])[1] if found else 0


def _stands_in(name: str, text: str) -> bool:
    before, is_there, after = text.partition(name)
    cuts_number = (before[-1:].isdigit() and name[:1].isdigit()) or (after[:1].isdigit() and name[-1:].isdigit())
    cuts_word = before[-1:].isascii() and before[-1:].isalpha() and name[:1].isascii() and name[:1].isalpha()
    return bool(is_there) and not cuts_number and not cuts_word


def first_overlap(spots: dict[int, Spot]) -> tuple[int, int] | None:
    """The numbers of two that stand on one field, the later one second; None where each has its own."""
    for (one, spot), (other, there) in combinations(spots.items(), 2):
        if spot.meets(there):
            return one, other
    return None


def is_inside(spot: Spot) -> bool:
    """Whether a spot is one of the largest plan that there can be."""
    return (
        min(spot.column, spot.row) >= 0
        and 1 <= spot.width <= MOST_FIELDS
        and 1 <= spot.height <= MOST_FIELDS
        and spot.column + spot.width <= MOST_COLUMNS
        and spot.row + spot.height <= MOST_ROWS
    )

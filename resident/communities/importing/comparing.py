"""What would come of a sheet here: what is new, what changes, what is wrong beside what is here already."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from resident.communities.doors import same_name
from resident.communities.importing.doorplates import kin
from resident.communities.importing.reading import House, Said
from resident.communities.importing.wrong import Wrong
from resident.communities.models import BuildingKind
from resident.i18n import LANGUAGES, tr_text
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words

CHINESE, ENGLISH = LANGUAGES


class GridHere(NamedTuple):
    """A grid of the community."""

    id: int
    name: dict[str, str]
    is_archived: bool


class BuildingHere(NamedTuple):
    """A building of the community, or what stands beside buildings."""

    id: int
    name: dict[str, str]
    grid_id: int
    is_archived: bool
    kind: str


class Here(NamedTuple):
    """What a community has already; homes are building, unit and room."""

    grids: tuple[GridHere, ...]
    buildings: tuple[BuildingHere, ...]
    homes: frozenset[tuple[int, str, str]]


Place = TypeVar("Place", GridHere, BuildingHere)


class NewGrid(NamedTuple):
    """A grid that is not here yet."""

    key: str
    name: dict[str, str]


class NewHouse(NamedTuple):
    """A building that is not here yet, and the key of its grid."""

    key: str
    name: dict[str, str]
    grid: str


class Moved(NamedTuple):
    """A building that the sheet has in another grid (by its key) than it is in."""

    id: int
    name: dict[str, str]
    before: dict[str, str]
    grid: str


class NewHomes(NamedTuple):
    """The homes of one building that are not here yet: unit and room; `id` is 0 for a new building."""

    key: str
    id: int
    name: dict[str, str]
    homes: tuple[tuple[str, str], ...]


class Outcome(NamedTuple):
    """What taking a sheet over would do. `grids_here` are the numbers of known grids by their keys."""

    grids: tuple[NewGrid, ...]
    houses: tuple[NewHouse, ...]
    moved: tuple[Moved, ...]
    homes: tuple[NewHomes, ...]
    known: int  # homes that are here already
    grids_here: Mapping[str, int]
    names: Mapping[str, dict[str, str]]  # of grids, by their keys
    wrong: tuple[Wrong, ...]

    @property
    def new_homes(self) -> int:
        """How many homes are new."""
        return sum(len(one.homes) for one in self.homes)

    @property
    def changes(self) -> bool:
        """Whether there is anything to take over."""
        return bool(self.grids or self.houses or self.moved or self.homes)

    @property
    def mark(self) -> str:
        """By which one knows that what was shown is still what would be done."""
        return hashlib.sha256(repr((self.grids, self.houses, self.moved, self.homes)).encode()).hexdigest()[:32]


def compare(said: Said, here: Here) -> Outcome:
    """What would come of a sheet in a community as it is now."""
    return _Comparison(said, here).outcome()


class _Comparison:
    def __init__(self, said: Said, here: Here) -> None:
        self.said, self.here = said, here
        self.wrong = list(said.wrong)
        self.grids = dict(_keyed(one for one in here.grids if not one.is_archived))
        self.old_grids = dict(_keyed(one for one in here.grids if one.is_archived))
        self.buildings = dict(_keyed(one for one in here.buildings if not one.is_archived))
        self.old_buildings = dict(_keyed(one for one in here.buildings if one.is_archived))
        self.kin: dict[str, list[BuildingHere]] = {}
        for key, building in self.buildings.items():
            self.kin.setdefault(kin(key), []).append(building)

    def outcome(self) -> Outcome:
        """Grids first, then buildings in them, then homes in these."""
        grids = tuple(self._new_grids())
        matched = {key: self._match(house) for key, house in self.said.houses.items()}
        houses = tuple(
            filter(None, (self._new_house(key, house) for key, house in self.said.houses.items() if not matched[key]))
        )
        moved = tuple(filter(None, (self._moved(house, matched[key]) for key, house in self.said.houses.items())))
        homes = tuple(one for key in self.said.houses if (one := self._new_homes(key, matched[key])).homes)
        names = {key: grid.name for key, grid in self.grids.items()} | {grid.key: grid.name for grid in grids}
        known = sum(len(house.homes) for house in self.said.houses.values()) - sum(len(one.homes) for one in homes)
        ids = {key: grid.id for key, grid in self.grids.items()}
        return Outcome(grids, houses, moved, homes, known, ids, names, tuple(self.wrong))

    def _new_grids(self) -> Iterable[NewGrid]:
        for key, (name, at) in self.said.grids.items():
            if key in self.grids:
                continue
            if key in self.old_grids:
                words = _l("This grid is archived. Bring it back first, or write another one.")
                self.wrong.append(Wrong(at, words, name))
            yield NewGrid(key, _in_its_language(name))

    def _match(self, house: House) -> BuildingHere | None:
        """The building that is meant, where it is here."""
        key = same_name(house.name)
        found = self.buildings.get(key)
        if found is not None and found.kind != BuildingKind.BUILDING:
            self._refuse(house, _l("Nobody lives there: it is no building here."))
        if found is None and key in self.old_buildings:
            self._refuse(house, _l("This building is archived. Bring it back first, or take it out of the sheet."))
        relatives = self.kin.get(kin(house.name), [])
        if found is None and relatives:
            there = tr_text(relatives[0].name)
            self._refuse(
                house, _l("There is %(there)s already. Write it like that if it is the same building.", there=there)
            )
        return found

    def _new_house(self, key: str, house: House) -> NewHouse | None:
        keys = {*self.grids, *self.said.grids}
        grid = house.grid or (next(iter(keys)) if len(keys) == 1 else "")
        if not grid:
            self._refuse(house, _l("In which grid is this building? Add a column that says it."))
            return None
        return NewHouse(key, _in_its_language(house.name), grid)

    def _moved(self, house: House, building: BuildingHere | None) -> Moved | None:
        if building is None or not house.grid:
            return None
        now = next(grid for grid in self.here.grids if grid.id == building.grid_id)
        is_there = house.grid in self.grids and self.grids[house.grid].id == now.id
        return None if is_there else Moved(building.id, building.name, now.name, house.grid)

    def _new_homes(self, key: str, building: BuildingHere | None) -> NewHomes:
        house = self.said.houses[key]
        if building is None:
            return NewHomes(key, 0, _in_its_language(house.name), tuple(house.homes))
        new = tuple(home for home in house.homes if (building.id, *home) not in self.here.homes)
        return NewHomes(key, building.id, building.name, new)

    def _refuse(self, house: House, words: Words) -> None:
        self.wrong.append(Wrong(house.at, words, house.name))


def _keyed(places: Iterable[Place]) -> Iterable[tuple[str, Place]]:
    """Under every name a place has."""
    for place in places:
        for name in place.name.values():
            if name:
                yield same_name(name), place


def _in_its_language(name: str) -> dict[str, str]:
    """A name of latin words alone is English."""
    is_english = name.isascii() and any(sign.isalpha() for sign in name) and len(name) > 2
    return {CHINESE: "" if is_english else name, ENGLISH: name if is_english else ""}

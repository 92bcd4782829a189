"""Grids and buildings, which administrators keep (else NotAllowed).

What is archived leaves the choices and stays on everything that names it.
"""

from typing import TypeVar

from sqlalchemy import bindparam, func, select

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.actions.planning import take_off
from resident.communities.context import community_of
from resident.communities.doors import same_name
from resident.communities.models import Building, BuildingKind, Community, Grid
from resident.communities.permissions import can_administer
from resident.db import db, lock, take_turns
from resident.i18n import LANGUAGES, is_same
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId
from resident.statements import column, value
from resident.web.errors import Conflict, Invalid, NotHere
from resident.web.guards import allow
from resident.web.versions import new_in, require_version

Place = TypeVar("Place", Grid, Building)
_IN_USE = select(Building.id).where(Building.grid_id == bindparam("grid"), Building.archived_at.is_(None)).limit(1)
_LAST = {
    kind: select(func.max(kind.position)).where(kind.community_id == bindparam("community"))
    for kind in (Grid, Building)
}
_OTHERS = {
    kind: select(kind.name).where(
        kind.community_id == bindparam("community"), kind.archived_at.is_(None), kind.id != bindparam("but")
    )
    for kind in (Grid, Building)
}


class GridInUse(Conflict):
    """A grid with buildings in it cannot be archived."""

    title = _l("This grid still has buildings")
    message = _l("Move its buildings to another grid or archive them first.")


class GridArchived(Conflict):
    """A building cannot come back into a grid that is archived."""

    title = _l("Its grid is archived")
    message = _l("Bring the grid back first, or move the building to another one.")


def add_grid(*, community: Community, name: dict[str, str], by: Actor) -> Grid:
    """A new grid behind the others. Raises Invalid for a name that is empty or taken."""
    _take_turn(Grid, community.id)
    allow(can_administer(by, community))
    _check_name(Grid, community, name)
    return make_grid(community=community, name=name, position=_behind(Grid, community), by=by)


def edit_grid(*, grid: Grid, version: int, name: dict[str, str], by: Actor) -> None:
    """Rename a grid. Raises Changed, Invalid for a name that is empty or taken."""
    _lock(grid, by)
    if not new_in(grid, name=name):
        return
    require_version(grid, version)
    if not is_same(name, grid.name):
        _check_name(Grid, community_of(grid), name, but=grid.id)
    grid.name = name
    grid.version += 1
    record("grid.edited", grid, by=by)
    db.session.flush()


def archive_grid(*, grid: Grid, by: Actor) -> None:
    """Take an empty grid out of the choices; twice is the same. Raises GridInUse."""
    _lock(grid, by)
    if grid.archived_at is None and value(_IN_USE, grid=grid.id) is not None:
        raise GridInUse
    _archive(grid, "grid.archived", by)


def restore_grid(*, grid: Grid, by: Actor) -> None:
    """Bring an archived grid back; twice is the same. Raises Invalid where its name is taken by now."""
    _lock(grid, by)
    _restore(grid, "grid.restored", by)


def add_building(
    *,
    community: Community,
    grid: Grid,
    name: dict[str, str],
    kind: str = BuildingKind.BUILDING,
    by: Actor,
) -> Building:
    """A new building in a grid, behind the others, or a gate, garden or car park, which it stays: homes are in buildings alone.

    Raises Invalid for a name that is empty or taken, or for a grid one cannot choose.
    """
    _take_turn(Building, community.id)
    allow(can_administer(by, community))
    _check_name(Building, community, name)
    _check_grid(grid, community)
    last = _behind(Building, community)
    return make_building(community=community, grid_id=grid.id, name=name, position=last, kind=BuildingKind(kind), by=by)


def make_grid(*, community: Community, name: dict[str, str], position: int, by: Actor) -> Grid:
    """Write a grid whose name was looked at, by whom may. Raises NotAllowed."""
    allow(can_administer(by, community))
    return _added(Grid(community_id=community.id, name=name, position=position), "grid.added", by)


def make_building(
    *,
    community: Community,
    grid_id: int,
    name: dict[str, str],
    position: int,
    kind: BuildingKind = BuildingKind.BUILDING,
    by: Actor,
) -> Building:
    """Write a building whose name and grid were looked at, by whom may. Raises NotAllowed."""
    allow(can_administer(by, community))
    building = Building(community_id=community.id, grid_id=grid_id, name=name, position=position, kind=kind)
    return _added(building, "building.added", by)


def edit_building(*, building: Building, version: int, grid: Grid, name: dict[str, str], by: Actor) -> None:
    """Rename a building or put it into another grid, behind the others. Raises Changed, and Invalid as `add_building` does."""
    _lock(building, by)
    if not new_in(building, name=name, grid_id=grid.id):
        return
    require_version(building, version)
    if not is_same(name, building.name):
        _check_name(Building, community_of(building), name, but=building.id)
    if grid.id != building.grid_id:
        _check_grid(grid, community_of(building))
        building.position = _behind(Building, community_of(building))
    building.name, building.grid = name, grid
    building.version += 1
    record("building.edited", building, by=by)
    db.session.flush()


def archive_building(*, building: Building, by: Actor) -> None:
    """Take a building out of the choices and off the plan; homes and demands in it keep it. Twice is the same."""
    _lock(building, by)
    take_off(building)
    _archive(building, "building.archived", by)


def restore_building(*, building: Building, by: Actor) -> None:
    """Bring an archived building back; twice is the same. Raises GridArchived, and Invalid as `restore_grid` does."""
    _take_turn(Building, building.community_id)
    lock(building.grid, building)
    allow(can_administer(by, community_of(building)))
    if building.grid.archived_at is not None:
        raise GridArchived
    _restore(building, "building.restored", by)


def _take_turn(kind: type[Grid] | type[Building], community_id: CommunityId) -> None:
    """One at a time changes the list of a community: two at once would both find a name free. Always before any row."""
    take_turns(f"{kind.__tablename__}s of {community_id}")


def _lock(place: Grid | Building, by: Actor) -> None:
    _take_turn(type(place), place.community_id)
    lock(place)
    allow(can_administer(by, community_of(place)))


def _behind(kind: type[Grid] | type[Building], community: Community) -> int:
    """The position behind all others."""
    return int(value(_LAST[kind], community=community.id) or 0) + 1


def _added(place: Place, event: str, by: Actor) -> Place:
    db.session.add(place)
    db.session.flush()
    record(event, place, by=by)
    return place


def _archive(place: Grid | Building, event: str, by: Actor) -> None:
    if place.archived_at is None:
        place.archived_at = clock.now()
        record(event, place, by=by)
        db.session.flush()


def _restore(place: Grid | Building, event: str, by: Actor) -> None:
    if place.archived_at is not None:
        _check_name(type(place), community_of(place), place.name)
        place.archived_at = None
        record(event, place, by=by)
        db.session.flush()


def _check_grid(grid: Grid, community: Community) -> None:
    """The grid must be one of this community's; its lock keeps it from being archived meanwhile."""
    if grid.community_id != community.id:
        raise NotHere
    lock(grid)
    if grid.archived_at is not None:
        raise Invalid("grid", _l("This grid is archived. Choose another one."))


def _check_name(kind: type[Grid] | type[Building], community: Community, name: dict[str, str], but: int = 0) -> None:
    """One name stands for one place in use: nobody could tell two of them apart."""
    if not any(name.values()):
        raise Invalid("name", _l("Please fill this in, in at least one language."))
    others = column(_OTHERS[kind], community=community.id, but=but)
    taken = {(code, same_name(other[code])) for other in others for code in LANGUAGES if other.get(code)}
    for code in LANGUAGES:
        if (code, same_name(name.get(code, ""))) in taken:
            raise Invalid(f"name_{code}", _l("There is one of this name already."))

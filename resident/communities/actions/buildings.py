"""Buildings and other places: added, moved, archived and brought back."""

from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.actions.places import added, archive, check_name, lock_place, restore, take_turn
from resident.communities.actions.planning import take_off
from resident.communities.context import community_of
from resident.communities.models import Building, BuildingKind, Community, Grid
from resident.communities.permissions import can_administer
from resident.db import db, lock
from resident.i18n import is_same
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Conflict, Invalid, NotHere
from resident.web.guards import allow
from resident.web.versions import new_in, require_version


class GridArchived(Conflict):
    """A building cannot come back into a grid that is archived."""

    title = _l("Its grid is archived")
    message = _l("Bring the grid back first, or move the building to another one.")


def add_building(
    *,
    community: Community,
    grid: Grid,
    name: dict[str, str],
    position: int,
    kind: str = BuildingKind.BUILDING,
    by: Actor,
) -> Building:
    """A new building in a grid, or a gate, garden or car park, which it stays: homes are in buildings alone.

    Raises Invalid for a name that is empty or taken, or for a grid one cannot choose.
    """
    take_turn(Building, community.id)
    allow(can_administer(by, community))
    check_name(Building, community, name)
    _check_grid(grid, community)
    kind = BuildingKind(kind)
    building = Building(community_id=community.id, grid_id=grid.id, name=name, position=position, kind=kind)
    return added(place=building, event="building.added", by=by)


def edit_building(
    *, building: Building, version: int, grid: Grid, name: dict[str, str], position: int, by: Actor
) -> None:
    """Rename, reorder or move a building. Raises Changed, and Invalid as `add_building` does."""
    lock_place(place=building, by=by)
    if not new_in(building, name=name, position=position, grid_id=grid.id):
        return
    require_version(building, version)
    if not is_same(name, building.name):
        check_name(Building, community_of(building), name, but=building.id)
    if grid.id != building.grid_id:
        _check_grid(grid, community_of(building))
    building.name, building.position, building.grid = name, position, grid
    building.version += 1
    record("building.edited", building, by=by)
    db.session.flush()


def archive_building(*, building: Building, by: Actor) -> None:
    """Take a building out of the choices and off the plan; homes and demands in it keep it. Twice is the same."""
    lock_place(place=building, by=by)
    take_off(building)
    archive(place=building, event="building.archived", by=by)


def restore_building(*, building: Building, by: Actor) -> None:
    """Bring an archived building back; twice is the same. Raises GridArchived, and Invalid as `restore_grid` does."""
    take_turn(Building, building.community_id)
    lock(building.grid, building)
    allow(can_administer(by, community_of(building)))
    if building.grid.archived_at is not None:
        raise GridArchived
    restore(place=building, event="building.restored", by=by)


def _check_grid(grid: Grid, community: Community) -> None:
    """The grid must be one of this community's; its lock keeps it from being archived meanwhile."""
    if grid.community_id != community.id:
        raise NotHere
    lock(grid)
    if grid.archived_at is not None:
        raise Invalid("grid", _l("This grid is archived. Choose another one."))

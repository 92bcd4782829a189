"""Grids: added, renamed, archived and brought back."""

from sqlalchemy import bindparam, select

from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.actions.places import added, archive, check_name, lock_place, restore, take_turn
from resident.communities.context import community_of
from resident.communities.models import Building, Community, Grid
from resident.communities.permissions import can_administer
from resident.db import db
from resident.i18n import is_same
from resident.i18n import lazy_gettext as _l
from resident.statements import value
from resident.web.errors import Conflict
from resident.web.guards import allow
from resident.web.versions import new_in, require_version

_IN_USE = select(Building.id).where(Building.grid_id == bindparam("grid"), Building.archived_at.is_(None)).limit(1)


class GridInUse(Conflict):
    """A grid with buildings in it cannot be archived."""

    title = _l("This grid still has buildings")
    message = _l("Move its buildings to another grid or archive them first.")


def add_grid(*, community: Community, name: dict[str, str], position: int, by: Actor) -> Grid:
    """A new grid; `position` orders them. Raises Invalid for a name that is empty or taken."""
    take_turn(Grid, community.id)
    allow(can_administer(by, community))
    check_name(Grid, community, name)
    grid = Grid(community_id=community.id, name=name, position=position)
    return added(place=grid, event="grid.added", by=by)


def edit_grid(*, grid: Grid, version: int, name: dict[str, str], position: int, by: Actor) -> None:
    """Rename or reorder a grid. Raises Changed, Invalid for a name that is empty or taken."""
    lock_place(place=grid, by=by)
    if not new_in(grid, name=name, position=position):
        return
    require_version(grid, version)
    if not is_same(name, grid.name):
        check_name(Grid, community_of(grid), name, but=grid.id)
    grid.name, grid.position = name, position
    grid.version += 1
    record("grid.edited", grid, by=by)
    db.session.flush()


def archive_grid(*, grid: Grid, by: Actor) -> None:
    """Take an empty grid out of the choices; twice is the same. Raises GridInUse."""
    lock_place(place=grid, by=by)
    if grid.archived_at is None and value(_IN_USE, grid=grid.id) is not None:
        raise GridInUse
    archive(place=grid, event="grid.archived", by=by)


def restore_grid(*, grid: Grid, by: Actor) -> None:
    """Bring an archived grid back; twice is the same. Raises Invalid where its name is taken by now."""
    lock_place(place=grid, by=by)
    restore(place=grid, event="grid.restored", by=by)

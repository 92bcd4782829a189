"""Grids and buildings in the order in which people choose from them, which administrators keep (else NotAllowed)."""

from sqlalchemy import bindparam, select

from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Building, Grid
from resident.communities.permissions import can_administer
from resident.db import db, lock, take_turns
from resident.statements import entities
from resident.web.guards import allow
from resident.web.ordering import passes

_GRIDS = (
    select(Grid)
    .where(Grid.community_id == bindparam("community"), Grid.archived_at.is_(None))
    .order_by(Grid.position, Grid.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
_BUILDINGS = (
    select(Building)
    .where(Building.grid_id == bindparam("grid"), Building.archived_at.is_(None))
    .order_by(Building.position, Building.id)
    .with_for_update(of=Building)
    .execution_options(populate_existing=True)
)


def move_grid(*, grid: Grid, past: int, up: bool, by: Actor) -> None:
    """Put a grid before (`up`) or behind the grid `past`; where it stands there already, nothing happens."""
    _take_turn(grid, by)
    if passes(grid, past, up=up, among=entities(_GRIDS, community=grid.community_id)):
        record("grid.moved", grid, by=by)
        db.session.flush()


def move_building(*, building: Building, past: int, up: bool, by: Actor) -> None:
    """The same with the buildings of one grid."""
    _take_turn(building, by)
    if passes(building, past, up=up, among=entities(_BUILDINGS, grid=building.grid_id)):
        record("building.moved", building, by=by)
        db.session.flush()


def _take_turn(place: Grid | Building, by: Actor) -> None:
    """As whoever adds or renames one does: one at a time changes the list of a community."""
    take_turns(f"{place.__tablename__}s of {place.community_id}")
    lock(place)
    allow(can_administer(by, community_of(place)))

"""Grids and what stands in them, one by one and on the plan."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, bindparam, select

from resident.communities.estate import Plan, Site, Spot, plan_with
from resident.communities.models import Building, BuildingKind, Community, EstatePlan, Grid, PlanPlace
from resident.memory import remembered
from resident.statements import entity, rows, value


class Choice(NamedTuple):
    """A grid, or the building of a home, by its name; an archived one stays on what names it and is chosen no more."""

    id: int
    name: dict[str, str]
    archived_at: datetime | None


class GridPlan(NamedTuple):
    """One grid with the buildings in it."""

    grid: Choice
    buildings: tuple[Site, ...]


_HERE: BindParameter[int] = bindparam("community")
_GRIDS = select(Grid.id, Grid.name, Grid.archived_at).where(Grid.community_id == _HERE).order_by(Grid.position, Grid.id)
_BUILDINGS = (
    select(
        Building.grid_id,
        Building.id,
        Building.name,
        Building.archived_at,
        Building.kind,
        PlanPlace.column,
        PlanPlace.row,
        PlanPlace.width,
        PlanPlace.height,
    )
    .outerjoin(PlanPlace, PlanPlace.building_id == Building.id)
    .where(Building.community_id == _HERE)
    .order_by(Building.position, Building.id)
)
_GRID = select(Grid).where(Grid.community_id == _HERE, Grid.id == bindparam("grid"))
_BUILDING = select(Building).where(Building.community_id == _HERE, Building.id == bindparam("building"))
_PLAN_VERSION = select(EstatePlan.version).where(EstatePlan.community_id == _HERE)


def _plans(community: Community) -> tuple[GridPlan, ...]:
    """All grids with all their buildings in their order; two statements, remembered until one of them changes."""
    return remembered(("places", community.id, community.settings), lambda: _read_plans(community))


def _read_plans(community: Community) -> tuple[GridPlan, ...]:
    buildings: dict[int, list[Site]] = {}
    for grid_id, site in rows(_site, _BUILDINGS, community=community.id):
        buildings.setdefault(grid_id, []).append(site)
    grids_here = rows(Choice, _GRIDS, community=community.id)
    return tuple(GridPlan(grid, tuple(buildings.get(grid.id, ()))) for grid in grids_here)


def _site(
    grid_id: int, site_id: int, name: dict[str, str], archived_at: datetime | None, kind: str, *spot: Any
) -> tuple[int, Site]:
    return grid_id, Site(site_id, name, archived_at, kind, None if spot[0] is None else Spot(*spot))


def buildings_by_grid(community: Community, *, archived: bool = False) -> list[GridPlan]:
    """Grids in use with what is in use in them, in their order; with `archived` all of them."""
    plans = _plans(community)
    return list(plans) if archived else [_in_use(plan) for plan in plans if plan.grid.archived_at is None]


def _in_use(plan: GridPlan) -> GridPlan:
    return GridPlan(plan.grid, tuple(one for one in plan.buildings if one.archived_at is None))


def plan_version_of(community: Community) -> int:
    """How often the plan of the estate was drawn; 0 as long as it is laid out by itself. One statement."""
    return int(value(_PLAN_VERSION, community=community.id) or 0)


def houses_by_grid(community: Community) -> list[GridPlan]:
    """Grids in use with the buildings that people live in, in their order."""
    return [
        GridPlan(grid, tuple(one for one in sites if one.kind == BuildingKind.BUILDING))
        for grid, sites in buildings_by_grid(community)
    ]


def plan_of(community: Community) -> Plan:
    """The plan of the estate with everything in use; remembered with the lists of places."""
    return remembered(
        ("plan", community.id, community.settings),
        lambda: plan_with(plan.buildings for plan in buildings_by_grid(community)),
    )


def grids(community: Community, *, but: int = 0) -> list[Choice]:
    """The grids one can choose in their order, and the one numbered `but` even when it is archived."""
    return [plan.grid for plan in _plans(community) if plan.grid.archived_at is None or plan.grid.id == but]


def buildings(community: Community) -> list[Site]:
    """The buildings, gates, gardens and car parks one can choose, by grid and in their order."""
    return [building for plan in _plans(community) for building in _in_use(plan).buildings]


def building_of(community: Community, building_id: int) -> Building | None:
    """This community's building of this number, archived or not; None for another community's."""
    building: Building | None = entity(_BUILDING, community=community.id, building=building_id)
    return building


def grid_of(community: Community, grid_id: int) -> Grid | None:
    """This community's grid of this number, archived or not; None for another community's."""
    grid: Grid | None = entity(_GRID, community=community.id, grid=grid_id)
    return grid

"""Reading communities, their places and their people for a page."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, bindparam, func, select

from resident import clock
from resident.accounts.absence import rests
from resident.accounts.models import Person, PersonRow
from resident.columns import UtcDateTime
from resident.communities.context import community_by_id
from resident.communities.estate import Plan, Site, Spot, plan_with
from resident.communities.models import (
    Building,
    BuildingKind,
    Community,
    CommunityFigures,
    CommunityRow,
    EstatePlan,
    Grid,
    Household,
    Membership,
    PlanPlace,
    Role,
    RoleGrant,
)
from resident.db import db
from resident.ids import PersonId
from resident.memory import remembered
from resident.statements import column, entity, row, rows, value, written

COUNT_LASTS = timedelta(minutes=30)  # the worker counts every few minutes; where it stands still, the page counts again


class Choice(NamedTuple):
    """A grid, or the building of a home, by its name; an archived one stays on what names it and is chosen no more."""

    id: int
    name: dict[str, str]
    archived_at: datetime | None


class GridPlan(NamedTuple):
    """One grid with the buildings in it."""

    grid: Choice
    buildings: tuple[Site, ...]


class Doorplate(NamedTuple):
    """A home as its door says it."""

    building_id: int
    building: Choice
    unit: str
    room: str


class Home(NamedTuple):
    """Where a person lives in a community, as far as it is known, and since when that is confirmed."""

    household: Doorplate | None
    confirmed_at: datetime | None


class HeldRole(NamedTuple):
    """A role that a person holds now."""

    id: int
    role: str
    granted_at: datetime


class Holder(NamedTuple):
    """Somebody with roles, in the order of their weight."""

    id: PersonId
    display_name: str
    roles: tuple[str, ...]


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
_HOME = (
    select(
        Membership.confirmed_at,
        Household.building_id,
        Household.unit,
        Household.room,
        Building.name,
        Building.archived_at,
    )
    .outerjoin(Household, Household.id == Membership.household_id)
    .outerjoin(Building, Building.id == Household.building_id)
    .where(Membership.community_id == _HERE, Membership.person_id == bindparam("person"))
)
_PLAN_VERSION = select(EstatePlan.version).where(EstatePlan.community_id == _HERE)
_HELD = RoleGrant.community_id == _HERE, RoleGrant.ended_at.is_(None)
_HOLDERS = (
    select(RoleGrant.person_id, PersonRow.display_name, RoleGrant.role)
    .join(PersonRow, PersonRow.id == RoleGrant.person_id)
    .where(*_HELD)
    .order_by(RoleGrant.role, RoleGrant.id)
)
_ROLES = (
    select(RoleGrant.id, RoleGrant.role, RoleGrant.granted_at)
    .where(*_HELD, RoleGrant.person_id == bindparam("person"))
    .order_by(RoleGrant.id)
)
_GRANT = select(RoleGrant).where(RoleGrant.community_id == _HERE, RoleGrant.id == bindparam("grant"))
_WITH_ROLE = (
    select(RoleGrant.person_id)
    .where(*_HELD, RoleGrant.role.in_(bindparam("roles", expanding=True)), ~rests(RoleGrant.person_id))
    .distinct()
    .order_by(RoleGrant.person_id)
)
_RESIDENTS = select(func.count(Membership.id)).where(
    Membership.community_id == _HERE, Membership.confirmed_at.is_not(None)
)
_COUNTED_RESIDENTS = select(CommunityFigures.confirmed_residents).where(
    CommunityFigures.community_id == _HERE, CommunityFigures.counted_at > bindparam("since", type_=UtcDateTime)
)


def count_residents(community: Community) -> int:
    """Count the people whose homes are confirmed; one statement over all of them."""
    return int(value(_RESIDENTS, community=community.id))


def residents_of(community: Community) -> int:
    """How many live here, as the worker counted them last; counted now where it has not. One statement, or two."""
    counted: int | None = value(_COUNTED_RESIDENTS, community=community.id, since=clock.now() - COUNT_LASTS)
    return count_residents(community) if counted is None else counted


_ADMINISTERED = (
    select(RoleGrant.community_id)
    .where(
        RoleGrant.person_id == bindparam("person"),
        RoleGrant.role == written(Role.ADMINISTRATOR),
        RoleGrant.ended_at.is_(None),
    )
    .order_by(RoleGrant.community_id)
)


def administered_by(person: Person) -> list[Community]:
    """The communities that this person runs, in a fixed order."""
    return [community_by_id(community_id) for community_id in column(_ADMINISTERED, person=person.id)]


def community_row(community: Community) -> CommunityRow:
    """The row of a community, for an action or a form that changes it."""
    return db.session.get_one(CommunityRow, community.id)


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


def home_of(community: Community, person: Person) -> Home | None:
    """Where the person lives here; None for who does not belong to the community. One statement."""
    return row(_home, _HOME, community=community.id, person=person.id)


def _home(
    confirmed_at: datetime | None,
    building_id: int | None,
    unit: str,
    room: str,
    name: dict[str, str],
    archived_at: datetime | None,
) -> Home:
    if building_id is None:
        return Home(None, confirmed_at)
    return Home(Doorplate(building_id, Choice(building_id, name, archived_at), unit, room), confirmed_at)


def people_with_roles(community: Community) -> list[Holder]:
    """Who holds roles now, with all of them; administrators first, then in the order they were given. One statement."""
    holders: dict[PersonId, Holder] = {}
    for one in rows(_holder, _HOLDERS, community=community.id):
        before = holders.get(one.id)
        holders[one.id] = one._replace(roles=before.roles + one.roles) if before else one
    return list(holders.values())


def _holder(person_id: PersonId, display_name: str, role: str) -> Holder:
    return Holder(person_id, display_name, (role,))


def roles_of(community: Community, person: Person) -> list[HeldRole]:
    """The roles this person holds now; one statement."""
    return rows(HeldRole, _ROLES, community=community.id, person=person.id)


def grant_of(community: Community, grant_id: int) -> RoleGrant | None:
    """This community's grant of this number, ended or not; None for another community's."""
    grant: RoleGrant | None = entity(_GRANT, community=community.id, grant=grant_id)
    return grant


def people_with_role(community: Community, *roles: Role) -> list[PersonId]:
    """Ids of the people who hold one of these roles and do not rest now, for telling them something; one statement."""
    return column(_WITH_ROLE, community=community.id, roles=roles)

"""Reading communities, their places and their people for a page."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from resident.accounts.models import Person, PersonRow
from resident.communities.models import Building, Community, CommunityRow, Grid, Household, Membership, Role, RoleGrant
from resident.db import db

GRIDS_ORDER = (Grid.position, Grid.id)
BUILDINGS_ORDER = (*GRIDS_ORDER, Building.position, Building.id)


def community_row(community: Community) -> CommunityRow:
    """The row of a community, for an action or a form that changes it."""
    return db.session.get_one(CommunityRow, community.id)


@dataclass(frozen=True)
class GridPlan:
    """One grid with the buildings in it."""

    grid: Grid
    buildings: list[Building]


def buildings_by_grid(community: Community, *, archived: bool = False) -> list[GridPlan]:
    """Grids in use with their buildings in use, in their order; with `archived` all of them. Two statements."""
    grids = select(Grid).where(Grid.community_id == community.id).order_by(*GRIDS_ORDER)
    if not archived:
        grids = grids.where(Grid.archived_at.is_(None))
    plans = {grid.id: GridPlan(grid, []) for grid in db.session.scalars(grids)}
    for building in db.session.scalars(_buildings(community, archived=archived)):
        if building.grid_id in plans:
            plans[building.grid_id].buildings.append(building)
    return list(plans.values())


def grids(community: Community, *, but: int = 0) -> list[Grid]:
    """The grids one can choose in their order, and the one numbered `but` even when it is archived; one statement."""
    choosable = Grid.archived_at.is_(None) | (Grid.id == but)
    wanted = select(Grid).where(Grid.community_id == community.id, choosable)
    return list(db.session.scalars(wanted.order_by(*GRIDS_ORDER)))


def buildings(community: Community) -> list[Building]:
    """The buildings one can choose, by grid and in their order, each with its grid; one statement."""
    return list(db.session.scalars(_buildings(community)))


def _buildings(community: Community, *, archived: bool = False) -> Select[Building]:
    wanted = (
        select(Building)
        .join(Building.grid)
        .options(contains_eager(Building.grid))
        .where(Building.community_id == community.id)
        .order_by(*BUILDINGS_ORDER)
    )
    return wanted if archived else wanted.where(Building.archived_at.is_(None))


def building_of(community: Community, building_id: int) -> Building | None:
    """This community's building of this number, archived or not; None for another community's."""
    return db.session.scalar(select(Building).where(Building.community_id == community.id, Building.id == building_id))


def grid_of(community: Community, grid_id: int) -> Grid | None:
    """This community's grid of this number, archived or not; None for another community's."""
    return db.session.scalar(select(Grid).where(Grid.community_id == community.id, Grid.id == grid_id))


def home_of(community: Community, person: Person) -> Membership | None:
    """The person's membership with household and building; one statement."""
    wanted = (
        select(Membership)
        .where(Membership.community_id == community.id, Membership.person_id == person.id)
        .options(joinedload(Membership.household).joinedload(Household.building))
    )
    return db.session.scalar(wanted)


def people_with_roles(community: Community) -> list[tuple[PersonRow, list[RoleGrant]]]:
    """Who holds roles now, with all of them; administrators first, then in the order they were given. One statement."""
    wanted = (
        select(RoleGrant)
        .join(RoleGrant.person)
        .options(contains_eager(RoleGrant.person))
        .where(RoleGrant.community_id == community.id, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.role, RoleGrant.id)
    )
    people: dict[int, tuple[PersonRow, list[RoleGrant]]] = {}
    for grant in db.session.scalars(wanted):
        people.setdefault(grant.person_id, (grant.person, []))[1].append(grant)
    return list(people.values())


def roles_of(community: Community, person: Person) -> list[RoleGrant]:
    """The roles this person holds now; one statement."""
    wanted = select(RoleGrant).where(
        RoleGrant.community_id == community.id, RoleGrant.person_id == person.id, RoleGrant.ended_at.is_(None)
    )
    return list(db.session.scalars(wanted.order_by(RoleGrant.id)))


def grant_of(community: Community, grant_id: int) -> RoleGrant | None:
    """This community's grant of this number, ended or not; None for another community's."""
    return db.session.scalar(select(RoleGrant).where(RoleGrant.community_id == community.id, RoleGrant.id == grant_id))


def people_with_role(community_id: int, *roles: Role) -> list[int]:
    """Ids of the people who hold one of these roles now, for telling them something; one statement."""
    wanted = select(RoleGrant.person_id).where(
        RoleGrant.community_id == community_id, RoleGrant.role.in_(roles), RoleGrant.ended_at.is_(None)
    )
    return list(db.session.scalars(wanted.distinct().order_by(RoleGrant.person_id)))


def confirmed_count(community: Community) -> int:
    """How many people's homes are confirmed; one statement."""
    wanted = select(func.count()).where(Membership.community_id == community.id, Membership.confirmed_at.is_not(None))
    return db.session.scalar(wanted) or 0

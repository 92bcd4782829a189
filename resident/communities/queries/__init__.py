"""Everything that reads communities, their places and their people for a page."""

from resident.communities.queries.communities import community_row, count_residents, residents_of
from resident.communities.queries.homes import Doorplate, home_of
from resident.communities.queries.joined import busy_homes, homes_to_tell, members_of, objection_at, objections_of
from resident.communities.queries.offline import offline_like, offline_person, people_at_home, plate_of
from resident.communities.queries.places import (
    GridPlan,
    building_of,
    buildings,
    buildings_by_grid,
    grid_of,
    grids,
    houses_by_grid,
    plan_of,
    plan_version_of,
)
from resident.communities.queries.roles import administered_by, grant_of, people_with_role, people_with_roles, roles_of
from resident.communities.queries.sheets import Outlook, outlook_of, sheet_of, sheets_of
from resident.communities.queries.slips import (
    home_at,
    homes_in,
    slip_at,
    slip_behind,
    slip_of,
    slips_by_building,
    slips_of,
)

__all__ = [
    "Doorplate",
    "GridPlan",
    "administered_by",
    "building_of",
    "buildings",
    "buildings_by_grid",
    "community_row",
    "count_residents",
    "grant_of",
    "grid_of",
    "grids",
    "home_of",
    "houses_by_grid",
    "people_with_role",
    "people_with_roles",
    "offline_like",
    "offline_person",
    "people_at_home",
    "plan_of",
    "plan_version_of",
    "plate_of",
    "Outlook",
    "outlook_of",
    "residents_of",
    "roles_of",
    "sheet_of",
    "sheets_of",
    "busy_homes",
    "home_at",
    "homes_in",
    "homes_to_tell",
    "members_of",
    "objection_at",
    "objections_of",
    "slip_at",
    "slip_behind",
    "slip_of",
    "slips_by_building",
    "slips_of",
]

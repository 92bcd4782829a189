"""The administration of a community, page by page: under its first page a blueprint for each thing that is kept."""

from resident.admin.views import (
    admissions,
    buildings,
    categories,
    deliveries,
    events,
    grids,
    invitations,
    members,
    office,
    organizations,
    overview,
    people,
    places,
    plans,
    roles,
    settings,
    sheets,
    staff_sheets,
    suspensions,
)

bp = overview.bp
for _part in (
    people,
    admissions,
    roles,
    invitations,
    staff_sheets,
    organizations,
    deliveries,
    members,
    categories,
    places,
    grids,
    buildings,
    plans,
    sheets,
    settings,
    office,
    events,
    suspensions,
):
    bp.register_blueprint(_part.bp)

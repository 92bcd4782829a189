"""The administration of a community, page by page: under its first page a blueprint for each thing that is kept."""

from resident.admin.views import (
    admissions,
    buildings,
    categories,
    events,
    grids,
    members,
    office,
    organizations,
    outbox,
    overview,
    people,
    places,
    plans,
    roles,
    settings,
    sheets,
    suspensions,
)

bp = overview.bp
for _part in (
    people,
    admissions,
    roles,
    organizations,
    outbox,
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

"""The administration of a community, page by page: under its first page a blueprint for each thing that is kept."""

from resident.admin.views import (
    buildings,
    categories,
    events,
    grids,
    members,
    organizations,
    overview,
    people,
    places,
    roles,
    settings,
)

bp = overview.bp
for _part in (people, roles, organizations, members, categories, places, grids, buildings, settings, events):
    bp.register_blueprint(_part.bp)

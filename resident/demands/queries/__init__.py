"""Everything that reads demands for a page."""

from resident.demands.queries.figures import Figures, count_figures, figures_of, rates
from resident.demands.queries.finding import demand_of, demand_page, photos_of_demand
from resident.demands.queries.lists import (
    GROUPS,
    Filters,
    categories,
    categories_for_admin,
    category_ids_by_name,
    category_of,
    demands_page,
    demands_to_rate,
    demands_with_bodies,
    demands_with_committee,
    latest_demands,
    most_supported_demands,
)
from resident.demands.queries.talk import (
    answers_of,
    comment_of,
    comments_page,
    history_of,
    review_reason,
)

__all__ = [
    "GROUPS",
    "Figures",
    "Filters",
    "answers_of",
    "categories",
    "categories_for_admin",
    "category_ids_by_name",
    "category_of",
    "comment_of",
    "comments_page",
    "demand_of",
    "demand_page",
    "demands_page",
    "demands_to_rate",
    "demands_with_bodies",
    "demands_with_committee",
    "count_figures",
    "figures_of",
    "rates",
    "history_of",
    "latest_demands",
    "most_supported_demands",
    "photos_of_demand",
    "review_reason",
]

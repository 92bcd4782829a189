"""Everything that reads demands for a page."""

from resident.demands.queries.choices import (
    Category,
    categories,
    categories_for_admin,
    category_ids_by_name,
    category_of,
)
from resident.demands.queries.figures import Counted, Figures, count_figures, figures_of, rates
from resident.demands.queries.finding import ShownDemand, demand_of, demand_page, photos_of_demand
from resident.demands.queries.lists import (
    GROUPS,
    Filters,
    ListedDemand,
    demands_page,
    demands_to_rate,
    latest_demands,
    most_supported_demands,
)
from resident.demands.queries.talk import (
    Hanging,
    Part,
    ShownComment,
    comment_of,
    comments_page,
    hanging_on,
    review_reason,
)
from resident.demands.queries.work import (
    bodies_page,
    committee_page,
    committee_work,
    demands_taken_over,
    demands_with_bodies,
    demands_with_committee,
    taken_over_page,
)

__all__ = [
    "GROUPS",
    "Category",
    "Counted",
    "Figures",
    "Filters",
    "Hanging",
    "ListedDemand",
    "Part",
    "ShownComment",
    "ShownDemand",
    "bodies_page",
    "categories",
    "categories_for_admin",
    "category_ids_by_name",
    "category_of",
    "comment_of",
    "comments_page",
    "committee_page",
    "committee_work",
    "demand_of",
    "demand_page",
    "demands_page",
    "demands_taken_over",
    "demands_to_rate",
    "demands_with_bodies",
    "demands_with_committee",
    "count_figures",
    "figures_of",
    "rates",
    "hanging_on",
    "latest_demands",
    "most_supported_demands",
    "photos_of_demand",
    "review_reason",
    "taken_over_page",
]

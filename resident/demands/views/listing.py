"""The list of demands, and my own."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import me
from resident.communities.context import current_community
from resident.communities.queries import buildings, plan_of
from resident.dates.months import month_of
from resident.demands import queries
from resident.demands.permissions import can_see_all
from resident.demands.queries import GROUPS, Filters
from resident.demands.views.blueprint import bp
from resident.web.forms import number_in
from resident.web.guards import public, require
from resident.web.keyset import place_in_list

MONTHS = 12  # that staff look back


@bp.get("/c/<community>/demands")
@public
def index() -> ResponseReturnValue:
    """Published demands, newest first; `?mine=1` those of the signed-in person in every state."""
    filters = filters_from(request.args)
    if filters.mine:
        require(me() is not None)
    community = current_community()
    return render_template(
        "demands/index.html",
        page=queries.demands_page(community, filters, place_in_list(), me()),
        is_later="after" in request.args,
        categories=queries.categories(community),
        building=next((one for one in buildings(community) if one.id == filters.building_id), None),
        filters=filters,
    )


@bp.get("/c/<community>/demands/plan")
@public
def plan() -> ResponseReturnValue:
    """The plan of the estate: what is the matter where; staff may ask for a month and a category."""
    community = current_community()
    ours = range(MONTHS) if can_see_all(me(), community) else ()
    months = [month_of(clock.now()).back(ago) for ago in ours]
    month = next((one for one in months if one.name == request.args.get("month")), None)
    filters = filters_from(request.args)
    return render_template(
        "demands/plan.html",
        plan=plan_of(community),
        matters=queries.matters_in(community, month, filters.category_id)
        if month
        else queries.matters_lately(community),
        month=month,
        months=months,
        categories=queries.categories(community),
        category_id=filters.category_id,
    )


def filters_from(args: dict[str, str]) -> Filters:
    """Read the filters of an address; what is not ours is passed over."""
    return Filters(
        group=args.get("state", "") if args.get("state") in GROUPS else "",
        category_id=number_in(args.get("category")) or None,
        mine=args.get("mine") == "1",
        building_id=number_in(args.get("building")) or None,
    )

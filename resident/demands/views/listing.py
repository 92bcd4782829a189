"""The list of demands, and my own."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me
from resident.communities.context import current_community
from resident.demands import queries
from resident.demands.queries import GROUPS, Filters
from resident.demands.views.blueprint import bp
from resident.web.forms import number_in
from resident.web.guards import public, require
from resident.web.keyset import place_in_list


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
        filters=filters,
    )


def filters_from(args: dict[str, str]) -> Filters:
    """Read the filters of an address; what is not ours is passed over."""
    return Filters(
        group=args.get("state", "") if args.get("state") in GROUPS else "",
        category_id=number_in(args.get("category")) or None,
        mine=args.get("mine") == "1",
    )

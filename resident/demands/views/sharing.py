"""Passing a demand on to neighbours."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from resident.communities.context import current_community
from resident.demands.actions.telling import path_of
from resident.demands.views.blueprint import bp
from resident.demands.views.showing import visible_demand
from resident.media.posters import poster_now
from resident.web.codes import address_of, code_answer
from resident.web.errors import NotHere
from resident.web.guards import public


@bp.get("/c/<community>/demands/<int:number>/share")
@public
def share(number: int) -> ResponseReturnValue:
    """The address of a public demand, also as a code to scan; it never comes from the Host header."""
    demand = visible_demand(number)
    if not demand.is_public:
        raise NotHere
    return render_template(
        "demands/share.html",
        demand=demand,
        address=address_of(path_of(demand)),
        poster=poster_now(current_community(), "demand", demand.id),
    )


@bp.get("/c/<community>/demands/<int:number>/code.svg")
@public
def code(number: int) -> Response:
    """The code of that page."""
    demand = visible_demand(number)
    if not demand.is_public:
        raise NotHere
    return code_answer(path_of(demand), is_public=True)

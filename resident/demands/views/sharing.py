"""Passing a demand on to neighbours."""

import segno
from flask import render_template
from flask.typing import ResponseReturnValue

from resident.config import settings
from resident.demands.actions.telling import path_of
from resident.demands.views.blueprint import bp
from resident.demands.views.showing import visible_demand
from resident.web.errors import NotHere
from resident.web.guards import public


@bp.get("/c/<community>/demands/<int:number>/share")
@public
def share(number: int) -> ResponseReturnValue:
    """The address of a public demand, also as a code to scan; it never comes from the Host header."""
    demand = visible_demand(number)
    if not demand.is_public:
        raise NotHere
    address = settings().public_url + path_of(demand)
    code = segno.make(address, error="m", micro=False).svg_data_uri(border=0, omitsize=True)
    return render_template("demands/share.html", demand=demand, address=address, code=code)

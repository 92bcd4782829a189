"""The support button."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.communities.permissions import can_support
from resident.db import begin_write
from resident.demands import actions, permissions, queries
from resident.demands.models import Demand
from resident.demands.views.blueprint import bp
from resident.demands.views.showing import visible_demand
from resident.i18n import gettext as _
from resident.web.errors import found
from resident.web.forms import is_wanted
from resident.web.guards import require, signed_in
from resident.web.pages import done
from resident.web.toasts import say


@bp.post("/c/<community>/demands/<int:number>/support")
@signed_in
def support(number: int) -> ResponseReturnValue:
    """“Me too”, or no longer: the form says which is wanted, so that a second press changes nothing."""
    wanted = is_wanted(request.form.get("support", "1"))
    if wanted:
        require(can_support(me(), current_community()))
    begin_write()
    demand = visible_demand(number, locked=True) if wanted else _supported(number)
    act = actions.support_demand if wanted else actions.take_back_support
    act(demand=demand, by=myself())
    is_open = bool(permissions.can_see(me(), demand))
    say(_("Supported. You will hear how it goes on.") if wanted else _("Support taken back."))
    return done(
        url_for("demands.show", number=number) if is_open else url_for("demands.index"),
        "demands/_support.html",
        demand=demand,
        is_supported=wanted,
        support=permissions.can_support_demand(me(), demand),
    )


def _supported(number: int) -> Demand:
    """The demand of the address, for whom may see it or supports it since it could. Raises NotHere."""
    demand = queries.demand_of(current_community(), number, locked=True)
    is_there = demand is not None and (permissions.can_see(me(), demand) or queries.is_supported_by(demand, myself()))
    return found(demand if is_there else None)

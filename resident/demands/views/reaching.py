"""How to reach who raised a demand: shown in the answer to a button alone, kept nowhere."""

from http import HTTPStatus

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.db import begin_write, keep_refusal
from resident.demands import permissions, queries
from resident.demands.actions import allow_contact, say_about, see_contact
from resident.demands.forms import ConsentForm
from resident.demands.views.blueprint import bp
from resident.demands.views.showing import demand_page, saving_on, visible_demand
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.reaching.words import Reach
from resident.web.errors import found
from resident.web.forms import button, is_wanted
from resident.web.guards import YES, require, signed_in
from resident.web.parts import is_fragment_wanted


@bp.post("/c/<community>/demands/<int:number>/contact")
@signed_in
def contact(number: int) -> ResponseReturnValue:
    """Show phone and door; who raised it reads who looked."""
    require(permissions.can_see_contact(me(), visible_demand(number)))
    begin_write()
    shown = see_contact(demand=visible_demand(number), by=myself())
    if shown is None:
        keep_refusal()
    reach = Reach(shown, is_spent=shown is None)
    answer = make_response(_part(number, reach) if is_fragment_wanted() else demand_page(number, reach=reach))
    answer.status_code = HTTPStatus.TOO_MANY_REQUESTS if shown is None else HTTPStatus.OK
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/c/<community>/demands/<int:number>/consent")
@signed_in
def consent(number: int) -> ResponseReturnValue:
    """Say whether the body that has it may call."""
    form = ConsentForm()
    return saving_on(
        number,
        form,
        permissions.can_allow_contact(me(), visible_demand(number)),
        lambda: allow_contact(
            demand=visible_demand(number),
            hands=form.hands.data or 0,
            may_call=form.may_call.data,
            with_door=form.with_door.data,
            by=myself(),
        ),
        anchor="consent",
        said=_("Saved. You can change this at any time."),
    )


@bp.post("/c/<community>/demands/<int:number>/about")
@signed_in
@button(then="demands.show", at="about", said=_l("Saved. Everybody who handles it sees that."))
def about(number: int) -> None:
    """Say that it is about the body that has it, or that it is not."""
    is_about = is_wanted(request.form.get("about", "1"))
    say_about(demand=visible_demand(number), is_about=is_about, by=myself())


def _part(number: int, reach: Reach) -> str:
    demand = found(queries.demand_page(current_community(), number, me()))
    can_call = permissions.can_log_call(me(), demand)
    return render_template("demands/_contact.html", demand=demand, reach=reach, can_call=can_call, can_see=YES)

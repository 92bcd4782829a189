"""Calls about a demand: written down, contested, looked into."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.demands import permissions, queries
from resident.demands.actions import contest_call, log_call, settle_call
from resident.demands.forms import CallForm, SettleCallForm
from resident.demands.models import Call
from resident.demands.views.blueprint import bp
from resident.demands.views.showing import demand_page, saving_on, visible_demand
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import found
from resident.web.forms import button, creating, is_wanted
from resident.web.guards import require, requires, signed_in


@bp.post("/c/<community>/demands/<int:number>/call")
@signed_in
def call(number: int) -> ResponseReturnValue:
    """Write down that one has called who raised it."""
    require(permissions.can_log_call(me(), visible_demand(number)))
    form = CallForm()
    return creating(
        form,
        lambda: log_call(
            demand=visible_demand(number),
            called_at=form.called_at.data,
            spoke_with=form.spoke_with.data or "",
            said=form.said.data or "",
            by=myself(),
        ),
        page=lambda: demand_page(number, form),
        then=url_for("demands.show", number=number, _anchor="calls"),
        said=_("Written down. The one who raised it reads it, and can say that nobody called."),
    )


@bp.post("/c/<community>/demands/<int:number>/calls/<int:call_id>/contest")
@signed_in
@button(
    then="demands.show",
    at="calls",
    said=_l("Thank you. Somebody else looks into it; until then the call does not count."),
)
def contest(number: int, call_id: int) -> None:
    """Say that one was not called, or that something else was said."""
    was_called = is_wanted(request.form.get("was_called", "0"))
    contest_call(call=_call(number, call_id), was_called=was_called, by=myself())


@bp.post("/c/<community>/demands/<int:number>/calls/<int:call_id>/settle")
@requires(permissions.can_settle_calls)
def settle(number: int, call_id: int) -> ResponseReturnValue:
    """Say whether it was made."""
    form, verdict = SettleCallForm(), permissions.can_settle_call(me(), _call(number, call_id))
    return saving_on(
        number,
        form,
        verdict,
        lambda: settle_call(
            call=_call(number, call_id),
            was_made=form.was_made.data == "yes",
            reason=form.reason.data or "",
            by=myself(),
        ),
        anchor="calls",
        said=_("Settled. Both have been told."),
    )


def _call(number: int, call_id: int) -> Call:
    visible_demand(number)
    return found(queries.call_of(current_community(), call_id, number=number))

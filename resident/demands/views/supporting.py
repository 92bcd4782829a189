"""The support button."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.communities.permissions import can_support
from resident.db import begin_write
from resident.demands import actions, permissions
from resident.demands.actions.undoing import SUPPORTED
from resident.demands.views.blueprint import bp
from resident.demands.views.showing import visible_demand
from resident.i18n import gettext as _
from resident.undo.queries import offer
from resident.web.guards import requires, signed_in
from resident.web.pages import done


@bp.post("/c/<community>/demands/<int:number>/support")
@requires(can_support)
def support(number: int) -> ResponseReturnValue:
    """“Me too”; a second press changes nothing."""
    return _change(number, actions.support_demand, _("Supported. You will hear how it goes on."), is_supported=True)


@bp.post("/c/<community>/demands/<int:number>/support/take-back")
@signed_in
def take_back_support(number: int) -> ResponseReturnValue:
    """Take one's support back."""
    return _change(number, actions.take_back_support, _("Support taken back."), is_supported=False)


def _change(number: int, run: Callable[..., None], said: str, *, is_supported: bool) -> ResponseReturnValue:
    begin_write()
    demand = visible_demand(number, locked=True)
    run(demand=demand, by=myself())
    url = url_for("demands.show", number=number)
    answer: Any = done(
        url,
        "demands/_support.html",
        demand=demand,
        is_supported=is_supported,
        support=permissions.can_support_demand(me(), demand),
        undoing=offer(current_community(), myself(), demand.id, SUPPORTED) if is_supported else None,
        said=said,
    )
    if not isinstance(answer, str):
        flash(said)
    return answer

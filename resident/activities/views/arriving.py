"""The link in a shift's code: a page with a button, for people who have a place."""

from collections.abc import Callable

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import me, myself
from resident.activities import actions
from resident.activities.models import SignUp
from resident.activities.permissions import can_check_in, can_check_out
from resident.activities.queries import place_by_key
from resident.activities.views.shifts import bp
from resident.communities.context import current_community
from resident.i18n import gettext as _
from resident.web.forms import doing
from resident.web.guards import NOT_YOURS, require, signed_in


@bp.get("/c/<community>/activities/check-in/<key>")
@signed_in
def arrive(key: str) -> ResponseReturnValue:
    """Opened by scanning; changes nothing."""
    shift, place = place_by_key(key, current_community().id, myself().id)
    now = clock.now()
    return render_template(
        "activities/arrive.html",
        shift=shift,
        mine=place,
        may_check_in=can_check_in(place, now) if place else NOT_YOURS,
        may_check_out=can_check_out(place, now) if place else NOT_YOURS,
    )


@bp.post("/c/<community>/activities/check-in/<key>")
@signed_in
def check_in(key: str) -> ResponseReturnValue:
    """Check oneself in or out; a repeated press changes nothing."""
    is_leaving = request.form.get("step") == "out"
    return doing(
        lambda: _checked(key, actions.check_out if is_leaving else actions.check_in),
        then=url_for(".arrive", key=key),
        said=_("Checked out. Thank you for your time!") if is_leaving else _("Checked in. Good to have you here!"),
    )


def _checked(key: str, act: Callable[..., SignUp]) -> SignUp:
    _shift, place = place_by_key(key, current_community().id, myself().id)
    require(place is not None)
    return act(place.id if place else 0, community=current_community(), by=me())

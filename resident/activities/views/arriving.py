"""The link in a shift's code: a page with a button, for people who have a place."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import myself
from resident.activities import actions
from resident.activities.permissions import can_check_in, can_check_out
from resident.activities.queries import place_by_key
from resident.activities.views.shifts import bp
from resident.communities.context import current_community
from resident.db import begin_write
from resident.i18n import gettext as _
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
    begin_write()
    _shift, place = place_by_key(key, current_community().id, myself().id)
    require(place is not None)
    is_leaving = request.form.get("step") == "out"
    act = actions.check_out if is_leaving else actions.check_in
    act(place.id if place else 0, community=current_community(), by=myself())
    flash(_("Checked out. Thank you for your time!") if is_leaving else _("Checked in. Good to have you here!"))
    return redirect(url_for(".arrive", key=key), 303)

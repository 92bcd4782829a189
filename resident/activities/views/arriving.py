"""The link in a shift's code: a page with a button, for people who have a place."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import myself
from resident.activities import actions
from resident.activities.models import PRESENCE, SignUp
from resident.activities.permissions import can_check_in, can_check_out
from resident.activities.queries import shift_by_key, sign_up_in
from resident.activities.times import check_in_from
from resident.activities.views.shifts import bp
from resident.communities.context import current_community
from resident.i18n import lazy_gettext as _l
from resident.undo.queries import Offer, is_recent, offer
from resident.web.errors import NotAllowed, found
from resident.web.forms import button
from resident.web.guards import NOT_YOURS, signed_in

THERE, GONE = _l("Checked in. Good to have you here!"), _l("Checked out. Thank you for your time!")


@bp.get("/c/<community>/activities/check-in/<key>")
@signed_in
def arrive(key: str) -> ResponseReturnValue:
    """Opened by scanning; changes nothing."""
    shift = found(shift_by_key(current_community(), key))
    mine, now = sign_up_in(shift, myself()), clock.now()
    return render_template(
        "activities/arrive.html",
        shift=shift,
        mine=mine,
        opens_at=check_in_from(shift),
        may_check_in=can_check_in(mine, now) if mine else NOT_YOURS,
        may_check_out=can_check_out(mine, now) if mine else NOT_YOURS,
        is_over=now >= shift.ends_at,
        undoing=_undoing(mine),
    )


@bp.post("/c/<community>/activities/check-in/<key>")
@signed_in
@button(then=".arrive", said=lambda is_leaving: GONE if is_leaving else THERE)
def check_in(key: str) -> bool:
    """Check oneself in or out; a repeated press changes nothing."""
    is_leaving = request.form.get("step") == "out"
    _checked(key, actions.check_out if is_leaving else actions.check_in)
    return is_leaving


def _undoing(mine: SignUp | None) -> Offer | None:
    """What this person has pressed here a moment ago."""
    if mine is None or not (is_recent(mine.checked_in_at) or is_recent(mine.checked_out_at)):
        return None
    return offer(current_community(), myself(), mine.id, *PRESENCE)


def _checked(key: str, act: Callable[..., SignUp]) -> SignUp:
    mine = sign_up_in(found(shift_by_key(current_community(), key)), myself())
    if mine is None:
        raise NotAllowed
    return act(sign_up_id=mine.id, community=current_community(), by=myself(), key=key)

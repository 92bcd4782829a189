"""Reaching those who have a place in a shift: their number, where they let it be shown, and a message to all."""

from http import HTTPStatus

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import me, myself
from resident.activities import actions, queries
from resident.activities.forms import WriteForm
from resident.activities.permissions import can_call, can_run
from resident.activities.views.rosters import bp, roster_page
from resident.communities.context import current_community
from resident.db import begin_write, keep_refusal
from resident.i18n import gettext as _
from resident.reaching.words import Reach
from resident.web.errors import found
from resident.web.forms import creating
from resident.web.guards import require, signed_in
from resident.web.parts import is_fragment_wanted


@bp.post("/c/<community>/activities/roster/<int:sign_up_id>/contact")
@signed_in
def contact(sign_up_id: int) -> ResponseReturnValue:
    """Show the number of somebody who lets the organizer call; they read who looked."""
    line = found(queries.roster_line(current_community(), sign_up_id))
    require(can_call(me(), line.sign_up, clock.now()))
    begin_write()
    shown = actions.see_number(sign_up_id=sign_up_id, community=current_community(), by=myself())
    if shown is None:
        keep_refusal()
    reach = Reach(shown, is_spent=shown is None, of=sign_up_id)
    shift = line.sign_up.shift
    answer = make_response(
        render_template("activities/_reach.html", sign_up=line.sign_up, shown=reach)
        if is_fragment_wanted()
        else roster_page(shift.activity_id, shift.id, reach=reach)
    )
    answer.status_code = HTTPStatus.TOO_MANY_REQUESTS if shown is None else HTTPStatus.OK
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/c/<community>/activities/shifts/<int:shift_id>/message")
@signed_in
def write(shift_id: int) -> ResponseReturnValue:
    """Write to everybody who has a place."""
    shift, form = found(queries.shift_of(current_community(), shift_id)), WriteForm()
    require(can_run(me(), shift.activity))
    return creating(
        form,
        lambda: actions.write_to_all(
            shift_id=shift_id, text=form.text.data or "", community=current_community(), by=myself()
        ),
        page=lambda: roster_page(shift.activity_id, shift_id, form=form),
        then=url_for("rosters.show", activity_id=shift.activity_id, shift=shift_id, _anchor="write"),
        said=_("Sent to everybody who has a place."),
    )

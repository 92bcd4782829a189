"""The page of the person in charge: who has a place, who came, whose minutes are entered."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident import clock
from resident.accounts.sessions import me, myself
from resident.activities import actions, permissions, queries
from resident.activities.forms import MinutesForm, WriteForm
from resident.activities.models import ServiceRecord, Shift, SignUp
from resident.activities.permissions import can_run
from resident.activities.queries import RosterLine, RunShift
from resident.activities.views.calling import run_by_me
from resident.activities.views.sign_ups import chosen_shift
from resident.activities.words import when_words
from resident.communities.context import current_community
from resident.db import begin_write
from resident.i18n import gettext as _
from resident.i18n import ngettext
from resident.organizations.permissions import can_manage_any
from resident.web.errors import found
from resident.web.forms import creating, number_in
from resident.web.guards import require, requires, signed_in
from resident.web.pages import done
from resident.web.toasts import say

Presence = Callable[..., SignUp]

bp = Blueprint("rosters", __name__)


@bp.get("/c/<community>/activities/roster")
@requires(can_manage_any)
def begin() -> ResponseReturnValue:
    """To the roster that is needed now; to the activities where none is today."""
    first = queries.first_at_hand(current_community(), myself())
    if first is None:
        return redirect(url_for("activities.index"))
    return redirect(url_for(".show", activity_id=first.activity_id, shift=first.shift_id))


@bp.get("/c/<community>/activities/<int:activity_id>/roster")
@signed_in
def show(activity_id: int) -> ResponseReturnValue:
    """One shift's people (`?shift=`; without it the shift at hand)."""
    return roster_page(activity_id, number_in(request.args.get("shift")))


@bp.post("/c/<community>/activities/roster/<int:sign_up_id>/check-in")
@signed_in
def check_in(sign_up_id: int) -> ResponseReturnValue:
    """Somebody is there."""
    return _presence(sign_up_id, actions.check_in, _("%(name)s is checked in."))


@bp.post("/c/<community>/activities/roster/<int:sign_up_id>/check-out")
@signed_in
def check_out(sign_up_id: int) -> ResponseReturnValue:
    """Somebody leaves."""
    return _presence(sign_up_id, actions.check_out, _("%(name)s is checked out."))


@bp.post("/c/<community>/activities/roster/<int:sign_up_id>/no-show")
@signed_in
def mark_no_show(sign_up_id: int) -> ResponseReturnValue:
    """Somebody did not come."""
    return _presence(sign_up_id, actions.mark_no_show, _("%(name)s did not come: noted."))


@bp.post("/c/<community>/activities/roster/propose")
@signed_in
def propose() -> ResponseReturnValue:
    """Propose the seen minutes of a whole shift."""
    begin_write()
    proposed = actions.propose_seen(shift_id=chosen_shift(), community=current_community(), by=myself())
    count = len(proposed.records)
    say(
        ngettext("Minutes of %(num)d person proposed.", "Minutes of %(num)d people proposed.", count)
        if count
        else _("There was nothing new to propose.")
    )
    for person, why in proposed.left_out:
        say(_("%(name)s was left out: %(why)s", name=person.display_name, why=why))
    return redirect(_address(proposed.shift), 303)


@bp.route("/c/<community>/activities/roster/<int:sign_up_id>/minutes", methods=["GET", "POST"])
@signed_in
def enter_minutes(sign_up_id: int) -> ResponseReturnValue:
    """Enter minutes that the app did not see, with a reason."""
    line = _line(sign_up_id)
    form = MinutesForm(data=_likely(line))
    return creating(
        form,
        lambda: _entered(sign_up_id, form),
        page=lambda: render_template("activities/by_hand.html", form=form, line=_line(sign_up_id)),
        then=lambda record: _address(record.shift),
        said=_("Entered. Somebody of the committee confirms it."),
    )


def roster_page(activity_id: int, wanted: int | None, **more: Any) -> str:
    """The roster of a shift (`wanted`, else the one at hand), for whoever runs it; `more` is what was just asked for there."""
    activity = run_by_me(activity_id)
    shifts = queries.shifts_of(activity)
    shift = next((one for one in shifts if one.id == wanted), None) or queries.at_hand(shifts)
    roster = queries.roster_of(shift) if shift else None
    chips = [(_address(one), when_words(one.starts_at, one.ends_at), None, one is shift, "") for one in shifts]
    can_write = bool(shift and permissions.can_write_to_all(me(), shift, clock.now()))
    shown = {
        "activity": activity,
        "chips": chips,
        "roster": roster,
        "can_write": can_write,
        "messages": queries.messages_of(shift.id) if shift else [],
        "form": WriteForm(formdata=None) if can_write else None,
        "reach": None,
    }
    return render_template("activities/roster.html", **(shown | more))


def _line(sign_up_id: int) -> RosterLine:
    """One line of a roster this person may see. Raises NotHere, NotAllowed."""
    line = found(queries.roster_line(current_community(), sign_up_id))
    require(can_run(me(), line.sign_up.shift.activity))
    return line


def _presence(sign_up_id: int, act: Presence, said: str) -> ResponseReturnValue:
    begin_write()
    sign_up = act(sign_up_id=sign_up_id, community=current_community(), by=myself())
    line = found(queries.roster_line(current_community(), sign_up_id))
    say(said % {"name": line.sign_up.name})
    return done(f"{_address(sign_up.shift)}#place-{sign_up_id}", "activities/_roster_line.html", line=line)


def _address(shift: Shift | RunShift) -> str:
    return url_for(".show", activity_id=shift.activity_id, shift=shift.id)


def _likely(line: RosterLine) -> dict[str, datetime]:
    """What to begin with: when they came and left as far as that is known, else the times of the shift."""
    sign_up, shift = line.sign_up, line.sign_up.shift
    return {
        "started_at": sign_up.checked_in_at or shift.starts_at,
        "ended_at": sign_up.checked_out_at or shift.ends_at,
    }


def _entered(sign_up_id: int, form: MinutesForm) -> ServiceRecord:
    return actions.propose_by_hand(
        sign_up_id=sign_up_id,
        started_at=form.started_at.data,
        ended_at=form.ended_at.data,
        reason=form.reason.data or "",
        community=current_community(),
        by=myself(),
    )

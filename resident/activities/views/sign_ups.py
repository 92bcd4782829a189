"""Signing up, waiting, and cancelling: one POST for each, a fragment for htmx."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.activities import actions
from resident.activities.models import SignUp, SignUpState
from resident.activities.permissions import can_join
from resident.activities.queries import own_sign_up
from resident.activities.views.browsing import page_of, seen
from resident.communities.context import current_community
from resident.db import begin_write, db
from resident.i18n import gettext as _
from resident.web.codes import code_answer
from resident.web.errors import Conflict, NotHere, found
from resident.web.forms import is_wanted, number_in
from resident.web.guards import requires, signed_in
from resident.web.pages import done
from resident.web.parts import is_fragment_wanted
from resident.web.toasts import say

bp = Blueprint("sign_ups", __name__)
Made = TypeVar("Made")


@bp.post("/c/<community>/activities/<int:activity_id>/sign-up")
@requires(can_join)
def new(activity_id: int) -> ResponseReturnValue:
    """Take a place in the shift of the form."""
    return _change(activity_id, actions.sign_up, lambda _made: _("You are in."), may_call=_may_call())


@bp.post("/c/<community>/activities/<int:activity_id>/waiting-list")
@requires(can_join)
def wait(activity_id: int) -> ResponseReturnValue:
    """Wait for a place in the shift of the form."""
    return _change(activity_id, actions.join_waitlist, _waiting_words, may_call=_may_call())


@bp.post("/c/<community>/activities/<int:activity_id>/cancel-sign-up")
@signed_in
def cancel(activity_id: int) -> ResponseReturnValue:
    """End one's sign-up, with a place or waiting; open to people who could not sign up any more."""
    words = _("Cancelled. Thank you for telling us in time.")
    return _change(activity_id, actions.cancel_sign_up, lambda _nothing: words)


@bp.post("/c/<community>/activities/<int:activity_id>/may-call")
@signed_in
def let_call(activity_id: int) -> ResponseReturnValue:
    """Let the organizer of the shift of the form call, or no longer."""
    may_call = _may_call()
    words = _("The organizer may call you.") if may_call else _("The organizer sees your number no more.")
    return _change(activity_id, actions.let_call, lambda _nothing: words, may_call=may_call)


@bp.get("/c/<community>/activities/passes/<int:sign_up_id>.svg")
@signed_in
def code(sign_up_id: int) -> ResponseReturnValue:
    """The code of one's own pass: it leads the person in charge to one's line of the roster."""
    sign_up = found(own_sign_up(current_community(), sign_up_id, myself()))
    path = url_for("rosters.show", activity_id=sign_up.shift.activity_id, shift=sign_up.shift_id)
    return code_answer(f"{path}#place-{sign_up.id}")


def chosen_shift() -> int:
    """The shift a form is about. Raises NotHere where it names none."""
    shift_id = number_in(request.form.get("shift"))
    if not shift_id:
        raise NotHere
    return shift_id


def _waiting_words(sign_up: SignUp) -> str:
    is_in = sign_up.state == SignUpState.SIGNED_UP
    return _("A place was free: you are in.") if is_in else _("You are on the waiting list.")


def _may_call() -> bool:
    """Whether the form says that the organizer may call; nothing is no."""
    return is_wanted(request.form.get("may_call"))


def _change(
    activity_id: int, act: Callable[..., Made], said: Callable[[Made], str], **more: bool
) -> ResponseReturnValue:
    """Do it and show the shifts as they are now; what was refused says why in the same place."""
    begin_write()
    try:
        words = said(act(shift_id=chosen_shift(), community=current_community(), by=myself(), **more))
    except Conflict as refusal:
        return _refused(activity_id, refusal)
    say(words)
    if not is_fragment_wanted():
        return done(url_for("activities.show", activity_id=activity_id, _anchor=f"shift-{chosen_shift()}"))
    db.session.flush()
    return render_template("activities/_shifts.html", **page_of(seen(activity_id)))


def _refused(activity_id: int, refusal: Conflict) -> ResponseReturnValue:
    if not is_fragment_wanted():
        refusal.action_url = url_for("activities.show", activity_id=activity_id)
        refusal.action_label = _("Back to the shifts")
        raise refusal
    db.session.rollback()
    return render_template("activities/_shifts.html", **page_of(seen(activity_id)), refusal=refusal), refusal.status

"""Undoing what was done at the door and around places: sign-up and its end, check-in, check-out, no-show."""

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.built_on import on_cancellation, on_check_in, on_check_out, on_no_show, on_sign_up
from resident.activities.actions.freeing import lock_around, move_up_freed
from resident.activities.actions.locking import lock_people, lock_sign_up
from resident.activities.actions.moving_up import move_up
from resident.activities.models import CANCELLED, CHECKED_IN, CHECKED_OUT, MADE, MISSED, SignUp, SignUpMove, SignUpState
from resident.activities.permissions import can_run
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.undo.kinds import UndoKind, register
from resident.undo.models import Deed
from resident.web.guards import Verdict

THEY_ARE_ELSEWHERE = _l("They have a place in another shift at that time meanwhile.")


def undo_check_in(sign_up: SignUp, deed: Deed, *, by: Actor) -> None:
    """Nobody came after all, or it was somebody else; whom it had made present is again what they were before."""
    sign_up.checked_in_at = sign_up.checked_in_by_id = None
    was_missed = deed.before["no_show_at"]
    sign_up.no_show_at = type(deed.at).fromisoformat(was_missed) if was_missed else None
    record("sign_up.check_in_undone", sign_up, by=by, shift=sign_up.shift_id, deed=deed.id)


def undo_check_out(sign_up: SignUp, deed: Deed, *, by: Actor) -> None:
    """The service goes on."""
    sign_up.checked_out_at = sign_up.checked_out_by_id = None
    record("sign_up.check_out_undone", sign_up, by=by, shift=sign_up.shift_id, deed=deed.id)


def undo_no_show(sign_up: SignUp, deed: Deed, *, by: Actor) -> None:
    """Who was marked as not there may still come."""
    sign_up.no_show_at = None
    record("sign_up.no_show_undone", sign_up, by=by, shift=sign_up.shift_id, deed=deed.id)


def undo_sign_up(sign_up: SignUp, deed: Deed, *, by: Actor) -> None:
    """The place is free again, and the first who waits moves up."""
    had_a_place = sign_up.state == SignUpState.SIGNED_UP
    sign_up.move(SignUpMove.UNDO)
    sign_up.ended_at = clock.now()
    record("sign_up.undone", sign_up, by=by, shift=sign_up.shift_id, deed=deed.id)
    if had_a_place:
        sign_up.shift.taken -= 1
        db.session.flush()
        move_up(shift=sign_up.shift, community=community_of(sign_up), by=by)
        move_up_freed(people=[sign_up.person_id], by=by)
        move_up_freed(people=[sign_up.person_id], by=by)


def undo_cancellation(sign_up: SignUp, deed: Deed, *, by: Actor) -> None:
    """Who gave a place back, or left the waiting list, has it again; a place that became free meanwhile is given out."""
    sign_up.undo(SignUpMove.CANCEL, deed.before["state"])
    sign_up.ended_at = None
    if sign_up.state == SignUpState.SIGNED_UP:
        sign_up.shift.taken += 1
    record("sign_up.cancellation_undone", sign_up, by=by, shift=sign_up.shift_id, deed=deed.id)
    db.session.flush()
    move_up(shift=sign_up.shift, community=community_of(sign_up), by=by)


def register_undoing() -> None:
    """Make these undoable."""
    register(
        UndoKind(MADE, _l("You have signed up."), _lock_with_lists, on_sign_up, undo_sign_up, _page),
        UndoKind(CANCELLED, _l("You have cancelled."), _lock_with_person, on_cancellation, undo_cancellation, _page),
        UndoKind(CHECKED_IN, _l("Checked in."), _lock, on_check_in, undo_check_in, _roster, _runs),
        UndoKind(CHECKED_OUT, _l("Checked out."), _lock, on_check_out, undo_check_out, _roster, _runs),
        UndoKind(MISSED, _l("Marked as not there."), _lock_with_person, on_no_show, undo_no_show, _roster, _runs),
    )


def _lock(deed: Deed) -> SignUp:
    return lock_sign_up(community_of(deed), deed.subject_id)


def _lock_with_lists(deed: Deed) -> SignUp:
    """Also the shifts in which they wait: whoever becomes free moves up there."""
    sign_up = db.session.get_one(SignUp, deed.subject_id)
    lock_around([sign_up.shift_id], [sign_up.person_id])
    return _lock(deed)


def _lock_with_person(deed: Deed) -> SignUp:
    """Also whom it is about: getting a place back depends on what they have elsewhere."""
    sign_up = _lock(deed)
    lock_people([sign_up.person_id])
    return sign_up


def _page(sign_up: SignUp, _by: Actor) -> str:
    """The activity, at the shift."""
    shift = sign_up.shift
    return f"/c/{community_of(sign_up).slug}/activities/{shift.activity_id}#shift-{shift.id}"


def _roster(sign_up: SignUp, by: Actor) -> str:
    """The roster, at the name, for whoever runs it; for the volunteer the activity."""
    shift = sign_up.shift
    if by.id == sign_up.person_id:
        return _page(sign_up, by)
    return f"/c/{community_of(sign_up).slug}/activities/{shift.activity_id}/roster?shift={shift.id}#place-{sign_up.id}"


def _runs(person: Actor | None, sign_up: SignUp) -> Verdict:
    """Attendance is put right by whoever runs the activity, until minutes are proposed."""
    return can_run(person, sign_up.shift.activity)

"""Who came: checked in and out by the person in charge or by scanning the shift's code, or not there at all."""

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.freeing import move_up_freed
from resident.activities.actions.locking import lock_sign_up
from resident.activities.actions.refusals import NotNow
from resident.activities.models import SignUp, SignUpState
from resident.activities.permissions import NOT_BEGUN, can_check_in, can_check_out, can_note_presence, can_run
from resident.audit.actions import record
from resident.communities.models import Community
from resident.undo.actions import undoable
from resident.web.errors import Conflict
from resident.web.guards import Verdict, allow


def check_in(*, sign_up_id: int, community: Community, by: Actor, key: str = "") -> SignUp:
    """Note when somebody with a place came; a repeated scan changes nothing.

    By whoever runs the activity, or by the person themself with the shift's `key`. Somebody marked
    as not there who comes late after all is there. Raises NotHere, NotAllowed, NotNow.
    """
    sign_up = lock_sign_up(community, sign_up_id)
    allow(can_note_presence(by, sign_up, key))
    if sign_up.checked_in_at is not None:
        return sign_up
    _require_now(can_check_in(sign_up, clock.now()))
    was_missed = sign_up.no_show_at.isoformat() if sign_up.no_show_at else None
    with undoable("sign_up.checked_in", sign_up, by=by, no_show_at=was_missed):
        sign_up.checked_in_at, sign_up.checked_in_by_id, sign_up.no_show_at = clock.now(), by.id, None
        record("sign_up.checked_in", sign_up, by=by, shift=sign_up.shift_id)
    return sign_up


def check_out(*, sign_up_id: int, community: Community, by: Actor, key: str = "") -> SignUp:
    """Note when somebody left; by whom and how often as with `check_in`. Raises NotHere, NotAllowed, NotNow."""
    sign_up = lock_sign_up(community, sign_up_id)
    allow(can_note_presence(by, sign_up, key))
    if sign_up.checked_out_at is not None:
        return sign_up
    _require_now(can_check_out(sign_up, clock.now()))
    with undoable("sign_up.checked_out", sign_up, by=by):
        sign_up.checked_out_at, sign_up.checked_out_by_id = clock.now(), by.id
        record("sign_up.checked_out", sign_up, by=by, shift=sign_up.shift_id)
    return sign_up


def mark_no_show(*, sign_up_id: int, community: Community, by: Actor) -> SignUp:
    """Note that somebody with a place did not come, once the shift has begun; twice is the same.

    They are free then, and move up where they wait for another shift that overlaps.

    Raises NotHere, NotAllowed, NotNow before the start, Conflict for somebody who was checked in.
    """
    sign_up = lock_sign_up(community, sign_up_id)
    allow(can_run(by, sign_up.shift.activity))
    if sign_up.no_show_at is not None:
        return sign_up
    if sign_up.checked_in_at is not None or sign_up.state != SignUpState.SIGNED_UP:
        raise Conflict
    if clock.now() < sign_up.shift.starts_at:
        raise NotNow(NOT_BEGUN.message)
    with undoable("sign_up.missed", sign_up, by=by):
        sign_up.no_show_at = clock.now()
        record("sign_up.missed", sign_up, by=by, shift=sign_up.shift_id)
    move_up_freed(people=[sign_up.person_id], by=by)
    return sign_up


def _require_now(verdict: Verdict) -> None:
    if not verdict:
        raise NotNow(verdict.message)

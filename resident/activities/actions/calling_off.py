"""Shifts that do not take place, and who is told."""

from collections.abc import Iterable

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.freeing import move_up_freed, people_in
from resident.activities.actions.locking import lock_shift_and_activity
from resident.activities.actions.reasons import WHY_CALLED_OFF
from resident.activities.actions.shift_rules import keep_last_end, require_changeable, show_again, tell
from resident.activities.models import Shift, SignUp, SignUpMove
from resident.activities.permissions import can_cancel
from resident.audit.actions import record
from resident.communities.models import Community
from resident.db import db
from resident.web.guards import allow
from resident.web.reasons import given


def drop_shift(*, shift: Shift, by: Actor) -> None:
    """A shift that was added a moment ago, and that nobody has signed up for, is not there any more."""
    activity = shift.activity
    record("shift.adding_undone", shift, by=by)
    db.session.delete(shift)
    db.session.flush()
    keep_last_end(activity)


def cancel_shift(*, shift_id: int, reason: str, community: Community, by: Actor) -> Shift:
    """Call one shift off, with a reason that everybody in it or waiting is told; twice is the same.

    Raises NotAllowed, Invalid without a reason, DeadlinePassed once it has begun.
    """
    activity, shift = lock_shift_and_activity(community, shift_id)
    allow(can_cancel(by, activity))
    if shift.cancelled_at is not None:
        return shift
    require_changeable(activity, shift)
    call_off(shifts=[shift], reason=given(reason, WHY_CALLED_OFF), community=community, by=by)
    keep_last_end(activity)
    show_again(activity)
    return shift


def call_off(*, shifts: Iterable[Shift], reason: str, community: Community, by: Actor) -> None:
    """Cancel locked shifts and every sign-up for them, and tell their people once; who is free now moves up elsewhere."""
    shifts = list(shifts)
    freed = people_in([shift.id for shift in shifts])
    for shift in shifts:
        tell(shift, "activities.shift_called_off", community=community, reason=reason)
        shift.cancelled_at, shift.reason, shift.taken = clock.now(), reason, 0
        shift.version += 1
        db.session.execute(
            SignUp.moving(SignUpMove.CALL_OFF).where(SignUp.shift_id == shift.id).values(ended_at=clock.now())
        )
        record("shift.called_off", shift, by=by, reason=reason)
    db.session.flush()
    move_up_freed(people=freed, by=by)

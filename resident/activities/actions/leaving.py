"""Giving back a place, or leaving a waiting list."""

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Person
from resident.activities.actions.freeing import lock_around, move_up_freed
from resident.activities.actions.locking import lock_shift
from resident.activities.actions.moving_up import move_up
from resident.activities.actions.refusals import DeadlinePassed
from resident.activities.models import OPEN_SIGN_UPS, SignUp, SignUpMove, SignUpState
from resident.activities.permissions import BEGUN
from resident.audit.actions import record
from resident.communities.models import Community
from resident.db import db
from resident.statements import entity, in_one_of
from resident.undo.actions import undoable

_OWN = select(SignUp).where(
    SignUp.shift_id == bindparam("shift"),
    SignUp.person_id == bindparam("person"),
    in_one_of(SignUp.state, OPEN_SIGN_UPS),
)


def cancel_sign_up(*, shift_id: int, community: Community, by: Person) -> None:
    """End one's own sign-up, with a place or waiting; without one nothing happens.

    Open to whom the community would not let join any more. The first who waits and has nothing else
    at that time moves up and is told; who gave the place back moves up where they waited for another one at that time.
    Raises NotHere, and DeadlinePassed once the shift has begun.
    """
    lock_around([shift_id], [by.id])
    shift = lock_shift(community, shift_id)
    mine: SignUp | None = entity(_OWN, shift=shift.id, person=by.id)
    if mine is None:
        return
    if clock.now() >= shift.starts_at:
        raise DeadlinePassed(BEGUN.message)
    had_a_place = mine.state == SignUpState.SIGNED_UP
    with undoable("sign_up.cancelled", mine, by=by, state=mine.state):
        mine.move(SignUpMove.CANCEL)
        mine.ended_at = clock.now()
        record("sign_up.cancelled", mine, by=by, shift=shift.id)
    if had_a_place:
        shift.taken -= 1
        db.session.flush()
        move_up(shift=shift, community=community, by=by)
        move_up_freed(people=[by.id], by=by)

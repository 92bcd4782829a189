"""Signing up for a shift, waiting for a place in it, cancelling, and moving up."""

from types import SimpleNamespace
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select

from resident import clock
from resident.accounts.models import Person
from resident.activities.actions.locking import lock_people, lock_shift
from resident.activities.actions.refusals import ShiftFull, closed, overlaps
from resident.activities.models import OPEN_SIGN_UPS, Shift, SignUp, SignUpMove, SignUpState
from resident.activities.permissions import can_join, is_open
from resident.activities.times import overlapping
from resident.audit.actions import record
from resident.columns import UtcDateTime
from resident.communities.models import Community
from resident.db import db
from resident.ids import PersonId
from resident.statements import in_one_of, rows, value, written
from resident.undo.actions import undoable
from resident.web.guards import allow


class _Then(NamedTuple):
    """What somebody is signed up for at a time."""

    id: int
    shift_id: int
    state: str


WANTED = SimpleNamespace(
    starts_at=bindparam("starts_at", type_=UtcDateTime), ends_at=bindparam("ends_at", type_=UtcDateTime)
)
_AT_THAT_TIME = (
    select(SignUp.id, SignUp.shift_id, SignUp.state)
    .join(Shift, Shift.id == SignUp.shift_id)
    .where(
        SignUp.person_id == bindparam("person"),
        in_one_of(SignUp.state, OPEN_SIGN_UPS),
        or_(SignUp.no_show_at.is_(None), SignUp.shift_id == bindparam("shift")),
        overlapping(Shift, WANTED),
    )
)
_ELSEWHERE = (
    select(SignUp.id)
    .join(SignUp.shift)
    .where(
        SignUp.person_id == bindparam("person"),
        SignUp.state == written(SignUpState.SIGNED_UP),
        SignUp.no_show_at.is_(None),
        Shift.id != bindparam("shift"),
        overlapping(Shift, WANTED),
    )
    .limit(1)
)


def sign_up(*, shift_id: int, community: Community, may_call: bool = False, by: Person) -> SignUp:
    """Take a free place in a shift; a second time gives the sign-up one already has.

    `may_call`: the organizer may call about it.

    Raises NotAllowed, NotHere, CalledOff, DeadlinePassed, Overlaps with the other shift's name,
    and ShiftFull: nobody waits without having said so.
    """
    shift, mine = _look(shift_id, community, by)
    if mine is not None and mine.state == SignUpState.SIGNED_UP:
        return mine
    if shift.taken >= shift.capacity:
        raise ShiftFull
    shift.taken += 1
    if mine is None:
        return _enter(shift, by, SignUpState.SIGNED_UP, may_call)
    mine.may_call = mine.may_call or may_call
    mine.move(SignUpMove.MOVE_UP)
    record("sign_up.taken_up", mine, by=by, shift=shift.id)
    return mine


def join_waitlist(*, shift_id: int, community: Community, may_call: bool = False, by: Person) -> SignUp:
    """Wait for a place in a full shift; where one has become free meanwhile it is taken at once.

    A second time gives the sign-up one already has. Raises what `sign_up` raises except ShiftFull.
    """
    shift, mine = _look(shift_id, community, by)
    if mine is not None:
        return mine
    if shift.taken >= shift.capacity:
        return _enter(shift, by, SignUpState.WAITING, may_call)
    shift.taken += 1
    return _enter(shift, by, SignUpState.SIGNED_UP, may_call)


def _look(shift_id: int, community: Community, by: Person) -> tuple[Shift, SignUp | None]:
    """The locked shift and what the person has in it already; else sees that they may come."""
    shift = lock_shift(community, shift_id)
    lock_people([by.id])
    allow(can_join(by, community))
    then = rows(_Then, _AT_THAT_TIME, person=by.id, shift=shift.id, **times_of(shift))
    mine = next((db.session.get_one(SignUp, one.id) for one in then if one.shift_id == shift.id), None)
    if mine is not None and mine.state == SignUpState.SIGNED_UP:
        return shift, mine
    verdict = is_open(shift.activity, shift, clock.now())
    if not verdict:
        raise closed(shift, verdict)
    for one in then:
        if one.shift_id != shift.id and one.state == SignUpState.SIGNED_UP:
            raise overlaps(db.session.get_one(Shift, one.shift_id))
    return shift, mine


def is_elsewhere(shift: Shift, person_id: PersonId) -> bool:
    """Whether a locked person has a place in another shift at the time of this one."""
    return value(_ELSEWHERE, person=person_id, shift=shift.id, **times_of(shift)) is not None


def times_of(shift: Shift) -> dict[str, object]:
    """When a shift is, as the statements about overlaps want it."""
    return {"starts_at": shift.starts_at, "ends_at": shift.ends_at}


def _enter(shift: Shift, by: Person, state: SignUpState, may_call: bool) -> SignUp:
    one = SignUp(
        community_id=shift.community_id,
        shift_id=shift.id,
        person_id=by.id,
        state=state,
        created_at=clock.now(),
        may_call=may_call,
    )
    with undoable("sign_up.made", one, by=by, state=state):
        db.session.add(one)
        record("sign_up.made", one, by=by, shift=shift.id, state=state)
    return one

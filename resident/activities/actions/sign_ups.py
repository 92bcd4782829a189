"""Taking a place in a shift, waiting for one, giving it back, and moving up."""

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, contains_eager

from resident import clock
from resident.accounts.models import SYSTEM, Person
from resident.activities.actions.locking import hold_people, hold_person, hold_shift
from resident.activities.actions.refusals import DeadlinePassed, ShiftFull, closed, overlaps
from resident.activities.models import OPEN_PLACES, Shift, SignUp, SignUpMove, SignUpState
from resident.activities.permissions import BEGUN, is_open
from resident.audit.actions import record
from resident.communities.models import Community
from resident.db import db
from resident.notifications.actions import notify


def sign_up(shift_id: int, *, community: Community, by: Person) -> SignUp:
    """Take a free place in a shift; a second time gives the place one already has.

    The view has asked `can_join`. Raises NotHere, CalledOff, DeadlinePassed, Overlaps with the
    other shift's name, and ShiftFull: nobody waits without having said so.
    """
    shift = hold_shift(shift_id, community.id)
    mine = _place_for(shift, by)
    if mine is not None and mine.state == SignUpState.SIGNED_UP:
        return mine
    if shift.taken >= shift.capacity:
        raise ShiftFull
    shift.taken += 1
    if mine is not None:
        mine.move(SignUpMove.MOVE_UP)
    else:
        mine = _enter(shift, by, SignUpState.SIGNED_UP)
    record("shift.sign_up", mine, by=by, shift=shift.id)
    return mine


def join_waitlist(shift_id: int, *, community: Community, by: Person) -> SignUp:
    """Wait for a place in a full shift; where one has become free meanwhile it is taken at once.

    A second time gives the place in the list one already has. Raises what `sign_up` raises
    except ShiftFull.
    """
    shift = hold_shift(shift_id, community.id)
    mine = _place_for(shift, by)
    if mine is not None:
        return mine
    if shift.taken < shift.capacity:
        shift.taken += 1
        mine = _enter(shift, by, SignUpState.SIGNED_UP)
    else:
        mine = _enter(shift, by, SignUpState.WAITING)
    record("shift.wait", mine, by=by, shift=shift.id, state=mine.state)
    return mine


def cancel_sign_up(shift_id: int, *, community: Community, by: Person) -> None:
    """Give one's place back, or leave the waiting list; without either nothing happens.

    The first who waits and has nothing else at that time moves up and is told. Raises NotHere,
    and DeadlinePassed once the shift has begun.
    """
    shift = hold_shift(shift_id, community.id)
    mine = db.session.scalar(
        select(SignUp).where(SignUp.shift_id == shift.id, SignUp.person_id == by.id, SignUp.state.in_(OPEN_PLACES))
    )
    if mine is None:
        return
    if clock.now() >= shift.starts_at:
        raise DeadlinePassed(BEGUN.message)
    held_a_place = mine.state == SignUpState.SIGNED_UP
    mine.move(SignUpMove.CANCEL)
    mine.ended_at = clock.now()
    record("shift.cancel_sign_up", mine, by=by, shift=shift.id)
    if held_a_place:
        shift.taken -= 1
        db.session.flush()
        move_up(shift, community=community, by=by)


def move_up(shift: Shift, *, community: Community, by: Person | None) -> None:
    """Give free places of a held shift to those who wait, in their order; who has another shift then is passed over."""
    last = 0
    while shift.taken < shift.capacity:
        waiting = _next_waiting(shift, last)
        if waiting is None:
            return
        last = waiting.id
        hold_people([waiting.person_id])
        if _is_elsewhere(shift, waiting.person_id):
            continue
        waiting.move(SignUpMove.MOVE_UP)
        waiting.moved_up_at = clock.now()
        shift.taken += 1
        db.session.flush()
        record("shift.move_up", waiting, by=by or SYSTEM, shift=shift.id)
        notify(
            [waiting.person_id],
            "activities.moved_up",
            path=f"/c/{community.slug}/activities/{shift.activity_id}",
            community_id=community.id,
            title=shift.activity.title,
            starts_at=shift.starts_at.isoformat(),
        )


def _place_for(shift: Shift, by: Person) -> SignUp | None:
    """What the person has in this shift already; else sees that they may come. Two statements."""
    hold_person(by)
    places = db.session.scalars(
        select(SignUp)
        .join(SignUp.shift)
        .where(
            SignUp.person_id == by.id,
            SignUp.state.in_(OPEN_PLACES),
            Shift.starts_at < shift.ends_at,
            Shift.ends_at > shift.starts_at,
        )
        .options(contains_eager(SignUp.shift))
    ).all()
    mine = next((place for place in places if place.shift_id == shift.id), None)
    if mine is not None and mine.state == SignUpState.SIGNED_UP:
        return mine
    verdict = is_open(shift, clock.now())
    if not verdict:
        raise closed(shift, verdict)
    for place in places:
        if place.shift_id != shift.id and place.state == SignUpState.SIGNED_UP:
            raise overlaps(place.shift)
    return mine


def _enter(shift: Shift, by: Person, state: SignUpState) -> SignUp:
    place = SignUp(
        community_id=shift.community_id, shift_id=shift.id, person_id=by.id, state=state, created_at=clock.now()
    )
    db.session.add(place)
    db.session.flush()
    return place


def _next_waiting(shift: Shift, after_id: int) -> SignUp | None:
    other, theirs = aliased(Shift), aliased(SignUp)
    is_elsewhere = exists().where(
        theirs.person_id == SignUp.person_id,
        theirs.state == SignUpState.SIGNED_UP,
        theirs.shift_id == other.id,
        other.starts_at < shift.ends_at,
        other.ends_at > shift.starts_at,
    )
    return db.session.scalar(
        select(SignUp)
        .where(SignUp.shift_id == shift.id, SignUp.state == SignUpState.WAITING, SignUp.id > after_id, ~is_elsewhere)
        .order_by(SignUp.id)
        .limit(1)
    )


def _is_elsewhere(shift: Shift, person_id: int) -> bool:
    other = db.session.scalar(
        select(Shift.id)
        .join(SignUp, SignUp.shift_id == Shift.id)
        .where(
            SignUp.person_id == person_id,
            SignUp.state == SignUpState.SIGNED_UP,
            Shift.id != shift.id,
            Shift.starts_at < shift.ends_at,
            Shift.ends_at > shift.starts_at,
        )
        .limit(1)
    )
    return other is not None

"""The roster of a shift: who has a place, who came, whose minutes are entered."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from resident import clock
from resident.activities.actions.presence import is_over, seen_minutes
from resident.activities.models import Activity, RecordState, ServiceRecord, Shift, SignUp, SignUpState
from resident.activities.permissions import can_check_in, can_check_out
from resident.db import db
from resident.web.errors import NotHere


@dataclass(frozen=True)
class RosterLine:
    """One person with a place and what the person in charge can do about it now."""

    place: SignUp
    record: ServiceRecord | None
    can_check_in: bool
    can_check_out: bool
    can_miss: bool
    can_enter: bool
    minutes: int

    @property
    def can_propose(self) -> bool:
        """Whether minutes were seen that nobody has entered yet."""
        return self.can_enter and self.minutes > 0


@dataclass(frozen=True)
class Roster:
    """Who has a place, in the order of their names, and who waits, in the order of their turn."""

    shift: Shift
    lines: list[RosterLine]
    waiting: list[SignUp]


def shifts_of(activity: Activity) -> list[Shift]:
    """The shifts of an activity that were not called off, the first one first. One statement."""
    return list(
        db.session.scalars(
            select(Shift)
            .where(Shift.activity_id == activity.id, Shift.cancelled_at.is_(None))
            .order_by(Shift.starts_at, Shift.id)
        )
    )


def shift_of(community_id: int, shift_id: int) -> Shift:
    """One shift with its activity and body. Raises NotHere. One statement."""
    shift = db.session.scalar(
        select(Shift)
        .where(Shift.id == shift_id, Shift.community_id == community_id)
        .options(joinedload(Shift.activity).joinedload(Activity.organization))
    )
    if shift is None:
        raise NotHere
    return shift


def at_hand(shifts: list[Shift]) -> Shift | None:
    """The shift the person in charge needs now: the running or next one, else the last."""
    now = clock.now()
    return next((shift for shift in shifts if shift.check_out_until > now), shifts[-1] if shifts else None)


def roster_of(shift: Shift) -> Roster:
    """Everybody in a shift and in its waiting list. Two statements."""
    places = db.session.scalars(
        select(SignUp)
        .where(SignUp.shift_id == shift.id, SignUp.state.in_((SignUpState.SIGNED_UP, SignUpState.WAITING)))
        .options(joinedload(SignUp.person))
        .order_by(SignUp.id)
    ).all()
    records = {
        record.person_id: record
        for record in db.session.scalars(
            select(ServiceRecord).where(ServiceRecord.shift_id == shift.id, ServiceRecord.state != RecordState.VOIDED)
        )
    }
    lines = [_line(place, records.get(place.person_id)) for place in places if place.state == SignUpState.SIGNED_UP]
    lines.sort(key=lambda line: line.place.person.display_name)
    return Roster(shift, lines, [place for place in places if place.state == SignUpState.WAITING])


def roster_line(sign_up_id: int, community_id: int) -> RosterLine:
    """One line of a roster. Raises NotHere. Two statements."""
    place = db.session.scalar(
        select(SignUp)
        .where(SignUp.id == sign_up_id, SignUp.community_id == community_id, SignUp.state == SignUpState.SIGNED_UP)
        .options(joinedload(SignUp.person), joinedload(SignUp.shift))
    )
    if place is None:
        raise NotHere
    record = db.session.scalar(
        select(ServiceRecord).where(
            ServiceRecord.shift_id == place.shift_id,
            ServiceRecord.person_id == place.person_id,
            ServiceRecord.state != RecordState.VOIDED,
        )
    )
    return _line(place, record)


def _line(place: SignUp, record: ServiceRecord | None) -> RosterLine:
    now, shift = clock.now(), place.shift
    is_there = place.checked_in_at is not None
    return RosterLine(
        place=place,
        record=record,
        can_check_in=not is_there and bool(can_check_in(place, now)),
        can_check_out=is_there and place.checked_out_at is None and bool(can_check_out(place, now)),
        can_miss=not is_there and place.no_show_at is None and record is None and now >= shift.starts_at,
        can_enter=record is None and is_over(shift, now),
        minutes=seen_minutes(place),
    )

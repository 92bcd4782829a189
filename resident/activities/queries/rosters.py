"""The roster of a shift: who has a place, who came, whose minutes are entered."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from resident import clock
from resident.accounts.models import Person
from resident.activities.models import (
    IS_LIVE,
    OPEN_SIGN_UPS,
    PRESENCE,
    TAKES_PLACE,
    Activity,
    ActivityState,
    ServiceRecord,
    Shift,
    SignUp,
    SignUpState,
)
from resident.activities.permissions import can_check_in, can_check_out, can_enter_minutes
from resident.activities.queries.showing import ActivityShown
from resident.activities.times import check_out_until, minutes_inside
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.organizations.permissions import LED
from resident.statements import entities, entity, first_of, in_one_of, row, written
from resident.undo.queries import Offer, offers
from resident.web.staff import SOON


@dataclass(frozen=True)
class RosterLine:
    """One person with a place and what the person in charge can do about it now."""

    sign_up: SignUp
    record: ServiceRecord | None
    can_check_in: bool
    can_check_out: bool
    can_miss: bool
    can_enter: bool
    minutes: int
    undo: Offer | None  # what was pressed last: attendance is put right until minutes are entered

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


class AtHand(NamedTuple):
    """Where the roster of a shift is."""

    activity_id: int
    shift_id: int


_SHIFTS = (
    select(Shift)
    .where(Shift.activity_id == bindparam("activity"), Shift.cancelled_at.is_(None))
    .order_by(Shift.starts_at, Shift.id)
)
_SHIFT = (
    select(Shift)
    .where(Shift.id == bindparam("shift"), Shift.community_id == bindparam("community"))
    .options(joinedload(Shift.activity).joinedload(Activity.organization))
)
AT_HAND = (
    select(Shift.id)
    .join(Activity, Activity.id == Shift.activity_id)
    .where(
        Shift.community_id == bindparam("community"),
        TAKES_PLACE,
        Shift.ends_at > bindparam("now"),
        Shift.starts_at < bindparam("soon"),
        Activity.state == ActivityState.PUBLISHED,
        Activity.organization_id.in_(LED),
    )
    .order_by(Shift.starts_at, Shift.id)
)
FIRST_AT_HAND = first_of(AT_HAND, Shift.starts_at)
_FIRST = AT_HAND.with_only_columns(Shift.activity_id, Shift.id).limit(1)
_SIGN_UPS = (
    select(SignUp)
    .join(SignUp.shift)
    .where(SignUp.shift_id == bindparam("shift"), in_one_of(SignUp.state, OPEN_SIGN_UPS))
    .options(joinedload(SignUp.person), contains_eager(SignUp.shift))
    .order_by(SignUp.id)
)
_RECORDS = select(ServiceRecord).where(ServiceRecord.shift_id == bindparam("shift"), IS_LIVE)
_RECORD = _RECORDS.where(ServiceRecord.person_id == bindparam("person"))
_SIGN_UP = (
    select(SignUp)
    .where(
        SignUp.id == bindparam("sign_up"),
        SignUp.community_id == bindparam("community"),
        SignUp.state == written(SignUpState.SIGNED_UP),
    )
    .options(joinedload(SignUp.person), joinedload(SignUp.shift).joinedload(Shift.activity))
)


def shifts_of(activity: ActivityShown) -> list[Shift]:
    """The shifts of an activity that were not called off, the first one first. One statement."""
    return list(entities(_SHIFTS, activity=activity.id))


def first_at_hand(community: Community, person: Person) -> AtHand | None:
    """The running or next shift of today that this person is in charge of; one statement."""
    now = clock.now()
    return row(AtHand, _FIRST, community=community.id, person=person.id, now=now, soon=now + SOON)


def shift_of(community: Community, shift_id: int) -> Shift | None:
    """This community's shift of this number with its activity and body; None for another's. One statement."""
    shift: Shift | None = entity(_SHIFT, community=community.id, shift=shift_id)
    return shift


def at_hand(shifts: list[Shift]) -> Shift | None:
    """The shift the person in charge needs now: the running or next one, else the last."""
    now = clock.now()
    return next((shift for shift in shifts if check_out_until(shift) > now), shifts[-1] if shifts else None)


def roster_of(shift: Shift) -> Roster:
    """Everybody in a shift and in its waiting list. Three statements."""
    sign_ups: list[SignUp] = list(entities(_SIGN_UPS, shift=shift.id))
    pressed = offers(community_of(shift), PRESENCE, [one.id for one in sign_ups])
    records: dict[int, ServiceRecord] = {record.person_id: record for record in entities(_RECORDS, shift=shift.id)}
    lines = [
        _line(one, records.get(one.person_id), pressed.get(one.id))
        for one in sign_ups
        if one.state == SignUpState.SIGNED_UP
    ]
    lines.sort(key=lambda line: line.sign_up.person.display_name)
    return Roster(shift, lines, [one for one in sign_ups if one.state == SignUpState.WAITING])


def roster_line(community: Community, sign_up_id: int) -> RosterLine | None:
    """One line of a roster, with shift and activity; None for whom has no place. Three statements."""
    sign_up: SignUp | None = entity(_SIGN_UP, community=community.id, sign_up=sign_up_id)
    if sign_up is None:
        return None
    record = entity(_RECORD, shift=sign_up.shift_id, person=sign_up.person_id)
    return _line(sign_up, record, offers(community, PRESENCE, [sign_up.id]).get(sign_up.id))


def _line(sign_up: SignUp, record: ServiceRecord | None, pressed: Offer | None) -> RosterLine:
    now, shift = clock.now(), sign_up.shift
    is_there = sign_up.checked_in_at is not None
    return RosterLine(
        sign_up=sign_up,
        record=record,
        can_check_in=not is_there and bool(can_check_in(sign_up, now)),
        can_check_out=is_there and sign_up.checked_out_at is None and bool(can_check_out(sign_up, now)),
        can_miss=not is_there and sign_up.no_show_at is None and record is None and now >= shift.starts_at,
        can_enter=record is None and bool(can_enter_minutes(shift, now)),
        minutes=minutes_inside(shift, sign_up.checked_in_at, sign_up.checked_out_at),
        undo=pressed if record is None else None,
    )

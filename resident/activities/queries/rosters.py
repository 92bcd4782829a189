"""The roster of a shift: who has a place, who came, whose minutes are entered."""

from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, select

from resident import clock
from resident.accounts.models import PersonRow
from resident.activities.models import (
    IS_LIVE,
    OPEN_SIGN_UPS,
    PRESENCE,
    Activity,
    ServiceRecord,
    Shift,
    SignUp,
    SignUpState,
)
from resident.activities.permissions import REACHED_FOR, can_check_in, can_check_out, can_enter_minutes, is_of_merchant
from resident.activities.queries.shifts import OF_SHIFT, RunShift, as_shift
from resident.activities.times import minutes_inside
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.statements import in_one_of, row, rows, written
from resident.undo.queries import Offer, offers


class Entered(NamedTuple):
    """Minutes of somebody on the roster that were entered and not voided."""

    id: int
    minutes: int
    how: str
    state: str


class Signed(NamedTuple):
    """One sign-up of a shift: whose it is, and what is known of their coming."""

    shift: RunShift
    id: int
    state: str
    name: str
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    no_show_at: datetime | None
    may_call: bool
    record: Entered | None


class RosterLine(NamedTuple):
    """One person with a place and what the person in charge can do about it now."""

    sign_up: Signed
    record: Entered | None
    can_check_in: bool
    can_check_out: bool
    can_miss: bool
    can_enter: bool
    minutes: int
    can_call: bool
    undo: Offer | None  # what was pressed last: attendance is put right until minutes are entered

    @property
    def can_propose(self) -> bool:
        """Whether minutes were seen that nobody has entered yet."""
        return self.can_enter and self.minutes > 0


class Roster(NamedTuple):
    """Who has a place, in the order of their names, and who waits, in the order of their turn."""

    shift: RunShift
    lines: list[RosterLine]
    waiting: list[Signed]


_OF_SIGN_UP: tuple[Any, ...] = (
    SignUp.id,
    SignUp.state,
    PersonRow.display_name,
    SignUp.checked_in_at,
    SignUp.checked_out_at,
    SignUp.no_show_at,
    SignUp.may_call,
    ServiceRecord.id,
    ServiceRecord.minutes,
    ServiceRecord.how,
    ServiceRecord.state,
)
_OWN = len(Signed._fields) - 2  # without the shift and the record
_RECORDED = and_(ServiceRecord.shift_id == SignUp.shift_id, ServiceRecord.person_id == SignUp.person_id, IS_LIVE)
_SIGN_UPS = (
    select(*_OF_SIGN_UP)
    .join(PersonRow, PersonRow.id == SignUp.person_id)
    .outerjoin(ServiceRecord, _RECORDED)
    .where(SignUp.shift_id == bindparam("shift"), in_one_of(SignUp.state, OPEN_SIGN_UPS))
    .order_by(SignUp.id)
)
_SIGN_UP = (
    select(*OF_SHIFT, *_OF_SIGN_UP)
    .select_from(SignUp)
    .join(Shift, Shift.id == SignUp.shift_id)
    .join(Activity, Activity.id == Shift.activity_id)
    .join(PersonRow, PersonRow.id == SignUp.person_id)
    .outerjoin(ServiceRecord, _RECORDED)
    .where(
        SignUp.id == bindparam("sign_up"),
        SignUp.community_id == bindparam("community"),
        SignUp.state == written(SignUpState.SIGNED_UP),
    )
)


def roster_of(shift: RunShift) -> Roster:
    """Everybody in a shift and in its waiting list. Two statements."""
    sign_ups = rows(partial(_signed, shift), _SIGN_UPS, shift=shift.id)
    pressed = offers(community_of(shift), PRESENCE, [one.id for one in sign_ups])
    lines = [_line(one, pressed.get(one.id)) for one in sign_ups if one.state == SignUpState.SIGNED_UP]
    lines.sort(key=lambda line: line.sign_up.name)
    return Roster(shift, lines, [one for one in sign_ups if one.state == SignUpState.WAITING])


def roster_line(community: Community, sign_up_id: int) -> RosterLine | None:
    """One line of a roster, with shift and activity; None for whom has no place. Two statements."""
    sign_up = row(_signed_with_shift, _SIGN_UP, community=community.id, sign_up=sign_up_id)
    if sign_up is None:
        return None
    return _line(sign_up, offers(community, PRESENCE, [sign_up.id]).get(sign_up.id))


def _signed(shift: RunShift, *columns: Any) -> Signed:
    record = columns[_OWN:]
    return Signed._make((shift, *columns[:_OWN], Entered(*record) if record[0] is not None else None))


def _signed_with_shift(*columns: Any) -> Signed:
    return _signed(as_shift(*columns[: len(OF_SHIFT)]), *columns[len(OF_SHIFT) :])


def _line(sign_up: Signed, pressed: Offer | None) -> RosterLine:
    now, shift, record = clock.now(), sign_up.shift, sign_up.record
    is_there = sign_up.checked_in_at is not None
    return RosterLine(
        sign_up=sign_up,
        record=record,
        can_check_in=not is_there and bool(can_check_in(sign_up, now)),
        can_check_out=is_there and sign_up.checked_out_at is None and bool(can_check_out(sign_up, now)),
        can_miss=not is_there and sign_up.no_show_at is None and record is None and now >= shift.starts_at,
        can_enter=record is None and bool(can_enter_minutes(shift, now)),
        minutes=minutes_inside(shift, sign_up.checked_in_at, sign_up.checked_out_at),
        can_call=sign_up.may_call and now <= shift.ends_at + REACHED_FOR and not is_of_merchant(shift.activity),
        undo=pressed if record is None else None,
    )

"""The shifts of an activity as cards: what one can do with each."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select

from resident import clock
from resident.accounts.models import Person
from resident.activities.models import Shift, SignUp, SignUpState
from resident.activities.permissions import is_open
from resident.activities.queries.showing import ActivityShown, ShiftShown, my_deeds
from resident.activities.queries.sign_ups import MySignUp, my_sign_ups
from resident.activities.times import CHECK_OUT_AFTER, overlap
from resident.statements import rows, written
from resident.undo.queries import Offer

MOST_SHOWN = 30


class Card(NamedTuple):
    """One shift on the page of its activity.

    `offer` names what the person can do with it: `in`, `waiting`, `open`, `full` (wait), or why
    nothing: `elsewhere` (then `other` is the shift one has), `closed`, `over`, `called_off`, `not_published`.
    """

    shift: ShiftShown
    offer: str
    sign_up: MySignUp | None = None
    other: MySignUp | None = None
    is_to_come: bool = False
    undo: Offer | None = None  # what this person did about this shift a moment ago


_WAITING = (
    select(func.count())
    .where(SignUp.shift_id == Shift.id, SignUp.state == written(SignUpState.WAITING))
    .correlate(Shift)
    .scalar_subquery()
)
_SHIFTS = (
    select(
        Shift.id,
        Shift.name,
        Shift.place,
        Shift.starts_at,
        Shift.ends_at,
        Shift.sign_up_until,
        Shift.capacity,
        Shift.taken,
        Shift.cancelled_at,
        Shift.reason,
        _WAITING,
    )
    .where(Shift.activity_id == bindparam("activity"))
    .order_by(case((Shift.ends_at > bindparam("end"), 0), else_=1), Shift.starts_at, Shift.id)
    .limit(MOST_SHOWN)
)


def cards(activity: ActivityShown, person: Person | None) -> list[Card]:
    """The shifts to come (or, where there are none, those that were), each with what this person can do.

    One statement, and two more for somebody.
    """
    now = clock.now()
    shifts = _shown(activity, now)
    mine = my_sign_ups(person) if person else []
    done = my_deeds(activity, person) if person else {}
    return [_card(activity, shift, mine, now)._replace(undo=done.get(shift.id)) for shift in shifts]


def _shown(activity: ActivityShown, now: datetime) -> list[ShiftShown]:
    """What is not over yet first; what is over only where nothing is to come."""
    end = now - CHECK_OUT_AFTER
    shifts = rows(ShiftShown, _SHIFTS, activity=activity.id, end=end)
    return [shift for shift in shifts if shift.ends_at > end] or shifts


def _card(activity: ActivityShown, shift: ShiftShown, mine: list[MySignUp], now: datetime) -> Card:
    own = next((one for one in mine if one.shift_id == shift.id), None)
    other = next((one for one in mine if one.has_place and one is not own and overlap(one, shift)), None)
    return Card(shift, _offer(activity, shift, own, other, now), own, other, now < shift.starts_at)


def _offer(
    activity: ActivityShown, shift: ShiftShown, own: MySignUp | None, other: MySignUp | None, now: datetime
) -> str:
    if shift.cancelled_at is not None:
        return "called_off"
    if own and own.has_place:
        return "in"
    if shift.ends_at <= now:
        return "over"
    verdict = is_open(activity, shift, now)
    if own and (shift.free == 0 or other or not verdict):
        return "waiting"
    if not verdict:
        return verdict.reason
    if other:
        return "elsewhere"
    return "open" if shift.free else "full"

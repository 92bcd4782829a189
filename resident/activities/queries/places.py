"""Shifts as one person sees them: a place held, a place in line, or what stands in the way."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased, contains_eager

from resident import clock
from resident.activities.models import CHECK_OUT_AFTER, Activity, Shift, SignUp, SignUpState
from resident.activities.permissions import is_open
from resident.db import db
from resident.web.errors import NotHere

MOST_SHOWN = 30
ACTIVE = (SignUpState.SIGNED_UP, SignUpState.WAITING)


@dataclass(frozen=True)
class Place:
    """A sign-up and, while it waits, its number in line (from 1)."""

    sign_up: SignUp
    in_line: int

    @property
    def holds(self) -> bool:
        return self.sign_up.state == SignUpState.SIGNED_UP


@dataclass(frozen=True)
class Card:
    """One shift on the page of its activity.

    `offer` names what the person can do with it: `in`, `waiting`, `open`, `full` (wait), or why
    nothing: `elsewhere` (then `other` is the shift one has), `closed`, `over`, `called_off`, `not_published`.
    """

    shift: Shift
    offer: str
    waiting: int = 0
    place: Place | None = None
    other: Shift | None = None
    is_to_come: bool = False


def cards(activity: Activity, person_id: int | None) -> list[Card]:
    """The shifts to come (or, where there are none, those that were), each with what this person can do. Three statements."""
    now = clock.now()
    shifts = _shown(activity)
    mine = my_places(person_id) if person_id else []
    by_shift = {place.sign_up.shift_id: place for place in mine}
    waiting = _waiting([shift.id for shift in shifts])
    return [_card(shift, by_shift.get(shift.id), mine, waiting.get(shift.id, 0), now) for shift in shifts]


def my_places(person_id: int, community_id: int | None = None) -> list[Place]:
    """What a person is signed up for or waits for, until check-out closes, the next first. One statement."""
    other = aliased(SignUp)
    in_line = (
        select(func.count())
        .where(other.shift_id == SignUp.shift_id, other.state == SignUpState.WAITING, other.id <= SignUp.id)
        .scalar_subquery()
    )
    query = (
        select(SignUp, case((SignUp.state == SignUpState.WAITING, in_line), else_=0))
        .join(SignUp.shift)
        .join(Shift.activity)
        .where(SignUp.person_id == person_id, SignUp.state.in_(ACTIVE), Shift.ends_at > clock.now() - CHECK_OUT_AFTER)
        .options(contains_eager(SignUp.shift).contains_eager(Shift.activity))
        .order_by(Shift.starts_at, Shift.id)
        .limit(100)
    )
    if community_id is not None:
        query = query.where(SignUp.community_id == community_id)
    return [Place(sign_up, in_line) for sign_up, in_line in db.session.execute(query)]


def my_next_place(person_id: int, community_id: int) -> SignUp | None:
    """The next shift in which a person has a place, or the one at hand, for the home page. One statement.

    `sign_up.shift.check_in_from <= now` says that check-in is open.
    """
    return db.session.scalar(
        select(SignUp)
        .join(SignUp.shift)
        .join(Shift.activity)
        .where(
            SignUp.person_id == person_id,
            SignUp.community_id == community_id,
            SignUp.state == SignUpState.SIGNED_UP,
            Shift.ends_at > clock.now(),
        )
        .options(contains_eager(SignUp.shift).contains_eager(Shift.activity))
        .order_by(Shift.starts_at, Shift.id)
        .limit(1)
    )


def place_by_key(key: str, community_id: int, person_id: int) -> tuple[Shift, SignUp | None]:
    """The shift whose code was scanned, and the person's place in it. Raises NotHere. Two statements."""
    shift = db.session.scalar(
        select(Shift)
        .join(Shift.activity)
        .where(Shift.check_in_key == key, Shift.community_id == community_id)
        .options(contains_eager(Shift.activity))
    )
    if shift is None:
        raise NotHere
    place = db.session.scalar(
        select(SignUp).where(SignUp.shift_id == shift.id, SignUp.person_id == person_id, SignUp.state.in_(ACTIVE))
    )
    return shift, place


def own_place(sign_up_id: int, community_id: int, person_id: int) -> SignUp:
    """A place of one's own. Raises NotHere. One statement."""
    place = db.session.get(SignUp, sign_up_id)
    if place is None or (place.community_id, place.person_id) != (community_id, person_id):
        raise NotHere
    return place


def _shown(activity: Activity) -> list[Shift]:
    """What is not over yet first; what is over only where nothing is to come."""
    end = clock.now() - CHECK_OUT_AFTER
    shifts = db.session.scalars(
        select(Shift)
        .where(Shift.activity_id == activity.id)
        .order_by(case((Shift.ends_at > end, 0), else_=1), Shift.starts_at, Shift.id)
        .limit(MOST_SHOWN)
    ).all()
    return [shift for shift in shifts if shift.ends_at > end] or list(shifts)


def _waiting(shift_ids: list[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(SignUp.shift_id, func.count().label("waiting"))
        .where(SignUp.shift_id.in_(shift_ids), SignUp.state == SignUpState.WAITING)
        .group_by(SignUp.shift_id)
    )
    return {row.shift_id: row.waiting for row in rows}


def _card(shift: Shift, place: Place | None, mine: list[Place], waiting: int, now: datetime) -> Card:
    other = next(
        (
            one.sign_up.shift
            for one in mine
            if one.holds
            and one.sign_up.shift_id != shift.id
            and one.sign_up.shift.starts_at < shift.ends_at
            and one.sign_up.shift.ends_at > shift.starts_at
        ),
        None,
    )
    return Card(shift, _offer(shift, place, other, now), waiting, place, other, now < shift.starts_at)


def _offer(shift: Shift, place: Place | None, other: Shift | None, now: datetime) -> str:
    if shift.cancelled_at is not None:
        return "called_off"
    if place and place.holds:
        return "in"
    if shift.ends_at <= now:
        return "over"
    verdict = is_open(shift, now)
    if place and (shift.free == 0 or other or not verdict):
        return "waiting"
    if not verdict:
        return verdict.reason
    if other:
        return "elsewhere"
    return "open" if shift.free else "full"

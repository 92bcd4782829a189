"""What one person has signed up for or waits for, and how they are found at the door."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import aliased, contains_eager

from resident import clock
from resident.accounts.models import Person
from resident.activities.models import OPEN_SIGN_UPS, Activity, Shift, SignUp, SignUpState
from resident.activities.times import CHECK_OUT_AFTER
from resident.columns import UtcDateTime
from resident.communities.models import Community
from resident.statements import entity, in_one_of, row, rows, written

MOST = 100


class MySignUp(NamedTuple):
    """A sign-up with its shift and, while it waits, its number in line (from 1)."""

    id: int
    state: str
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    shift_id: int
    starts_at: datetime
    ends_at: datetime
    place: dict[str, str]
    activity_id: int
    title: dict[str, str]
    may_call: bool
    in_line: int = 0

    @property
    def has_place(self) -> bool:
        """Whether this person is expected, not only waiting."""
        return self.state == SignUpState.SIGNED_UP


class MyPlace(NamedTuple):
    """What a person has or had in one shift of an activity."""

    state: str
    shift_id: int
    starts_at: datetime
    ends_at: datetime
    place: dict[str, str]
    cancelled_at: datetime | None

    @property
    def has_place(self) -> bool:
        """Whether this person is expected, not only waiting."""
        return self.state == SignUpState.SIGNED_UP

    @property
    def is_to_come(self) -> bool:
        """Whether the person can still cancel it."""
        return self.state in OPEN_SIGN_UPS and self.cancelled_at is None and clock.now() < self.starts_at


_others = aliased(SignUp)
_IN_LINE = case(
    (
        SignUp.state == written(SignUpState.WAITING),
        select(func.count())
        .where(_others.shift_id == SignUp.shift_id, _others.state == SignUpState.WAITING, _others.id <= SignUp.id)
        .correlate(SignUp)
        .scalar_subquery(),
    ),
    else_=0,
)
_MINE = (
    select(
        SignUp.id,
        SignUp.state,
        SignUp.checked_in_at,
        SignUp.checked_out_at,
        Shift.id.label("shift_id"),
        Shift.starts_at,
        Shift.ends_at,
        Shift.place,
        Activity.id.label("activity_id"),
        Activity.title,
        SignUp.may_call,
    )
    .join(Shift, Shift.id == SignUp.shift_id)
    .join(Activity, Activity.id == Shift.activity_id)
    .where(SignUp.person_id == bindparam("person"), Shift.ends_at > bindparam("now", type_=UtcDateTime))
    .order_by(Shift.starts_at, Shift.id)
)
_EVERYWHERE = _MINE.add_columns(_IN_LINE).where(in_one_of(SignUp.state, OPEN_SIGN_UPS)).limit(MOST)
_HERE = _EVERYWHERE.where(SignUp.community_id == bindparam("community"))
NEXT_SIGN_UP = _MINE.where(
    SignUp.community_id == bindparam("community"), SignUp.state == written(SignUpState.SIGNED_UP)
).limit(1)
_PLACES_IN = (
    select(SignUp.state, Shift.id, Shift.starts_at, Shift.ends_at, Shift.place, Shift.cancelled_at)
    .join(Shift, Shift.id == SignUp.shift_id)
    .where(Shift.activity_id == bindparam("activity"), SignUp.person_id == bindparam("person"))
    .order_by(Shift.starts_at, SignUp.id)
    .limit(MOST)
)
_BY_KEY = (
    select(Shift)
    .join(Shift.activity)
    .where(Shift.check_in_key == bindparam("key"), Shift.community_id == bindparam("community"))
    .options(contains_eager(Shift.activity))
)
_IN_SHIFT = select(SignUp).where(
    SignUp.shift_id == bindparam("shift"),
    SignUp.person_id == bindparam("person"),
    in_one_of(SignUp.state, OPEN_SIGN_UPS),
)
_OWN = (
    select(SignUp)
    .join(SignUp.shift)
    .where(
        SignUp.id == bindparam("sign_up"),
        SignUp.community_id == bindparam("community"),
        SignUp.person_id == bindparam("person"),
    )
    .options(contains_eager(SignUp.shift))
)


def my_sign_ups(person: Person, community: Community | None = None) -> list[MySignUp]:
    """What a person is signed up for or waits for, until check-out closes, the next first. One statement.

    Without a community: wherever it is, as nobody is in two places at once.
    """
    bound: dict[str, Any] = {"person": person.id, "now": clock.now() - CHECK_OUT_AFTER}
    if community is None:
        return rows(MySignUp, _EVERYWHERE, **bound)
    return rows(MySignUp, _HERE, **bound, community=community.id)


def my_next_place(community: Community, person: Person) -> MySignUp | None:
    """The next shift in which a person has a place, or the one at hand, for the home page. One statement."""
    return row(MySignUp, NEXT_SIGN_UP, community=community.id, person=person.id, now=clock.now())


def places_in(activity_id: int, person: Person) -> list[MyPlace]:
    """What a person has or had in each shift of an activity, the first one first. One statement."""
    return rows(MyPlace, _PLACES_IN, activity=activity_id, person=person.id)


def shift_by_key(community: Community, key: str) -> Shift | None:
    """The shift whose code was scanned, with its activity. One statement."""
    shift: Shift | None = entity(_BY_KEY, community=community.id, key=key)
    return shift


def sign_up_in(shift: Shift, person: Person) -> SignUp | None:
    """The person's sign-up in a shift, with a place or waiting. One statement."""
    sign_up: SignUp | None = entity(_IN_SHIFT, shift=shift.id, person=person.id)
    return sign_up


def own_sign_up(community: Community, sign_up_id: int, person: Person) -> SignUp | None:
    """A sign-up of one's own with its shift; None for somebody else's. One statement."""
    sign_up: SignUp | None = entity(_OWN, community=community.id, sign_up=sign_up_id, person=person.id)
    return sign_up

"""One activity with its shifts, each with what this person can do there."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select

from resident import clock
from resident.accounts.models import Person
from resident.activities.models import PLACES, Activity, Shift, SignUp, SignUpState
from resident.activities.permissions import is_open
from resident.activities.queries.sign_ups import MySignUp, my_sign_ups
from resident.activities.times import CHECK_OUT_AFTER, overlap
from resident.communities.models import Community
from resident.ids import CommunityId, PersonId
from resident.organizations.models import Organization
from resident.statements import in_one_of, row, rows, written
from resident.undo.models import Deed
from resident.undo.permissions import UNDO_FOR
from resident.undo.queries import Offer

MOST_SHOWN = 30


class ActivityShown(NamedTuple):
    """An activity as its pages show it, with the name and telephone number of its body."""

    id: int
    community_id: CommunityId
    organization_id: int
    title: dict[str, str]
    body: dict[str, str]
    conditions: dict[str, str]
    risks: dict[str, str]
    protections: dict[str, str]
    picture: str
    contact_name: str
    state: str
    version: int
    reason: str
    taken_down_at: datetime | None
    organization: dict[str, str]
    phone: str


class ShiftShown(NamedTuple):
    """A shift as the page of its activity shows it, and how many wait for a place."""

    id: int
    name: dict[str, str]
    place: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    sign_up_until: datetime
    capacity: int
    taken: int
    cancelled_at: datetime | None
    reason: str
    waiting: int

    @property
    def free(self) -> int:
        """Places that are nobody's."""
        return self.capacity - self.taken


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


class _Done(NamedTuple):
    """A deed about a place, with its shift; the other fields are those of an offer."""

    shift_id: int
    id: int
    kind: str
    subject_id: int
    by_id: PersonId
    at: datetime


_DONE = (
    select(SignUp.shift_id, Deed.id, Deed.kind, Deed.subject_id, Deed.by_id, Deed.at)
    .join(SignUp, SignUp.id == Deed.subject_id)
    .join(Shift, Shift.id == SignUp.shift_id)
    .where(
        in_one_of(Deed.kind, PLACES),
        Deed.undone_at.is_(None),
        Deed.at >= bindparam("since"),
        SignUp.person_id == bindparam("person"),
        Deed.by_id == bindparam("person"),
        Shift.activity_id == bindparam("activity"),
    )
    .order_by(Deed.id)
)
_ACTIVITY = (
    select(
        Activity.id,
        Activity.community_id,
        Activity.organization_id,
        Activity.title,
        Activity.body,
        Activity.conditions,
        Activity.risks,
        Activity.protections,
        Activity.picture,
        Activity.contact_name,
        Activity.state,
        Activity.version,
        Activity.reason,
        Activity.taken_down_at,
        Organization.name,
        Organization.phone,
    )
    .join(Organization, Organization.id == Activity.organization_id)
    .where(Activity.id == bindparam("activity"), Activity.community_id == bindparam("community"))
)
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


def activity_of(community: Community, activity_id: int) -> ActivityShown | None:
    """This community's activity of this number; None for another community's. One statement."""
    return row(ActivityShown, _ACTIVITY, community=community.id, activity=activity_id)


def cards(activity: ActivityShown, person: Person | None) -> list[Card]:
    """The shifts to come (or, where there are none, those that were), each with what this person can do.

    One statement, and two more for somebody.
    """
    now = clock.now()
    shifts = _shown(activity, now)
    mine = my_sign_ups(person) if person else []
    done = my_deeds(activity, person) if person else {}
    return [_card(activity, shift, mine, now)._replace(undo=done.get(shift.id)) for shift in shifts]


def my_deeds(activity: ActivityShown, person: Person) -> dict[int, Offer]:
    """What a person did a moment ago about their place in each shift and may still undo: {shift: offer}. One statement."""
    since = clock.now() - UNDO_FOR
    found = rows(_Done, _DONE, activity=activity.id, person=person.id, since=since)
    return {one.shift_id: Offer(*one[1:]) for one in found}


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

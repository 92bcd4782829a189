"""One shift as whoever runs it sees it, with the activity it belongs to."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Person
from resident.activities.models import TAKES_PLACE, Activity, ActivityState, Shift
from resident.activities.queries.showing import ActivityShown
from resident.activities.times import check_out_until
from resident.communities.models import Community
from resident.ids import CommunityId
from resident.organizations.permissions import LED
from resident.statements import first_of, row, rows, written
from resident.web.staff import SOON


class AtHand(NamedTuple):
    """Where the roster of a shift is."""

    activity_id: int
    shift_id: int


class RunActivity(NamedTuple):
    """The activity of a shift: what it is called, and what says who runs it."""

    id: int
    community_id: CommunityId
    organization_id: int
    title: dict[str, str]
    state: str
    taken_down_at: datetime | None


class RunShift(NamedTuple):
    """A shift with everything that can be changed of it."""

    id: int
    name: dict[str, str]
    place: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    sign_up_until: datetime
    capacity: int
    taken: int
    version: int
    cancelled_at: datetime | None
    check_in_key: str
    activity: RunActivity

    @property
    def activity_id(self) -> int:
        """The number of its activity, as a row of it says it."""
        return self.activity.id

    @property
    def community_id(self) -> CommunityId:
        """Where it is."""
        return self.activity.community_id


OF_SHIFT: tuple[Any, ...] = (
    Shift.id,
    Shift.name,
    Shift.place,
    Shift.starts_at,
    Shift.ends_at,
    Shift.sign_up_until,
    Shift.capacity,
    Shift.taken,
    Shift.version,
    Shift.cancelled_at,
    Shift.check_in_key,
    Activity.id,
    Activity.community_id,
    Activity.organization_id,
    Activity.title,
    Activity.state,
    Activity.taken_down_at,
)
_OWN = len(RunShift._fields) - 1
_ALL = select(*OF_SHIFT).join(Activity, Activity.id == Shift.activity_id)
_SHIFTS = _ALL.where(Shift.activity_id == bindparam("activity"), Shift.cancelled_at.is_(None)).order_by(
    Shift.starts_at, Shift.id
)
AT_HAND = (
    select(Shift.id)
    .join(Activity, Activity.id == Shift.activity_id)
    .where(
        Shift.community_id == bindparam("community"),
        TAKES_PLACE,
        Shift.ends_at > bindparam("now"),
        Shift.starts_at < bindparam("soon"),
        Activity.state == written(ActivityState.PUBLISHED),
        Activity.organization_id.in_(LED),
    )
    .order_by(Shift.starts_at, Shift.id)
)
FIRST_AT_HAND = first_of(AT_HAND, Shift.starts_at)
_FIRST = AT_HAND.with_only_columns(Shift.activity_id, Shift.id).limit(1)
_SHIFT = _ALL.where(Shift.id == bindparam("shift"), Shift.community_id == bindparam("community"))


def as_shift(*columns: Any) -> RunShift:
    """The shift of what stands in the columns OF_SHIFT."""
    return RunShift._make((*columns[:_OWN], RunActivity(*columns[_OWN:])))


def shifts_of(activity: ActivityShown) -> list[RunShift]:
    """The shifts of an activity that were not called off, the first one first. One statement."""
    return rows(as_shift, _SHIFTS, activity=activity.id)


def shift_of(community: Community, shift_id: int) -> RunShift | None:
    """This community's shift of this number with its activity; None for another's. One statement."""
    return row(as_shift, _SHIFT, community=community.id, shift=shift_id)


def first_at_hand(community: Community, person: Person) -> AtHand | None:
    """The running or next shift of today that this person is in charge of; one statement."""
    now = clock.now()
    return row(AtHand, _FIRST, community=community.id, person=person.id, now=now, soon=now + SOON)


def at_hand(shifts: list[RunShift]) -> RunShift | None:
    """The shift the person in charge needs now: the running or next one, else the last."""
    now = clock.now()
    return next((shift for shift in shifts if check_out_until(shift) > now), shifts[-1] if shifts else None)

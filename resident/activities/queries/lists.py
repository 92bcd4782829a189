"""Activities in lists: what comes next, what is over, and what one's own bodies have called for."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func, select

from resident import clock
from resident.activities.models import IS_LIVE, TAKES_PLACE, Activity, ActivityState, RecordState, ServiceRecord, Shift
from resident.communities.models import Community
from resident.organizations.models import Organization
from resident.statements import rows, written
from resident.web.keyset import Keyset, Page


class Listed(NamedTuple):
    """The next shift of an activity, how many shifts are to come, how many of all their places one can still have, and
    until when.
    """

    activity_id: int
    title: dict[str, str]
    organization: dict[str, str]
    id: int
    starts_at: datetime
    ends_at: datetime
    place: dict[str, str]
    capacity: int
    taken: int
    sign_up_until: datetime
    shifts: int
    free_in_all: int
    open_until: datetime

    @property
    def is_closed(self) -> bool:
        """Whether nobody can sign up for any shift any more, not even for the waiting list."""
        return clock.now() > self.open_until

    @property
    def free(self) -> int:
        """Places of this shift that one can still have."""
        return self.capacity - self.taken if clock.now() <= self.sign_up_until else 0


class Past(NamedTuple):
    """An activity that is over, with the minutes given in it that count."""

    id: int
    title: dict[str, str]
    organization: dict[str, str]
    last_ends_at: datetime
    minutes: int


class Called(NamedTuple):
    """An activity a body has called for, in whatever state."""

    id: int
    title: dict[str, str]
    organization: dict[str, str]
    state: str
    last_ends_at: datetime | None


_EACH: dict[str, Any] = {"partition_by": Shift.activity_id}
_CAN_BE_HAD = case((Shift.sign_up_until >= bindparam("now"), Shift.capacity - Shift.taken), else_=0)
_TO_COME = (
    select(
        Shift.id,
        Shift.activity_id,
        Shift.starts_at,
        Shift.ends_at,
        Shift.place,
        Shift.capacity,
        Shift.taken,
        Shift.sign_up_until,
        func.row_number().over(**_EACH, order_by=(Shift.starts_at, Shift.id)).label("number"),
        func.count().over(**_EACH).label("shifts"),
        func.sum(_CAN_BE_HAD).over(**_EACH).label("free_in_all"),
        func.max(Shift.sign_up_until).over(**_EACH).label("open_until"),
    )
    .where(Shift.community_id == bindparam("community"), TAKES_PLACE, Shift.ends_at > bindparam("now"))
    .subquery()
)
_NEXT = (_TO_COME.c.starts_at, _TO_COME.c.id)
_UPCOMING = (
    select(
        Activity.id.label("activity_id"),
        Activity.title,
        Organization.name,
        _TO_COME.c.id,
        _TO_COME.c.starts_at,
        _TO_COME.c.ends_at,
        _TO_COME.c.place,
        _TO_COME.c.capacity,
        _TO_COME.c.taken,
        _TO_COME.c.sign_up_until,
        _TO_COME.c.shifts,
        _TO_COME.c.free_in_all,
        _TO_COME.c.open_until,
    )
    .join(Activity, Activity.id == _TO_COME.c.activity_id)
    .join(Organization, Organization.id == Activity.organization_id)
    .where(_TO_COME.c.number == 1, Activity.state == written(ActivityState.PUBLISHED), Activity.taken_down_at.is_(None))
)
_FEW = _UPCOMING.order_by(*_NEXT).limit(bindparam("most"))
_COMING = Keyset(Listed, _UPCOMING, *_NEXT, ascending=True)
_GIVEN = (
    select(func.coalesce(func.sum(ServiceRecord.minutes), 0))
    .join(Shift, ServiceRecord.shift_id == Shift.id)
    .where(
        Shift.activity_id == Activity.id,
        ServiceRecord.state == written(RecordState.FINAL),
        IS_LIVE,
    )
    .correlate(Activity)
    .scalar_subquery()
)
_OF_BODY = select(Activity.id, Activity.title, Organization.name).join(
    Organization, Organization.id == Activity.organization_id
)
_PAST = Keyset(
    Past,
    _OF_BODY.add_columns(Activity.last_ends_at, _GIVEN).where(
        Activity.community_id == bindparam("community"),
        Activity.state == written(ActivityState.PUBLISHED),
        Activity.taken_down_at.is_(None),
        Activity.last_ends_at <= bindparam("now"),
    ),
    Activity.last_ends_at,
    Activity.id,
)
_CALLED = Keyset(
    Called,
    _OF_BODY.add_columns(Activity.state, Activity.last_ends_at).where(
        Activity.community_id == bindparam("community"),
        Activity.organization_id.in_(bindparam("bodies", expanding=True)),
    ),
    Activity.id,
)


def upcoming(community: Community, after: str = "") -> Page[Listed]:
    """Published activities with a shift still to come or running, the next one first. One statement."""
    return _COMING.page(after, community=community.id, now=clock.now())


def next_activities(community: Community, limit: int = 3) -> list[Listed]:
    """The first few of `upcoming`, for the home page. One statement."""
    return rows(Listed, _FEW, community=community.id, now=clock.now(), most=limit)


def past(community: Community, after: str = "") -> Page[Past]:
    """Published activities that are over, the last one first. One statement."""
    return _PAST.page(after, community=community.id, now=clock.now())


def of_bodies(community: Community, organization_ids: list[int], after: str = "") -> Page[Called]:
    """Whatever these bodies have called for, in every state, the newest first. One statement."""
    return _CALLED.page(after, community=community.id, bodies=organization_ids)

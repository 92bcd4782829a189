"""Minutes: to be confirmed, in public notice, and one's own."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from resident.accounts.models import Person, PersonRow
from resident.activities.models import IS_LIVE, Activity, How, RecordState, ServiceRecord, Shift, Volunteer
from resident.activities.queries.shifts import OF_SHIFT, RunShift, as_shift
from resident.communities.models import Community
from resident.ids import PersonId
from resident.statements import row, rows, value, written
from resident.web.keyset import Keyset, Page


class Minutes(NamedTuple):
    """A person's minutes that count, as two counters that are never added up, and those still on their way."""

    seen: int = 0
    by_hand: int = 0
    on_their_way: int = 0


class MyRecord(NamedTuple):
    """A service record of one's own."""

    id: int
    title: dict[str, str]
    starts_at: datetime
    minutes: int
    how: str
    state: str
    notice_until: datetime | None
    points: int | None
    void_reason: str


class OneRecord(NamedTuple):
    """A service record on the page that corrects it."""

    shift: RunShift
    id: int
    person_id: PersonId
    person: str
    started_at: datetime
    ended_at: datetime
    minutes: int
    how: str
    state: str


class _Sum(NamedTuple):
    how: str
    state: str
    minutes: int


_MINE = (
    select(
        ServiceRecord.id,
        Activity.title,
        Shift.starts_at,
        ServiceRecord.minutes,
        ServiceRecord.how,
        ServiceRecord.state,
        ServiceRecord.notice_until,
        ServiceRecord.points,
        ServiceRecord.void_reason,
    )
    .join(Shift, Shift.id == ServiceRecord.shift_id)
    .join(Activity, Activity.id == Shift.activity_id)
    .where(ServiceRecord.person_id == bindparam("person"), ServiceRecord.community_id == bindparam("community"))
)
_MY_RECORDS = Keyset(MyRecord, _MINE, ServiceRecord.id)
MY_NEWEST_IN_NOTICE = (
    _MINE.where(ServiceRecord.state == written(RecordState.IN_NOTICE)).order_by(ServiceRecord.id.desc()).limit(1)
)
_MINUTES = (
    select(ServiceRecord.how, ServiceRecord.state, func.sum(ServiceRecord.minutes))
    .where(
        ServiceRecord.person_id == bindparam("person"),
        ServiceRecord.community_id == bindparam("community"),
        IS_LIVE,
    )
    .group_by(ServiceRecord.how, ServiceRecord.state)
)
_NUMBER = select(Volunteer.number).where(
    Volunteer.person_id == bindparam("person"), Volunteer.community_id == bindparam("community")
)
_RECORD = (
    select(
        *OF_SHIFT,
        ServiceRecord.id,
        ServiceRecord.person_id,
        PersonRow.display_name,
        ServiceRecord.started_at,
        ServiceRecord.ended_at,
        ServiceRecord.minutes,
        ServiceRecord.how,
        ServiceRecord.state,
    )
    .select_from(ServiceRecord)
    .join(Shift, Shift.id == ServiceRecord.shift_id)
    .join(Activity, Activity.id == Shift.activity_id)
    .join(PersonRow, PersonRow.id == ServiceRecord.person_id)
    .where(ServiceRecord.id == bindparam("record"), ServiceRecord.community_id == bindparam("community"))
)


def my_records(community: Community, person: Person, after: str = "") -> Page[MyRecord]:
    """One's own service records in a community, the newest first. One statement."""
    return _MY_RECORDS.page(after, community=community.id, person=person.id)


def record_in_notice(community: Community, person: Person) -> MyRecord | None:
    """The person's newest record that stands in public notice. One statement."""
    return row(MyRecord, MY_NEWEST_IN_NOTICE, community=community.id, person=person.id)


def minutes_of(community: Community, person: Person) -> Minutes:
    """How many minutes a person has given in a community. One statement."""
    found = rows(_Sum, _MINUTES, community=community.id, person=person.id)
    sums = {(one.how, one.state): int(one.minutes) for one in found}
    final = {how: sums.pop((how, RecordState.FINAL), 0) for how in How}
    return Minutes(final[How.SEEN], final[How.NOTED] + final[How.BY_HAND], sum(sums.values()))


def number_of(community: Community, person: Person) -> int | None:
    """The volunteer number, once there is a first record. One statement."""
    number: int | None = value(_NUMBER, community=community.id, person=person.id)
    return number


def record_of(community: Community, record_id: int) -> OneRecord | None:
    """This community's record of this number with shift, activity and volunteer; None for another's. One statement."""
    return row(_one_record, _RECORD, community=community.id, record=record_id)


def _one_record(*columns: Any) -> OneRecord:
    return OneRecord(as_shift(*columns[: len(OF_SHIFT)]), *columns[len(OF_SHIFT) :])

"""How confirmed minutes come to count: public notice, the day they are final, and the points they give."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.locking import lock_people
from resident.activities.models import IS_LIVE, RecordMove, RecordState, ServiceRecord, Shift
from resident.activities.permissions import can_end_notice
from resident.audit.actions import record as write_down
from resident.communities.context import community_now, community_of
from resident.communities.models import Community
from resident.db import db
from resident.ids import PersonId
from resident.notifications.actions import notify
from resident.points.actions import grant, reverse
from resident.statements import entity, value, written
from resident.web.guards import allow

REASON, BACK = "service", "service_back"
_DUE = (
    select(ServiceRecord)
    .where(
        ServiceRecord.id == bindparam("record"),
        ServiceRecord.state == written(RecordState.IN_NOTICE),
        ServiceRecord.notice_until <= bindparam("now"),
    )
    .with_for_update(skip_locked=True)
    .execution_options(populate_existing=True)
)


def _given(column: Any, *conditions: Any) -> Select[Any]:
    """One person's sum of a column, over shifts that begin in a span of time."""
    return (
        select(func.coalesce(func.sum(column), 0))
        .join(Shift, ServiceRecord.shift_id == Shift.id)
        .where(
            ServiceRecord.person_id == bindparam("person"),
            Shift.starts_at >= bindparam("first"),
            Shift.starts_at < bindparam("last"),
            *conditions,
        )
    )


_MINUTES = _given(ServiceRecord.minutes, IS_LIVE)
_POINTS = _given(
    ServiceRecord.points,
    ServiceRecord.state == written(RecordState.FINAL),
    ServiceRecord.community_id == bindparam("community"),
)


def announce_or_count(*, record: ServiceRecord, community: Community, by: Actor) -> None:
    """A confirmed record counts at once, or after so many days of public notice as the community wants.

    The record and its person are locked, and who confirms was asked. The settings are those of this moment, not those
    the page was shown with: what is granted stays in the ledger.
    """
    community = community_now(community)
    if community.notice_days == 0:
        _count(record, community=community, by=by)
        return
    record.move(RecordMove.ANNOUNCE)
    record.notice_until = clock.now() + timedelta(days=community.notice_days)
    _tell(record, "activities.in_notice", until=record.notice_until.isoformat())


def end_notice(*, record_id: int, by: Actor) -> None:
    """One record whose notice is over counts. Another worker at the same one, or a second run, does nothing.

    Raises NotAllowed for anybody but the app itself.
    """
    record: ServiceRecord | None = entity(_DUE, record=record_id, now=clock.now())
    if record is None:
        return
    lock_people([record.person_id])
    allow(can_end_notice(by, record, clock.now()))
    _count(record, community=community_of(record), by=by)


def reverse_points(*, record: ServiceRecord, by: Actor) -> None:
    """Reverse the points a voided record gave, even when they are spent."""
    if record.points:
        reverse(**_in_ledger(record, BACK, by))


def minutes_that_day(person_id: PersonId, shift: Shift, community: Community) -> int:
    """Minutes of all live records of this person on the day the shift began, in whatever community."""
    first, last = _day_of(shift, community)
    return int(value(_MINUTES, person=person_id, first=first, last=last))


def _count(record: ServiceRecord, *, community: Community, by: Actor) -> None:
    """The record becomes final and its points are granted, in one transaction."""
    record.move(RecordMove.COUNT)
    record.final_at = clock.now()
    record.points = _points_for(record, community)
    write_down("service_record.counted", record, by=by, minutes=record.minutes, points=record.points)
    _tell(record, "activities.counted", points=record.points)
    db.session.flush()
    if record.points:
        grant(**_in_ledger(record, REASON, by))


def _points_for(record: ServiceRecord, community: Community) -> int:
    """`minutes * points_per_hour // 60`, as far as the day's and the month's caps leave room.

    Day and month are those in which the work was done: when somebody confirms it must not matter.
    """
    earned = record.minutes * community.points_per_hour // 60
    for cap, (first, last) in (
        (community.points_daily_cap, _day_of(record.shift, community)),
        (community.points_monthly_cap, _month_of(record.shift, community)),
    ):
        had = int(value(_POINTS, person=record.person_id, community=community.id, first=first, last=last))
        earned = min(earned, max(0, cap - had))
    return earned


def _day_of(shift: Shift, community: Community) -> tuple[datetime, datetime]:
    day = clock.local(shift.starts_at, community.time_zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return day, day + timedelta(days=1)


def _month_of(shift: Shift, community: Community) -> tuple[datetime, datetime]:
    first = _day_of(shift, community)[0].replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def _in_ledger(record: ServiceRecord, reason: str, by: Actor) -> dict[str, Any]:
    """What the ledger is told of a record's points."""
    return {
        "community_id": record.community_id,
        "person_id": record.person_id,
        "amount": record.points,
        "reason": reason,
        "source": f"service_record:{record.id}",
        "note": record.shift.activity.title,
        "by": by,
    }


def _tell(record: ServiceRecord, kind: str, **params: object) -> None:
    notify(
        [record.person_id],
        kind,
        path="/me/service",
        community_id=record.community_id,
        title=record.shift.activity.title,
        minutes=record.minutes,
        **params,
    )

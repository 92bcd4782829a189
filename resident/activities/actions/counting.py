"""How confirmed minutes come to count: public notice, the day they are final, and the points they give."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped

from resident import clock
from resident.accounts.models import SYSTEM, Person
from resident.activities.actions.locking import hold_people
from resident.activities.models import RecordMove, RecordState, ServiceRecord, Shift
from resident.audit.actions import record as note
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.db import db
from resident.notifications.actions import notify
from resident.points.actions import grant, reverse_grant

REASON, BACK = "service", "service_back"


def settle(record: ServiceRecord, *, community: Community, by: Person) -> None:
    """A confirmed record counts at once, or after so many days of public notice as the community wants.

    The record and its person are held.
    """
    if community.notice_days == 0:
        finish(record, community=community, by=by)
        return
    record.move(RecordMove.ANNOUNCE)
    record.notice_until = clock.now() + timedelta(days=community.notice_days)
    _tell(record, "activities.in_notice", until=record.notice_until.isoformat())


def finish(record: ServiceRecord, *, community: Community, by: Person | None) -> None:
    """The record becomes final and its points are granted, in one transaction; `by` None is the worker."""
    record.move(RecordMove.FINISH)
    record.final_at = clock.now()
    record.points = _points_for(record, community)
    db.session.flush()
    if record.points:
        grant(
            community.id,
            record.person_id,
            record.points,
            reason=REASON,
            source=_source(record),
            by=by,
            note=record.shift.activity.title,
        )
    note("record.final", record, by=by or SYSTEM, minutes=record.minutes, points=record.points)
    _tell(record, "activities.counted", points=record.points)


def finish_notice(record_id: int) -> None:
    """The worker's part: one record whose notice is over. Another worker at the same one, or a second run, does nothing."""
    record = db.session.scalar(
        select(ServiceRecord)
        .where(ServiceRecord.id == record_id, ServiceRecord.state == RecordState.IN_NOTICE)
        .where(ServiceRecord.notice_until <= clock.now())
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if record is None:
        return
    hold_people([record.person_id])
    finish(record, community=community_of(record), by=None)


def take_back(record: ServiceRecord, *, by: Person) -> None:
    """Take back the points a voided record gave, even when they are spent."""
    if record.points:
        reverse_grant(
            record.community_id,
            record.person_id,
            record.points,
            reason=BACK,
            source=_source(record),
            by=by,
            note=record.shift.activity.title,
        )


def minutes_that_day(person_id: int, shift: Shift, community: Community) -> int:
    """Minutes of all live records of this person on the day the shift began, in whatever community."""
    first, last = _day_of(shift, community)
    return _sum(ServiceRecord.minutes, person_id, first, last, ServiceRecord.state != RecordState.VOIDED)


def _points_for(record: ServiceRecord, community: Community) -> int:
    """`minutes * points_per_hour // 60`, as far as the day's and the month's caps leave room.

    Day and month are those in which the work was done: when somebody confirms it must not matter.
    """
    counts = (ServiceRecord.state == RecordState.FINAL) & (ServiceRecord.community_id == community.id)
    earned = record.minutes * community.points_per_hour // 60
    for cap, span in (
        (community.points_daily_cap, _day_of(record.shift, community)),
        (community.points_monthly_cap, _month_of(record.shift, community)),
    ):
        earned = min(earned, max(0, cap - _sum(ServiceRecord.points, record.person_id, *span, counts)))
    return earned


def _sum(
    column: Mapped[int] | Mapped[int | None], person_id: int, first: datetime, last: datetime, condition: object
) -> int:
    wanted = (
        select(func.coalesce(func.sum(column), 0))
        .join(Shift, ServiceRecord.shift_id == Shift.id)
        .where(ServiceRecord.person_id == person_id, Shift.starts_at >= first, Shift.starts_at < last, condition)  # type: ignore[arg-type]
    )
    return int(db.session.scalar(wanted) or 0)


def _day_of(shift: Shift, community: Community) -> tuple[datetime, datetime]:
    day = clock.local(shift.starts_at, community.time_zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return day, day + timedelta(days=1)


def _month_of(shift: Shift, community: Community) -> tuple[datetime, datetime]:
    first = _day_of(shift, community)[0].replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def _source(record: ServiceRecord) -> str:
    return f"service_record:{record.id}"


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

"""Activities in lists: what comes next, what is over, and what one's own bodies have called for."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from resident import clock
from resident.activities.models import Activity, ActivityState, RecordState, ServiceRecord, Shift
from resident.db import db
from resident.web.errors import NotHere
from resident.web.keyset import Page, page_of


@dataclass(frozen=True)
class Listed:
    """An activity with its next shift, how many shifts are to come and how many places of theirs are free."""

    activity: Activity
    shift: Shift
    shifts: int
    free: int


def upcoming(community_id: int, after: str = "") -> Page:
    """Published activities with a shift still to come or running, the next one first: a page of Listed. One statement."""
    page = page_of(_with_next_shift(community_id), (Shift.starts_at, Shift.id), after, scalars=False, ascending=True)
    return Page(_listed(page.rows), page.after)


def next_activities(community_id: int, limit: int = 3) -> list[Listed]:
    """The first few of `upcoming`, for the home page. One statement."""
    query = _with_next_shift(community_id).order_by(Shift.starts_at, Shift.id).limit(limit)
    return _listed(list(db.session.execute(query)))


def past(community_id: int, after: str = "") -> Page:
    """Published activities that are over, the last one first: a page of (activity, minutes that count). Two statements."""
    page = page_of(
        select(Activity)
        .where(
            Activity.community_id == community_id,
            Activity.state == ActivityState.PUBLISHED,
            Activity.last_ends_at <= clock.now(),
        )
        .options(joinedload(Activity.organization)),
        (Activity.last_ends_at, Activity.id),
        after,
    )
    given = _minutes_given([activity.id for activity in page.rows])
    return Page([(activity, given.get(activity.id, 0)) for activity in page.rows], page.after)


def of_bodies(community_id: int, organization_ids: list[int], after: str = "") -> Page:
    """Whatever these bodies have called for, in every state, the newest first: a page of Activity. One statement."""
    query = (
        select(Activity)
        .where(Activity.community_id == community_id, Activity.organization_id.in_(organization_ids))
        .options(joinedload(Activity.organization))
    )
    return page_of(query, (Activity.id,), after)


def activity_of(community_id: int, activity_id: int) -> Activity:
    """One activity with its body. Raises NotHere. One statement."""
    activity = db.session.scalar(
        select(Activity)
        .where(Activity.id == activity_id, Activity.community_id == community_id)
        .options(joinedload(Activity.organization))
    )
    if activity is None:
        raise NotHere
    return activity


def _with_next_shift(community_id: int) -> Select[Any]:
    by_activity: dict[str, Any] = {"partition_by": Shift.activity_id}
    to_come = (
        select(
            Shift.id,
            func.row_number().over(**by_activity, order_by=(Shift.starts_at, Shift.id)).label("place"),
            func.count().over(**by_activity).label("shifts"),
            func.sum(Shift.capacity - Shift.taken).over(**by_activity).label("free"),
        )
        .where(Shift.community_id == community_id, Shift.cancelled_at.is_(None), Shift.ends_at > clock.now())
        .subquery()
    )
    return (
        select(Activity, Shift, Shift.starts_at, Shift.id, to_come.c.shifts, to_come.c.free)
        .join(Shift, Shift.activity_id == Activity.id)
        .join(to_come, (to_come.c.id == Shift.id) & (to_come.c.place == 1))
        .where(Activity.state == ActivityState.PUBLISHED)
        .options(joinedload(Activity.organization))
    )


def _listed(rows: list[Any]) -> list[Listed]:
    return [Listed(row.Activity, row.Shift, row.shifts, int(row.free)) for row in rows]


def _minutes_given(activity_ids: list[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Shift.activity_id, func.sum(ServiceRecord.minutes))
        .join(ServiceRecord, ServiceRecord.shift_id == Shift.id)
        .where(Shift.activity_id.in_(activity_ids), ServiceRecord.state == RecordState.FINAL)
        .group_by(Shift.activity_id)
    )
    return {activity_id: int(minutes) for activity_id, minutes in rows}

"""Minutes: to be confirmed, in public notice, and one's own."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from resident.activities.models import Activity, How, RecordState, ServiceRecord, Shift, Volunteer
from resident.communities.models import Community, Role
from resident.communities.permissions import has_role
from resident.db import db
from resident.organizations.models import MemberRole
from resident.organizations.permissions import bodies_of
from resident.web.errors import NotHere
from resident.web.keyset import Page, page_of


@dataclass(frozen=True)
class Minutes:
    """A person's minutes that count, as two counters that are never added up, and those still on their way."""

    seen: int = 0
    by_hand: int = 0
    on_their_way: int = 0


def hours_to_confirm(person: Any, community: Community, after: str = "") -> Page:
    """Proposed records this person may confirm, the newest first: a page of ServiceRecord with shift, activity and
    people. One statement and those for roles and bodies."""
    query = _to_confirm(select(ServiceRecord), person, community).options(
        contains_eager(ServiceRecord.shift).contains_eager(Shift.activity).joinedload(Activity.organization),
        joinedload(ServiceRecord.person),
        joinedload(ServiceRecord.proposed_by),
    )
    return page_of(query, (ServiceRecord.id,), after, size=50)


def count_to_confirm(person: Any, community: Community) -> int:
    """How many records wait for this person, for the desk. One statement and those for roles and bodies."""
    return db.session.scalar(_to_confirm(select(func.count(ServiceRecord.id)), person, community)) or 0


def in_notice(community_id: int, after: str = "") -> Page:
    """Records in public notice, the newest first: rows of (id, number, minutes, how, notice_until, title, starts_at).

    The volunteer number stands for the person. One statement.
    """
    query = (
        select(
            ServiceRecord.id,
            Volunteer.number,
            ServiceRecord.minutes,
            ServiceRecord.how,
            ServiceRecord.notice_until,
            Activity.title,
            Shift.starts_at,
            Activity.id.label("activity_id"),
        )
        .join(Shift, ServiceRecord.shift_id == Shift.id)
        .join(Activity, Shift.activity_id == Activity.id)
        .join(
            Volunteer,
            and_(Volunteer.community_id == ServiceRecord.community_id, Volunteer.person_id == ServiceRecord.person_id),
        )
        .where(ServiceRecord.community_id == community_id, ServiceRecord.state == RecordState.IN_NOTICE)
    )
    return page_of(query, (ServiceRecord.id,), after, scalars=False)


def my_records(person_id: int, community_id: int, after: str = "") -> Page:
    """One's own service records in a community, the newest first, with shift and activity. One statement."""
    query = (
        select(ServiceRecord)
        .where(ServiceRecord.person_id == person_id, ServiceRecord.community_id == community_id)
        .options(joinedload(ServiceRecord.shift).joinedload(Shift.activity))
    )
    return page_of(query, (ServiceRecord.id,), after)


def record_in_notice(person_id: int, community_id: int) -> ServiceRecord | None:
    """The person's newest record that stands in public notice, with shift and activity. One statement."""
    query = (
        select(ServiceRecord)
        .where(
            ServiceRecord.person_id == person_id,
            ServiceRecord.community_id == community_id,
            ServiceRecord.state == RecordState.IN_NOTICE,
        )
        .options(joinedload(ServiceRecord.shift).joinedload(Shift.activity))
    )
    return db.session.scalar(query.order_by(ServiceRecord.id.desc()).limit(1))


def minutes_of(person_id: int, community_id: int) -> Minutes:
    """How many minutes a person has given in a community. One statement."""
    rows = db.session.execute(
        select(ServiceRecord.how, ServiceRecord.state, func.sum(ServiceRecord.minutes))
        .where(
            ServiceRecord.person_id == person_id,
            ServiceRecord.community_id == community_id,
            ServiceRecord.state != RecordState.VOIDED,
        )
        .group_by(ServiceRecord.how, ServiceRecord.state)
    )
    sums = {(how, state): int(minutes) for how, state, minutes in rows}
    final = {how: sums.pop((how, RecordState.FINAL), 0) for how in How}
    return Minutes(final[How.SEEN], final[How.BY_HAND], sum(sums.values()))


def number_of(person_id: int, community_id: int) -> int | None:
    """The volunteer number, once there is a first record. One statement."""
    return db.session.scalar(
        select(Volunteer.number).where(Volunteer.person_id == person_id, Volunteer.community_id == community_id)
    )


def record_of(record_id: int, community_id: int) -> ServiceRecord:
    """One record with shift, activity and people. Raises NotHere. One statement."""
    record = db.session.scalar(
        select(ServiceRecord)
        .where(ServiceRecord.id == record_id, ServiceRecord.community_id == community_id)
        .options(
            joinedload(ServiceRecord.shift).joinedload(Shift.activity).joinedload(Activity.organization),
            joinedload(ServiceRecord.person),
        )
    )
    if record is None:
        raise NotHere
    return record


def _to_confirm(query: Select[Any], person: Any, community: Community) -> Select[Any]:
    """The rules of `can_confirm` as a condition."""
    led = [body for body, role in bodies_of(person, community).items() if role is MemberRole.MANAGER]
    works = true() if has_role(person, community, Role.WORKER) else false()
    leads: ColumnElement[bool] = Activity.organization_id.in_(led)
    mine = or_(
        and_(ServiceRecord.how == How.SEEN, or_(leads, works)), and_(ServiceRecord.how == How.BY_HAND, works, ~leads)
    )
    return (
        query.join(ServiceRecord.shift)
        .join(Shift.activity)
        .where(
            ServiceRecord.community_id == community.id,
            ServiceRecord.state == RecordState.PROPOSED,
            ServiceRecord.person_id != person.id,
            ServiceRecord.proposed_by_id != person.id,
            or_(ServiceRecord.confirmed_by_id.is_(None), ServiceRecord.confirmed_by_id != person.id),
            mine,
        )
    )

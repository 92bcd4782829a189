"""Service records of a span, and the volunteers whose they are."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, case, func, select

from resident.accounts.entrance.identity import decrypt
from resident.accounts.models import PersonRow
from resident.activities.models import IS_CONFIRMED, Activity, How, ServiceRecord, Shift, Volunteer
from resident.activities.words import HOW, RECORD_STATES
from resident.exports.kinds.base import (
    AFTER,
    BATCH,
    HERE,
    LONG,
    MIDDLE,
    MOST,
    PHONE,
    SINCE,
    UNTIL,
    Column,
    Kind,
    Line,
    Span,
    hours,
    read_by,
)
from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.ids import PersonId
from resident.organizations.models import Organization
from resident.statements import count_of, written


class _Record(NamedTuple):
    """One service record as it is read."""

    id: int
    number: int | None
    name: str
    activity: dict[str, str]
    started_at: datetime
    ended_at: datetime
    minutes: int
    body: dict[str, str]
    how: str
    state: str


class _Volunteer(NamedTuple):
    """One volunteer with the minutes that count."""

    number: int
    person: PersonId
    name: str
    phone: str
    records: int
    seen: int
    by_hand: int


NUMBER, NAME = Column("volunteer", _l("Volunteer no.")), Column("name", _l("Name of the person"), MIDDLE)
_WHERE = (ServiceRecord.community_id == HERE, ServiceRecord.started_at >= SINCE, ServiceRecord.started_at < UNTIL)
_IS_THEIRS = and_(Volunteer.community_id == ServiceRecord.community_id, Volunteer.person_id == ServiceRecord.person_id)
_COUNT_RECORDS = select(count_of(select(ServiceRecord.id).where(*_WHERE), MOST + 1))
_RECORDS = (
    select(
        ServiceRecord.id,
        Volunteer.number,
        PersonRow.display_name,
        Activity.title,
        ServiceRecord.started_at,
        ServiceRecord.ended_at,
        ServiceRecord.minutes,
        Organization.name,
        ServiceRecord.how,
        ServiceRecord.state,
    )
    .join(PersonRow, PersonRow.id == ServiceRecord.person_id)
    .join(Shift, Shift.id == ServiceRecord.shift_id)
    .join(Activity, Activity.id == Shift.activity_id)
    .join(Organization, Organization.id == Activity.organization_id)
    .outerjoin(Volunteer, _IS_THEIRS)
    .where(*_WHERE, ServiceRecord.id > AFTER)
    .order_by(ServiceRecord.id)
    .limit(BATCH)
)
_IS_SEEN = ServiceRecord.how == written(How.SEEN)
_VOLUNTEERS = (
    select(
        Volunteer.number,
        Volunteer.person_id,
        PersonRow.display_name,
        PersonRow.phone_encrypted,
        func.count(ServiceRecord.id),
        func.sum(case((_IS_SEEN, ServiceRecord.minutes), else_=0)),
        func.sum(case((_IS_SEEN, 0), else_=ServiceRecord.minutes)),
    )
    .join(ServiceRecord, _IS_THEIRS)
    .join(PersonRow, PersonRow.id == Volunteer.person_id)
    .where(*_WHERE, IS_CONFIRMED)
    .group_by(Volunteer.number, Volunteer.person_id, PersonRow.display_name, PersonRow.phone_encrypted)
)
_COUNT_VOLUNTEERS = select(count_of(_VOLUNTEERS, MOST + 1))
_NEXT_VOLUNTEERS = _VOLUNTEERS.where(Volunteer.number > AFTER).order_by(Volunteer.number).limit(BATCH)


def _record(span: Span, one: _Record) -> dict[str, str]:
    return {
        "volunteer": str(one.number or ""),
        "name": one.name,
        "activity": tr_text(one.activity),
        "date": span.day(one.started_at),
        "from": span.hour(one.started_at),
        "to": span.hour(one.ended_at),
        "minutes": str(one.minutes),
        "body": tr_text(one.body),
        "how": str(HOW[one.how]),
        "state": str(RECORD_STATES[one.state]),
    }


def _volunteer(_span: Span, one: _Volunteer) -> Line:
    cells = {
        "volunteer": str(one.number),
        "name": one.name,
        "records": str(one.records),
        "seen": hours(int(one.seen)),
        "by_hand": hours(int(one.by_hand)),
        "all": hours(int(one.seen) + int(one.by_hand)),
        PHONE: decrypt(one.phone),
    }
    return Line(one.number, cells, one.person if one.phone else None)


RECORDS = Kind(
    "records",
    _l("Service records"),
    _l("Work that began in these days, also what was voided."),
    (
        NUMBER,
        NAME,
        Column("activity", _l("Activity"), LONG),
        Column("date", _l("Date")),
        Column("from", _l("Begin")),
        Column("to", _l("End")),
        Column("minutes", _l("Minutes")),
        Column("body", _l("Organization"), MIDDLE),
        Column("how", _l("How it is known"), MIDDLE),
        Column("state", _l("State"), MIDDLE),
    ),
    *read_by(_COUNT_RECORDS, _RECORDS, _Record, lambda span, one: Line(one.id, _record(span, one))),
)
VOLUNTEERS = Kind(
    "volunteers",
    _l("Volunteers"),
    _l("Who served in these days, with the confirmed hours."),
    (
        NUMBER,
        NAME,
        Column("records", _l("Service records")),
        Column("seen", _l("Hours checked in and out")),
        Column("by_hand", _l("Hours noted or entered by hand")),
        Column("all", _l("Hours together")),
        Column(PHONE, _l("Phone number"), MIDDLE, is_taken=False),
    ),
    *read_by(_COUNT_VOLUNTEERS, _NEXT_VOLUNTEERS, _Volunteer, _volunteer),
)

"""What activities keep about one person: for the file they take along, and when they close their account."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from resident import clock
from resident.accounts.models import Person
from resident.activities.actions import cancel_sign_up
from resident.activities.models import OPEN_SIGN_UPS, ServiceRecord, Shift, SignUp, Volunteer
from resident.communities.context import community_of
from resident.db import db


def service_of(person: Person) -> dict[str, Any]:
    """Sign-ups, service records and volunteer numbers, as JSON."""
    sign_ups = db.session.scalars(
        select(SignUp)
        .where(SignUp.person_id == person.id)
        .options(joinedload(SignUp.shift).joinedload(Shift.activity))
        .order_by(SignUp.id)
    )
    records = db.session.scalars(
        select(ServiceRecord)
        .where(ServiceRecord.person_id == person.id)
        .options(joinedload(ServiceRecord.shift).joinedload(Shift.activity))
        .order_by(ServiceRecord.id)
    )
    numbers = db.session.scalars(select(Volunteer.number).where(Volunteer.person_id == person.id))
    return {
        "volunteer_numbers": list(numbers),
        "sign_ups": [_sign_up_as_json(one) for one in sign_ups],
        "service_records": [_record_as_json(record) for record in records],
    }


def end_sign_ups(person: Person) -> None:
    """Closing an account, or suspending it, frees the places in shifts to come; what was given stays recorded under the volunteer number."""
    sign_ups = db.session.scalars(
        select(SignUp)
        .join(Shift, SignUp.shift_id == Shift.id)
        .where(SignUp.person_id == person.id, SignUp.state.in_(OPEN_SIGN_UPS), Shift.starts_at > clock.now())
        .order_by(
            SignUp.state.desc(), SignUp.shift_id
        )  # who leaves waits for nothing any more, then frees their places
    ).all()
    for one in sign_ups:
        cancel_sign_up(shift_id=one.shift_id, community=community_of(one), by=person)


def _sign_up_as_json(sign_up: SignUp) -> dict[str, Any]:
    moments = ("created_at", "moved_up_at", "ended_at", "checked_in_at", "checked_out_at", "no_show_at")
    shift = sign_up.shift
    return {
        "activity": shift.activity.title,
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
        "state": sign_up.state,
        **{name: moment.isoformat() for name in moments if (moment := getattr(sign_up, name))},
    }


def _record_as_json(record: ServiceRecord) -> dict[str, Any]:
    return {
        "activity": record.shift.activity.title,
        "starts_at": record.shift.starts_at.isoformat(),
        "minutes": record.minutes,
        "started_at": record.started_at.isoformat(),
        "ended_at": record.ended_at.isoformat(),
        "how": record.how,
        "state": record.state,
        "points": record.points,
        "reason": record.reason,
        "void_reason": record.void_reason,
        "proposed_at": record.proposed_at.isoformat(),
        "final_at": record.final_at.isoformat() if record.final_at else None,
    }

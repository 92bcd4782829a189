"""What activities keep about one person: for the file they take along, and when they close their account."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from resident import clock
from resident.accounts.models import Person
from resident.activities.actions import cancel_sign_up
from resident.activities.models import OPEN_SIGN_UPS, ServiceRecord, Shift, ShiftMessage, SignUp, Volunteer
from resident.communities.context import community_of
from resident.statements import column, entities, in_one_of

_SIGN_UPS = (
    select(SignUp)
    .where(SignUp.person_id == bindparam("person"))
    .options(joinedload(SignUp.shift).joinedload(Shift.activity))
    .order_by(SignUp.id)
)
_RECORDS = (
    select(ServiceRecord)
    .where(ServiceRecord.person_id == bindparam("person"))
    .options(joinedload(ServiceRecord.shift).joinedload(Shift.activity))
    .order_by(ServiceRecord.id)
)
_MESSAGES = select(ShiftMessage).where(ShiftMessage.person_id == bindparam("person")).order_by(ShiftMessage.id)
_NUMBERS = select(Volunteer.number).where(Volunteer.person_id == bindparam("person"))
_TO_COME = (
    select(SignUp)
    .join(Shift, SignUp.shift_id == Shift.id)
    .where(
        SignUp.person_id == bindparam("person"),
        in_one_of(SignUp.state, OPEN_SIGN_UPS),
        Shift.starts_at > bindparam("now"),
    )
    .order_by(SignUp.state.desc(), SignUp.shift_id)  # who leaves waits for nothing any more, then frees their places
)


def service_of(person: Person) -> dict[str, Any]:
    """Sign-ups, service records, volunteer numbers, and messages to shifts, as JSON."""
    return {
        "volunteer_numbers": column(_NUMBERS, person=person.id),
        "sign_ups": [_sign_up_as_json(one) for one in entities(_SIGN_UPS, person=person.id)],
        "messages_to_shifts": [_message_as_json(one) for one in entities(_MESSAGES, person=person.id)],
        "service_records": [_record_as_json(record) for record in entities(_RECORDS, person=person.id)],
    }


def end_sign_ups(person: Person) -> None:
    """Closing an account, or suspending it, frees the places in shifts to come; what was given stays recorded under the volunteer number."""
    for one in entities(_TO_COME, person=person.id, now=clock.now()):
        cancel_sign_up(shift_id=one.shift_id, community=community_of(one), by=person)


def _sign_up_as_json(sign_up: SignUp) -> dict[str, Any]:
    moments = ("created_at", "moved_up_at", "ended_at", "checked_in_at", "checked_out_at", "no_show_at")
    shift = sign_up.shift
    return {
        "activity": shift.activity.title,
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
        "state": sign_up.state,
        "organizer_may_call": sign_up.may_call,
        **{name: moment.isoformat() for name in moments if (moment := getattr(sign_up, name))},
    }


def _message_as_json(message: ShiftMessage) -> dict[str, Any]:
    return {"text": message.text, "reached": message.reached, "at": message.at.isoformat()}


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

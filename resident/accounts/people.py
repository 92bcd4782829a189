"""What an account itself holds of a person, for the person's own file."""

from typing import Any

from resident.accounts.models import Person
from resident.accounts.queries import browsers_of, consents_of, devices_of, phone_of
from resident.accounts.suspensions import suspensions_of


def account_as_json(person: Person) -> dict[str, Any]:
    """The account's own part of `/me/data`."""
    return {
        "phone": phone_of(person),
        "display_name": person.display_name,
        "language": person.language,
        "reading_mode": person.reading_mode,
        "joined_at": person.created_at.isoformat(),
        "consents": [
            {
                "purpose": one.purpose,
                "version": one.version,
                "given_at": one.given_at.isoformat(),
                "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            }
            for one in consents_of(person)
        ],
        "suspensions": [
            {
                "reason": one.reason,
                "begun_at": one.begun_at.isoformat(),
                "until": one.until.isoformat(),
                "ended_at": one.ended_at.isoformat() if one.ended_at else None,
                "appeal": one.appeal,
                "answer": one.answer,
            }
            for one in suspensions_of(person)
        ],
        "known_browsers": [
            {"since": one.first_at.isoformat(), "last": one.last_at.isoformat()} for one in browsers_of(person)
        ],
        "devices": [
            {"device": one.device, "since": one.created_at.isoformat(), "used": one.seen_at.isoformat()}
            for one in devices_of(person)
        ],
    }

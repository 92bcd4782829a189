"""What the inbox holds of a person: for the person's own file, and gone when the account closes."""

from typing import Any

from sqlalchemy import delete

from resident.accounts.models import Person
from resident.db import db
from resident.notifications.kinds import sentence
from resident.notifications.models import Notification
from resident.notifications.queries import all_messages


def messages_as_json(person: Person) -> list[dict[str, Any]]:
    """The part of `/me/data`: every message in the reader's language."""
    return [
        {
            "words": sentence(message.kind, message.params),
            "path": message.path,
            "at": message.created_at.isoformat(),
            "read_at": message.read_at.isoformat() if message.read_at else None,
        }
        for message in all_messages(person)
    ]


def forget_person(person: Person) -> None:
    """Empty the inbox of somebody who closes the account; what still waits in the outbox has nobody to reach."""
    db.session.execute(delete(Notification).where(Notification.person_id == person.id))

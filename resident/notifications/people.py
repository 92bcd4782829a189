"""What the inbox holds of a person: for the person's own file, and gone when the account closes."""

from typing import Any, NamedTuple

from sqlalchemy import delete

from resident.accounts.models import Person
from resident.config import settings
from resident.db import db
from resident.notifications.channels.sms.templates import TEMPLATES
from resident.notifications.kinds import sentence
from resident.notifications.models import Notification, SmsRefusal
from resident.notifications.queries import all_messages, refused_sms
from resident.web.errors import Words


class Switch(NamedTuple):
    """One kind of text message, and whether its person wants it."""

    kind: str
    label: Words
    is_on: bool


def messages_as_json(person: Person) -> list[dict[str, Any]]:
    """The part of `/me/data`: every message in the reader's language, and which text messages were switched off."""
    said = [
        {
            "words": sentence(message.kind, message.params),
            "path": message.path,
            "at": message.created_at.isoformat(),
            "read_at": message.read_at.isoformat() if message.read_at else None,
        }
        for message in all_messages(person)
    ]
    return [*said, *({"text_messages_off": kind} for kind in refused_sms(person))]


def forget_person(person: Person) -> None:
    """Empty the inbox of somebody who closes the account; what still waits in the outbox has nobody to reach."""
    db.session.execute(delete(Notification).where(Notification.person_id == person.id))
    db.session.execute(delete(SmsRefusal).where(SmsRefusal.person_id == person.id))


def sms_switches(person: Person) -> list[Switch]:
    """The text messages whose templates were filed and that a person may switch off, each with whether it is on."""
    config = settings().sms
    kinds = [one for one in TEMPLATES.values() if one.label and config and one.kind in config.templates]
    refused = set(refused_sms(person)) if kinds else set()
    return [Switch(one.kind, one.label, one.kind not in refused) for one in kinds]

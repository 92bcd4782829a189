"""Messages for tests."""

from datetime import timedelta

from resident import clock
from resident.accounts.models import PersonRow
from resident.db import db
from resident.notifications import kinds
from resident.notifications.channels.sending import USEFUL
from resident.notifications.models import Notification, OutboxMessage

KIND = "tests.told"
kinds.register(KIND, lambda p: f"Told: {p['title']}", "i-check")


def make_notification(
    person: PersonRow, title: str = "门禁", *, path: str = "/", is_read: bool = False
) -> Notification:
    """A message in somebody's inbox."""
    message = Notification(
        person_id=person.id,
        kind=KIND,
        params={"title": title},
        path=path,
        created_at=clock.now(),
        read_at=clock.now() if is_read else None,
    )
    db.session.add(message)
    db.session.flush()
    return message


def make_outbox_message(channel: str = "person", *, age: timedelta = timedelta(), **payload: object) -> OutboxMessage:
    """A row that waits for the worker."""
    then = clock.now() - age
    message = OutboxMessage(
        channel=channel, payload=payload, created_at=then, due_at=then, until=max(then, clock.now()) + USEFUL
    )
    db.session.add(message)
    db.session.flush()
    return message

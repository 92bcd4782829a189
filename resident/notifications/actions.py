"""Telling people, and reading what one was told."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, delete, or_, select, update

from resident import clock
from resident.accounts.models import Person
from resident.db import db
from resident.notifications.jobs import deliver_outbox
from resident.notifications.kinds import KINDS
from resident.notifications.models import Notification, OutboxMessage
from resident.tasks import wake


def notify(people: Iterable[int], kind: str, *, path: str, community_id: int | None = None, **params: Any) -> None:
    """Put a message into each person's inbox, and a row for the other channels into the outbox.

    `people` are ids (an id twice is told once, None is passed over: an imported row has no author);
    `kind` must be registered; `path` is where a tap leads; `params` are JSON, two-language texts
    as {"zh_Hans": …, "en": …}. Raises KeyError for an unknown kind.
    """
    known = KINDS[kind]
    now = clock.now()
    for person_id in dict.fromkeys(person_id for person_id in people if person_id is not None):
        db.session.add(
            Notification(
                community_id=community_id,
                person_id=person_id,
                kind=known.name,
                params=params,
                path=path,
                created_at=now,
            )
        )
        send("person", {"person_id": person_id, "kind": known.name, "params": params, "path": path})


def send(channel: str, payload: dict[str, Any]) -> None:
    """Have something done outside once this transaction is committed."""
    now = clock.now()
    db.session.add(OutboxMessage(channel=channel, payload=payload, created_at=now, due_at=now))
    wake(deliver_outbox)


def mark_read(*, by: Person, up_to: int) -> None:
    """Mark this notification and all older ones in one's inbox as read; doing it twice changes nothing.

    Nothing happens for a notification that is somebody else's or gone.
    """
    newest = db.session.scalar(
        select(Notification.created_at).where(Notification.id == up_to, Notification.person_id == by.id)
    )
    if newest is not None:
        db.session.execute(
            update(Notification)
            .where(
                Notification.person_id == by.id,
                Notification.read_at.is_(None),
                or_(
                    Notification.created_at < newest,
                    and_(Notification.created_at == newest, Notification.id <= up_to),
                ),
            )
            .values(read_at=clock.now())
        )


def forget_person(person: Person) -> None:
    """Empty the inbox of somebody who closes the account; what still waits in the outbox has nobody to reach."""
    db.session.execute(delete(Notification).where(Notification.person_id == person.id))

"""Telling people, and reading what one was told."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, update

from resident import clock
from resident.accounts.models import Person
from resident.db import db
from resident.ids import CommunityId, PersonId
from resident.notifications.kinds import KINDS
from resident.notifications.models import Notification, OutboxMessage
from resident.statements import entities, entity, value
from resident.web.errors import found

_SHOWN = select(Notification.created_at).where(
    Notification.id == bindparam("shown"), Notification.person_id == bindparam("person")
)
_BY_ID = (
    select(Notification)
    .where(Notification.id.in_(bindparam("messages", expanding=True)))
    .order_by(Notification.id)
    .with_for_update()
)
_READ = (
    update(Notification)
    .where(
        Notification.person_id == bindparam("person"),
        Notification.read_at.is_(None),
        or_(
            Notification.created_at < bindparam("newest"),
            and_(Notification.created_at == bindparam("newest"), Notification.id <= bindparam("shown")),
        ),
    )
    .values(read_at=bindparam("now"), seen_at=func.coalesce(Notification.seen_at, bindparam("now")))
)
_SEEN = (
    update(Notification)
    .where(
        Notification.id.in_(bindparam("messages", expanding=True)),
        Notification.person_id == bindparam("person"),
        Notification.seen_at.is_(None),
    )
    .values(seen_at=bindparam("now"))
)
_MINE = (
    select(Notification)
    .where(Notification.id == bindparam("message"), Notification.person_id == bindparam("person"))
    .with_for_update()
)


def notify(
    people: Iterable[PersonId | None], kind: str, *, path: str, community_id: CommunityId | None = None, **params: Any
) -> None:
    """Put a message into each person's inbox, and a row for the other channels into the outbox.

    `people` are ids (an id twice is told once, None is passed over: an imported row has no author);
    `kind` must be registered; `path` is where a tap leads; `params` are JSON, two-language texts
    as {"zh_Hans": …, "en": …}. Raises KeyError for an unknown kind.
    """
    known = KINDS[kind]
    now = clock.now()
    for person_id in dict.fromkeys(person_id for person_id in people if person_id is not None):
        message = Notification(
            community_id=community_id, person_id=person_id, kind=known.name, params=params, path=path, created_at=now
        )
        db.session.add(message)
        for told in db.session().info.get("telling", ()):
            told.append(message)
        send("person", {"person_id": person_id, "kind": known.name, "params": params, "path": path})


@contextmanager
def telling() -> Iterator[list[Notification]]:
    """The messages that are written inside, for whoever may have to take them back; flush before asking their numbers."""
    told: list[Notification] = []
    listening = db.session().info.setdefault("telling", [])
    listening.append(told)
    try:
        yield told
    finally:
        listening.remove(told)


def take_back(message_ids: Sequence[int]) -> None:
    """Whoever got these messages gets one that takes each back; the first is no longer news, and stays readable.

    It was shown and may have been read, so it is not removed.
    """
    for message in entities(_BY_ID, messages=list(message_ids)):
        _read(message)
        notify(
            [message.person_id],
            "notifications.taken_back",
            path=message.path,
            community_id=message.community_id,
            said=message.kind,
            **{f"said_{name}": value for name, value in message.params.items()},
        )


def send(channel: str, payload: dict[str, Any]) -> None:
    """Have something done outside once this transaction is committed; the row wakes the worker."""
    now = clock.now()
    db.session.add(OutboxMessage(channel=channel, payload=payload, created_at=now, due_at=now))


def mark_read(*, by: Person, up_to: int) -> None:
    """Mark this notification and all older ones in one's inbox as read; doing it twice changes nothing.

    Nothing happens for a notification that is somebody else's or gone.
    """
    newest = value(_SHOWN, shown=up_to, person=by.id)
    if newest is not None:
        db.session.execute(_READ, {"person": by.id, "newest": newest, "shown": up_to, "now": clock.now()})


def open_message(*, message_id: int, by: Person) -> str:
    """Mark one message of one's own as read and give the path it leads to; twice is the same. Raises NotHere."""
    message: Notification = found(entity(_MINE, message=message_id, person=by.id))
    _read(message)
    db.session.flush()
    return message.path


def note_seen(*, message_ids: Sequence[int], by: Person) -> None:
    """Note that these stood before somebody's eyes: they are no longer counted, and stay unread. Others' are passed over."""
    db.session.execute(_SEEN, {"messages": list(message_ids), "person": by.id, "now": clock.now()})


def _read(message: Notification) -> None:
    message.read_at = message.read_at or clock.now()
    message.seen_at = message.seen_at or message.read_at

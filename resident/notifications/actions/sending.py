"""Telling people, in the inbox and outside, and taking back what was told."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import PersonRow
from resident.db import db
from resident.ids import CommunityId, PersonId
from resident.notifications.actions.reading import have_read
from resident.notifications.channels.sending import CARRIERS, send
from resident.notifications.kinds import KINDS
from resident.notifications.models import OPEN, Notification, OutboxMessage, OutboxState
from resident.statements import column, entities, written

WAITS_OUTSIDE = timedelta(seconds=60)  # what may be undone leaves the app a minute later: most slips are seen at once
_BY_ID = (
    select(Notification)
    .where(Notification.id.in_(bindparam("messages", expanding=True)))
    .order_by(Notification.id)
    .with_for_update()
)
_NOT_LEFT = (
    select(OutboxMessage)
    .where(
        OPEN,
        OutboxMessage.notification_id.in_(bindparam("messages", expanding=True)),
        OutboxMessage.state == written(OutboxState.WAITING),
    )
    .order_by(OutboxMessage.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
_NEVER_HAD_ACCOUNT = select(PersonRow.id).where(
    PersonRow.id.in_(bindparam("people", expanding=True)),
    PersonRow.phone_lookup.is_(None),
    PersonRow.closed_at.is_(None),
)


def notify(
    people: Iterable[PersonId | None], kind: str, *, path: str, community_id: CommunityId | None = None, **params: Any
) -> None:
    """Put a message into each person's inbox, and a row for the other channels into the outbox.

    `people` are ids (an id twice is told once, None is passed over: an imported row has no author; so is who never had
    an account, and so has no inbox);
    `kind` must be registered; `path` is where a tap leads; `params` are JSON, two-language texts
    as {"zh_Hans": …, "en": …}. Told of what can be undone, the others wait a minute. Raises KeyError for an unknown kind.
    """
    messages = _put(
        _with_inbox(dict.fromkeys(one for one in people if one is not None)), kind, path, community_id, params
    )
    listening = db.session().info.get("telling", ())
    for told in listening:
        told.extend(messages)
    for message in messages:
        _carry(message, after=WAITS_OUTSIDE if listening else timedelta())


def _with_inbox(people: Iterable[PersonId]) -> list[PersonId]:
    """These people in their order, without those who never had an account; one statement."""
    asked = list(people)
    without = set(column(_NEVER_HAD_ACCOUNT, people=asked)) if asked else set()
    return [one for one in asked if one not in without]


def _put(
    people: Iterable[PersonId], kind: str, path: str, community_id: CommunityId | None, params: dict[str, Any]
) -> list[Notification]:
    """The messages in the inboxes, and nothing outside."""
    name, now = KINDS[kind].name, clock.now()
    messages = [
        Notification(
            community_id=community_id, person_id=person_id, kind=name, params=params, path=path, created_at=now
        )
        for person_id in people
    ]
    db.session.add_all(messages)
    return messages


def _carry(message: Notification, *, after: timedelta) -> None:
    """Carry a message on to the other channels, where its reader has any."""
    payload = {"person_id": message.person_id, "kind": message.kind, "path": message.path}
    send("person", payload, after=after, notification=message)
    for carries in CARRIERS.values():
        if (columns := carries(message)) is not None:
            send(after=after, notification=message, **columns)


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

    It was shown and may have been read, so it is not removed. What has not left the app yet never does, and then
    nothing that takes it back leaves either.
    """
    unsent: dict[int, list[OutboxMessage]] = {}
    for one in entities(_NOT_LEFT, messages=list(message_ids)):
        unsent.setdefault(one.notification_id, []).append(one)
    for message in entities(_BY_ID, messages=list(message_ids)):
        have_read(message)
        said = {"said": message.kind, **{f"said_{name}": value for name, value in message.params.items()}}
        taken = _put([message.person_id], "notifications.taken_back", message.path, message.community_id, said)
        for one in unsent.get(message.id, ()):
            db.session.delete(one)
        if message.id not in unsent:
            _carry(*taken, after=timedelta())

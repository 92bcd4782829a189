"""The worker's part: deliver the outbox, each message in a transaction of its own."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Delete, Select, bindparam, delete, event, select

from resident import clock
from resident.columns import UtcDateTime
from resident.db import db, transaction
from resident.notifications.models import Notification, OutboxMessage
from resident.statements import column
from resident.tasks import job, wake

log = structlog.get_logger()
Channel = Callable[[dict[str, Any]], None]
MOST_TRIES = 8
BATCH = 200
PIECE = 500
INBOX_KEPT = timedelta(days=365)
DELIVERED_KEPT = timedelta(days=30)
GIVEN_UP_KEPT = timedelta(days=180)
_DUE = (
    select(OutboxMessage.id)
    .where(
        OutboxMessage.delivered_at.is_(None),
        OutboxMessage.given_up_at.is_(None),
        OutboxMessage.due_at <= bindparam("now"),
    )
    .order_by(OutboxMessage.due_at, OutboxMessage.id)
    .limit(BATCH)
)
_BEFORE: Any = bindparam("before", type_=UtcDateTime)
_OLD: tuple[tuple[Select[Any], Delete, timedelta], ...] = tuple(
    (
        select(settled.class_.id).where(settled < _BEFORE).limit(PIECE),
        delete(settled.class_).where(settled.class_.id.in_(bindparam("old", expanding=True))),
        kept,
    )
    for settled, kept in (
        (Notification.created_at, INBOX_KEPT),
        (OutboxMessage.delivered_at, DELIVERED_KEPT),
        (OutboxMessage.given_up_at, GIVEN_UP_KEPT),
    )
)


def _to_log(payload: dict[str, Any]) -> None:
    """The channel of a house without any other: the server's log."""
    log.info("message", **{key: payload[key] for key in ("person_id", "kind", "path") if key in payload})


CHANNELS: dict[str, Channel] = {"person": _to_log}


def register_channel(name: str, deliver: Channel) -> None:
    """Name a way out; `deliver` raises when it did not work and is asked again later."""
    CHANNELS[name] = deliver


@job(every_minutes=1)
def deliver_outbox() -> None:
    """Deliver what is due, batch by batch until nothing is.

    What failed waits twice as long each time, so no batch meets it again, and a failed delivery never undoes
    its cause. Two workers at once share the work: each message is locked while it is delivered.
    """
    while waiting := column(_DUE, now=clock.now()):
        for message_id in waiting:
            with transaction():
                _deliver(message_id)
        if len(waiting) < BATCH:
            return


@event.listens_for(OutboxMessage, "after_insert")
def _wake(*_inserted: Any) -> None:
    """Whatever fills the outbox wakes the worker, once it is committed."""
    wake(deliver_outbox)


def _deliver(message_id: int) -> None:
    """Deliver one message, unless another worker holds it or was faster.

    Delivered within the transaction that notes it: a crash in between delivers twice, never not at all. The
    price on SQLite is that nobody writes meanwhile, so a channel must give up after a few seconds.
    """
    message = db.session.get(OutboxMessage, message_id, with_for_update={"skip_locked": True})
    if message is None or message.delivered_at or message.given_up_at or message.due_at > clock.now():
        return
    try:
        CHANNELS[message.channel](message.payload)
    except Exception:  # whatever a channel does, the message waits for its next turn
        log.exception("message not delivered", message=message.id, tries=message.tries + 1)
        message.tries += 1
        message.due_at = clock.now() + timedelta(minutes=2**message.tries)
        if message.tries >= MOST_TRIES:
            message.given_up_at = clock.now()
    else:
        message.delivered_at = clock.now()


@job(nightly=True)
def forget_old_messages() -> None:
    """Drop inbox messages after a year (as the privacy page says), outbox rows some time after they were settled."""
    now = clock.now()
    for find, drop, kept in _OLD:
        _drop(find, drop, now - kept)


def _drop(find: Select[Any], drop: Delete, before: datetime) -> None:
    """Delete in pieces, so that a year's rows do not keep others from writing."""
    while True:
        with transaction():
            old = column(find, before=before)
            db.session.execute(drop, {"old": old}, execution_options={"synchronize_session": False})
        if len(old) < PIECE:
            return

"""The worker's part: deliver the outbox, each message in a transaction of its own."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, delete, event, select

from resident import clock
from resident.db import db, transaction
from resident.notifications.models import Notification, OutboxMessage
from resident.tasks import job, wake

log = structlog.get_logger()
Channel = Callable[[dict[str, Any]], None]
MOST_TRIES = 8
BATCH = 200
PIECE = 500
INBOX_KEPT = timedelta(days=365)
DELIVERED_KEPT = timedelta(days=30)
GIVEN_UP_KEPT = timedelta(days=180)


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
    its cause. Two workers at once share the work: each message is held while it is delivered.
    """
    while waiting := _due(clock.now()):
        for message_id in waiting:
            with transaction():
                _deliver(message_id)
        if len(waiting) < BATCH:
            return


@event.listens_for(OutboxMessage, "after_insert")
def _wake(*_inserted: Any) -> None:
    """Whatever fills the outbox wakes the worker, once it is committed."""
    wake(deliver_outbox)


def _due(now: datetime) -> Sequence[int]:
    return db.session.scalars(
        select(OutboxMessage.id)
        .where(OutboxMessage.delivered_at.is_(None), OutboxMessage.given_up_at.is_(None), OutboxMessage.due_at <= now)
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(BATCH)
    ).all()


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
    _drop(Notification, Notification.created_at < now - INBOX_KEPT)
    _drop(OutboxMessage, OutboxMessage.delivered_at < now - DELIVERED_KEPT)
    _drop(OutboxMessage, OutboxMessage.given_up_at < now - GIVEN_UP_KEPT)


def _drop(table: type[Notification] | type[OutboxMessage], is_old: ColumnElement[bool]) -> None:
    """Delete in pieces, so that a year's rows do not keep others from writing."""
    while True:
        with transaction():
            old = db.session.scalars(select(table.id).where(is_old).limit(PIECE)).all()
            db.session.execute(delete(table).where(table.id.in_(old)))
        if len(old) < PIECE:
            return

"""The worker's part: deliver the outbox, each message in a transaction of its own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import select

from resident import clock
from resident.db import db, transaction
from resident.notifications.models import OutboxMessage
from resident.tasks import job

log = structlog.get_logger()
Channel = Callable[[dict[str, Any]], None]
MOST_TRIES = 8
BATCH = 200


def _to_log(payload: dict[str, Any]) -> None:
    """The channel of a house without any other: the server's log."""
    log.info("message", **{key: payload[key] for key in ("person_id", "kind", "path") if key in payload})


CHANNELS: dict[str, Channel] = {"person": _to_log}


def register_channel(name: str, deliver: Channel) -> None:
    """Name a way out; `deliver` raises when it did not work and is asked again later."""
    CHANNELS[name] = deliver


@job(every_minutes=1)
def deliver_outbox() -> None:
    """Deliver what is due; a failed delivery waits twice as long each time and never undoes its cause."""
    now = clock.now()
    due = db.session.scalars(
        select(OutboxMessage.id)
        .where(OutboxMessage.delivered_at.is_(None), OutboxMessage.given_up_at.is_(None), OutboxMessage.due_at <= now)
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(BATCH)
    ).all()
    for message_id in due:
        with transaction():
            _deliver(message_id)
    if len(due) == BATCH:
        deliver_outbox()


def _deliver(message_id: int) -> None:
    message = db.session.get(OutboxMessage, message_id, with_for_update={"skip_locked": True})
    if message is None or message.delivered_at or message.given_up_at:
        return
    now = clock.now()
    try:
        CHANNELS[message.channel](message.payload)
    except Exception:  # whatever a channel does, the message waits for its next turn
        log.exception("message not delivered", message=message.id, tries=message.tries + 1)
        message.tries += 1
        message.due_at = now + timedelta(minutes=2**message.tries)
        if message.tries >= MOST_TRIES:
            message.given_up_at = now
    else:
        message.delivered_at = now

"""Having something done outside: a row in the outbox, in the transaction of its cause."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from resident import clock
from resident.db import db
from resident.notifications.models import Notification, OutboxMessage

USEFUL = timedelta(days=3)  # what has not left by then tells nobody anything new
CARRIERS: dict[
    str, Callable[[Notification], dict[str, Any] | None]
] = {}  # the columns of a row, where one is to be written


def send(
    channel: str,
    payload: dict[str, Any],
    *,
    after: timedelta = timedelta(),
    useful: timedelta = USEFUL,
    notification: Notification | None = None,
    **row: Any,
) -> None:
    """Have something done outside once this transaction is committed; the row wakes the worker.

    `after` is how long it waits, `useful` how long it is of use to anybody; `row` holds other columns.
    """
    now = clock.now()
    row |= {"notification": notification, "community_id": notification.community_id} if notification else {}
    db.session.add(
        OutboxMessage(
            channel=channel, payload=payload, created_at=now, due_at=now + after, until=now + after + useful, **row
        )
    )

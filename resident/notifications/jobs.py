"""The worker's part: deliver the outbox, and forget what is old."""

import time
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Delete, Select, bindparam, delete, event, select

from resident import clock
from resident.columns import UtcDateTime
from resident.db import db, transaction
from resident.notifications.channels.delivering import deliver_next
from resident.notifications.channels.lanes import forget_old_stops
from resident.notifications.models import SETTLED, Notification, OutboxMessage, OutboxState
from resident.statements import column, in_one_of
from resident.tasks import job, wake

LONGEST_RUN = 20.0  # seconds at a time: a provider that is slow must not keep the worker from its other jobs
PIECE = 500
INBOX_KEPT = timedelta(days=365)
ARRIVED_KEPT = timedelta(days=30)
SETTLED_KEPT = timedelta(days=180)  # what did not arrive, for whoever looks why
_BEFORE: Any = bindparam("before", type_=UtcDateTime)
_ARRIVED = in_one_of(OutboxMessage.state, (OutboxState.DELIVERED, OutboxState.NEEDLESS))
_SETTLED = select(OutboxMessage.id).where(SETTLED, OutboxMessage.settled_at < _BEFORE).limit(PIECE)
_OLD: tuple[tuple[Select[Any], type[Any], timedelta], ...] = (
    (select(Notification.id).where(Notification.created_at < _BEFORE).limit(PIECE), Notification, INBOX_KEPT),
    (_SETTLED.where(_ARRIVED), OutboxMessage, ARRIVED_KEPT),
    (_SETTLED, OutboxMessage, SETTLED_KEPT),
)
_DROPS = {
    kind: delete(kind).where(kind.id.in_(bindparam("old", expanding=True))) for kind in (Notification, OutboxMessage)
}


@job(every_minutes=1)
def deliver_outbox() -> None:
    """Deliver what is due, one message after the other until nothing is, or for so long as others can wait.

    What comes first is looked for anew each time. Two workers at once share the work.
    """
    until = time.monotonic() + LONGEST_RUN
    while deliver_next():
        if time.monotonic() > until:
            with transaction():
                wake(deliver_outbox)
            return


@event.listens_for(OutboxMessage, "after_insert")
def _wake(*_inserted: Any) -> None:
    """Whatever fills the outbox wakes the worker, once it is committed."""
    wake(deliver_outbox)


@job(nightly=True)
def forget_old_messages() -> None:
    """Drop inbox messages after a year (as the privacy page says), outbox rows some time after they were settled.

    And of ways that stopped, those that nothing waits for.
    """
    forget_old_stops()
    now = clock.now()
    for find, kind, kept in _OLD:
        _drop(find, _DROPS[kind], now - kept)


def _drop(find: Select[Any], drop: Delete, before: datetime) -> None:
    """Delete in pieces, so that a year's rows do not keep others from writing."""
    while True:
        with transaction():
            old = column(find, before=before)
            db.session.execute(drop, {"old": old}, execution_options={"synchronize_session": False})
        if len(old) < PIECE:
            return

"""After a backup was put back: what waited to leave then has left long ago, or nobody waits for it any more."""

from datetime import datetime

from sqlalchemy import bindparam, select

from resident.db import db
from resident.notifications.models import OPEN, OutboxMessage, OutboxMove
from resident.statements import entities

_WAITED = (
    select(OutboxMessage)
    .where(OPEN, OutboxMessage.created_at < bindparam("before", type_=OutboxMessage.created_at.type))
    .order_by(OutboxMessage.id)
    .with_for_update()
)


def send_nothing_that_waits(*, before: datetime) -> int:
    """Drop every message written before this moment that has not left; how many that were. The inboxes keep theirs."""
    waited = entities(_WAITED, before=before)
    for message in waited:
        message.settle(OutboxMove.DROP, "restored")
    db.session.flush()
    return len(waited)

"""After a backup was put back: what waited to leave then has left long ago, or nobody waits for it any more."""

from typing import Any

from sqlalchemy import update

from resident import clock
from resident.db import db
from resident.notifications.models import OutboxMessage


def send_nothing_that_waits() -> int:
    """Give up every message that has not left; how many that were. The inboxes keep theirs. Twice is the same."""
    waits = (OutboxMessage.delivered_at.is_(None), OutboxMessage.given_up_at.is_(None))
    given_up: Any = db.session.execute(update(OutboxMessage).where(*waits).values(given_up_at=clock.now()))
    return int(given_up.rowcount)

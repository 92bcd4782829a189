"""What was written down of an act: the record that is never changed, and what people were told."""

from typing import Any

from sqlalchemy import select

from resident.audit.models import AuditEvent
from resident.db import db
from resident.notifications.models import Notification


def recorded(*, but: int = 0) -> list[tuple[str, int | None, int, dict[str, Any]]]:
    """Every event after the first `but`: its name, who did it, the number of the row, the details."""
    db.session.flush()
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id).offset(but))
    return [(one.action, one.actor_id, one.subject_id, one.details) for one in events]


def told(*, but: int = 0) -> list[tuple[int, str, str, dict[str, Any]]]:
    """Every message after the first `but`: to whom, of what kind, which page it leads to, what its words are made of."""
    db.session.flush()
    messages = db.session.scalars(select(Notification).order_by(Notification.id).offset(but))
    return [(one.person_id, one.kind, one.path, one.params) for one in messages]


def told_in() -> set[int | None]:
    """The communities that the messages are about."""
    return set(db.session.scalars(select(Notification.community_id)))

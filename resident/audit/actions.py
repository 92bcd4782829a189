"""Writing the record."""

from typing import Any

from resident import clock
from resident.audit.models import AuditEvent
from resident.db import db


def record(action: str, subject: Any, *, by: Any, community_id: int | None = None, **details: Any) -> None:
    """Note that `by` (a person, or None for the app itself) did `action` to `subject` (a flushed row).

    `details` must be JSON and must not hold phone numbers or codes: the record is kept for years.
    """
    if subject.id is None:
        db.session.flush()
    db.session.add(
        AuditEvent(
            community_id=community_id if community_id is not None else getattr(subject, "community_id", None),
            at=clock.now(),
            actor_id=by.id if by is not None else None,
            action=action,
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            details=details,
        )
    )

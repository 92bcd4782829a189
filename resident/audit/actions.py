"""Writing the record."""

from typing import Any, Protocol

from sqlalchemy import insert

from resident import clock
from resident.audit.models import AuditEvent
from resident.db import Base, db
from resident.ids import CommunityId, PersonId
from resident.statements import put

_NOTE = insert(AuditEvent.__table__).inline()  # type: ignore[arg-type]


class Doer(Protocol):
    """Who did it: a person, or the app itself, which has no number."""

    @property
    def id(self) -> PersonId | None: ...


def record(event: str, subject: Base, *, by: Doer, community_id: CommunityId | None = None, **details: Any) -> None:
    """Note that `by` did something to `subject`, a row; `event` is its table and what became of it: `grid.archived`.

    `details` must be JSON and must not hold phone numbers or codes: the record is kept for years.
    """
    row: Any = subject
    if row.id is None:
        db.session.flush()
    put(
        _NOTE,
        {
            "community_id": community_id if community_id is not None else getattr(row, "community_id", None),
            "at": clock.now(),
            "actor_id": by.id,
            "action": event,
            "subject_kind": row.__tablename__,
            "subject_id": row.id,
            "details": details,
        },
    )

"""One row for one thing done; rows are never changed (a trigger on both databases holds that)."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId


class AuditEvent(Base):
    """Who did what to which thing, and when. `actor_id` is empty for the worker and for commands."""

    __tablename__ = "audit_event"
    UNSETTLES: ClassVar = False
    __table_args__ = (
        Index("ix_audit_event_subject", "subject_kind", "subject_id"),
        Index("ix_audit_event_community", "community_id", "at", "id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId | None] = mapped_column(BigId, ForeignKey("community.id"))
    at: Mapped[datetime]
    actor_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigId)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

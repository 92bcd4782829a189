"""The inbox people read in the app."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId

UNREAD, UNSEEN = text("read_at IS NULL"), text("seen_at IS NULL AND read_at IS NULL")


class Notification(Base):
    """One message in one person's inbox; its words are made from `kind` and `params` when it is read.

    Seen is what stood before somebody's eyes in the list (the badge counts the rest), read what was opened or marked
    as read (the rest is bold).
    """

    __tablename__ = "notification"
    UNSETTLES: ClassVar = False
    __table_args__ = (
        Index("ix_notification_person", "person_id", "created_at", "id"),
        Index("ix_notification_age", "created_at"),
        Index("ix_notification_unread", "person_id", postgresql_where=UNREAD, sqlite_where=UNREAD),
        Index("ix_notification_unseen", "person_id", postgresql_where=UNSEEN, sqlite_where=UNSEEN),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId | None] = mapped_column(BigId, ForeignKey("community.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(60))
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    path: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]

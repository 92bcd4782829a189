"""What people say of the app itself."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId


class Feedback(Base):
    """Some words of somebody, of whom nothing else is kept, and the page they came from ('' where that is not known)."""

    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_community", "community_id", "at", "id"), Index("ix_feedback_at", "at"))

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)
    page: Mapped[str] = mapped_column(String(200), default="")

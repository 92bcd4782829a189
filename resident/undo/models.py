"""What somebody did and may still undo."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId


class Deed(Base):
    """One thing that one person did, how it was before, and the messages people got because of it.

    It is no history (that is the record's part): it is forgotten when nobody can undo it any more.
    """

    __tablename__ = "deed"
    UNSETTLES: ClassVar = False
    __table_args__ = (Index("ix_deed_subject", "kind", "subject_id", "id"), Index("ix_deed_age", "at"))

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int] = mapped_column(BigId)
    by_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    at: Mapped[datetime]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    told: Mapped[list[int]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))

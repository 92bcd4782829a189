"""What whoever runs a shift wrote to everybody who has a place in it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId


class ShiftMessage(Base):
    """One message to so many people (`reached`); it stands in their inbox and is never changed."""

    __tablename__ = "shift_message"
    __table_args__ = (
        Index("ix_shift_message_shift", "shift_id", "id"),
        Index("ix_shift_message_person", "person_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    shift_id: Mapped[int] = mapped_column(BigId, ForeignKey("shift.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    reached: Mapped[int]
    at: Mapped[datetime]

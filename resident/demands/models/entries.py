"""What somebody of the committee wrote down for who raised a demand."""

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId

if TYPE_CHECKING:
    from resident.demands.models.demand import Demand


class Channel(enum.StrEnum):
    """How somebody came with it."""

    COUNTER = "counter"
    PHONE = "phone"
    PAPER = "paper"
    GROUP = "group"
    VISIT = "visit"


class DemandEntry(Base):
    """Who wrote a demand down for whom raised it (`submitter`), how it came, and what was said when asked for consent."""

    __tablename__ = "demand_entry"
    __table_args__ = (UniqueConstraint("community_id", "demand_id"), Index("ix_demand_entry_demand", "demand_id"))

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    demand_id: Mapped[int] = mapped_column(BigId, ForeignKey("demand.id"))
    submitter_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    consent: Mapped[str] = mapped_column(Text)
    consented_at: Mapped[datetime]

    demand: Mapped["Demand"] = relationship(back_populates="entry")

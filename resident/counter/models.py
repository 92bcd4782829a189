"""Receipts: the paper by which somebody without a phone looks how far a demand is."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.columns import BigId, Id
from resident.db import Base
from resident.demands.models import Demand
from resident.ids import CommunityId, PersonId


class Receipt(Base):
    """The paper of one demand. Of its code nothing but the keyed hash is kept: a lost paper gets a new code."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("community_id", "demand_id"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    demand_id: Mapped[int] = mapped_column(BigId, ForeignKey("demand.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"), index=True)

    demand: Mapped[Demand] = relationship()

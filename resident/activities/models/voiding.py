"""Voiding what counts already: one person asks for it, another agrees, or it stays."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.activities.models.records import ServiceRecord
from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

WAITS = text("state = 'waiting'")


class VoidingState(enum.StrEnum):
    """Where the wish to void a record stands."""

    WAITING = "waiting"
    AGREED = "agreed"
    DECLINED = "declined"


class VoidingMove(enum.StrEnum):
    """What ends it."""

    AGREE = "agree"
    DECLINE = "decline"


class VoidingMoved(Conflict):
    """Somebody has answered meanwhile, or the record was voided otherwise."""


class Voiding(Moves[VoidingMove], Base):
    """Why a record that counts is wrong, and from when until when it was really; empty where it is only voided."""

    MOVES = {
        VoidingMove.AGREE: Step({VoidingState.WAITING}, VoidingState.AGREED),
        VoidingMove.DECLINE: Step({VoidingState.WAITING}, VoidingState.DECLINED),
    }
    MOVED_ON = VoidingMoved
    __tablename__ = "voiding"
    __table_args__ = (
        Index("uq_voiding_waiting", "record_id", unique=True, postgresql_where=WAITS, sqlite_where=WAITS),
        Index("ix_voiding_community", "community_id", "state", "id"),
        CheckConstraint("state <> 'agreed' OR answered_by_id <> asked_by_id", name="two_people"),
        CheckConstraint("(started_at IS NULL) = (ended_at IS NULL)", name="time_whole"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    record_id: Mapped[int] = mapped_column(BigId, ForeignKey("service_record.id"))
    state: Mapped[str] = mapped_column(String(20), default=VoidingState.WAITING)
    reason: Mapped[str] = mapped_column(String(500))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    asked_by_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answered_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    record: Mapped[ServiceRecord] = relationship()

    @property
    def person_id(self) -> PersonId:
        """The volunteer."""
        return self.record.person_id

    @property
    def organization_id(self) -> int:
        """The body that ran the shift."""
        return self.record.shift.activity.organization_id

    asked_by: Mapped[PersonRow] = relationship(foreign_keys=[asked_by_id])

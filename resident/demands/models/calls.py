"""Telephone calls with the one who raised a demand: written down by who called, contested by who was not called."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.db import Base
from resident.demands.models.demand import Demand, WrongState
from resident.ids import CommunityId, PersonId
from resident.organizations.models import Organization
from resident.statements import written
from resident.web.moves import Moves, Step


class CallState(enum.StrEnum):
    """Whether a call counts as contact: what was contested does not until somebody else has settled it."""

    WRITTEN_DOWN = "written_down"
    CONTESTED = "contested"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNDONE = "undone"


class CallMove(enum.StrEnum):
    """What the one who was (not) called, somebody else of the staff, or who wrote it down does."""

    CONTEST = "contest"
    CONFIRM = "confirm"
    REFUTE = "refute"
    UNDO = "undo"


_S = CallState
COUNTING = (_S.WRITTEN_DOWN, _S.CONFIRMED)


class Call(Moves[CallMove], Base):
    """One call about a demand: when, with whom it was spoken (never the number), and what was said."""

    MOVES = {
        CallMove.CONTEST: Step({_S.WRITTEN_DOWN}, _S.CONTESTED),
        CallMove.CONFIRM: Step({_S.CONTESTED}, _S.CONFIRMED),
        CallMove.REFUTE: Step({_S.CONTESTED}, _S.REFUTED),
        CallMove.UNDO: Step({_S.WRITTEN_DOWN}, _S.UNDONE),
    }
    MOVED_ON = WrongState
    __tablename__ = "demand_call"
    __table_args__ = (Index("ix_demand_call_demand", "demand_id", "id"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    demand_id: Mapped[int] = mapped_column(BigId, ForeignKey("demand.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    organization_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("organization.id"))
    state: Mapped[str] = mapped_column(String(20), default=CallState.WRITTEN_DOWN)
    called_at: Mapped[datetime]
    spoke_with: Mapped[str] = mapped_column(String(60))
    said: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    settled_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    settled_because: Mapped[str] = mapped_column(String(500), default="")

    demand: Mapped[Demand] = relationship()
    person: Mapped[PersonRow] = relationship(foreign_keys=[person_id])
    organization: Mapped[Organization | None] = relationship()


IS_CONTESTED = Call.state == written(CallState.CONTESTED)  # in the very words of the index's condition
Index("ix_demand_call_contested", Call.community_id, Call.id, postgresql_where=IS_CONTESTED, sqlite_where=IS_CONTESTED)

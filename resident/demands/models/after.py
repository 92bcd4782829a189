"""How it looks once something was done: photos that are read before everybody sees them."""

import enum
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.db import Base
from resident.demands.models.demand import Demand, WrongState
from resident.ids import CommunityId, PersonId
from resident.web.moves import Moves, Step


class AfterState(enum.StrEnum):
    """Where they stand."""

    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    NOT_APPROVED = "not_approved"
    WITHDRAWN = "withdrawn"


class AfterMove(enum.StrEnum):
    """What changes where they stand."""

    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"


_S = AfterState


class AfterPhotos(Moves[AfterMove], Base):
    """What somebody photographed of a demand that was closed, to be shown beside how it looked before.

    The photos themselves belong to this row (`owner_kind` "after"). Of several that are public the newest is shown.
    """

    RAISES: ClassVar = "around"
    MOVES = {
        AfterMove.APPROVE: Step({_S.IN_REVIEW}, _S.PUBLISHED),
        AfterMove.REJECT: Step({_S.IN_REVIEW}, _S.NOT_APPROVED),
        AfterMove.WITHDRAW: Step({_S.IN_REVIEW, _S.PUBLISHED}, _S.WITHDRAWN),
    }
    UNDOABLE = frozenset({AfterMove.APPROVE, AfterMove.REJECT})
    MOVED_ON = WrongState
    __tablename__ = "after_photos"
    __table_args__ = (
        Index("ix_after_photos_demand", "demand_id", "state", "id"),
        Index("ix_after_photos_shown", "community_id", "state", "created_at"),
        Index("ix_after_photos_author", "author_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    demand_id: Mapped[int] = mapped_column(BigId, ForeignKey("demand.id"))
    author_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default=AfterState.IN_REVIEW)
    created_at: Mapped[datetime]

    author: Mapped[PersonRow] = relationship()
    demand: Mapped[Demand] = relationship()

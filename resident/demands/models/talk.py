"""What hangs on a demand: its history, who supports it, what neighbours and bodies say."""

import enum
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.db import Base
from resident.demands.models.demand import Demand, WrongState
from resident.ids import CommunityId, PersonId
from resident.organizations.models import Organization
from resident.web.moves import Moves, Step


class CommentState(enum.StrEnum):
    """Where a comment stands: it is read by the committee before everybody can."""

    IN_REVIEW = "in_review"
    CHANGES_ASKED = "changes_asked"
    NOT_APPROVED = "not_approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class CommentMove(enum.StrEnum):
    """What changes the state of a comment."""

    APPROVE = "approve"
    REJECT = "reject"
    ASK_CHANGES = "ask_changes"
    SUBMIT_AGAIN = "submit_again"
    WITHDRAW = "withdraw"


_S = CommentState


class DemandEvent(Base):
    """One line of a demand's history: who did what, which body it concerns, in which state it left the demand.

    `text` is what a person wrote; to whom outside it was referred and which other demand it met stand apart.
    """

    UNSETTLES: ClassVar = False
    __tablename__ = "demand_event"
    __table_args__ = (Index("ix_demand_event_demand", "demand_id", "id"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    demand_id: Mapped[int] = mapped_column(BigId, ForeignKey("demand.id"))
    at: Mapped[datetime]
    actor_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    organization_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("organization.id"))
    kind: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column("note", Text, default="")
    referred_to: Mapped[str | None] = mapped_column(String(80))
    other_number: Mapped[int | None] = mapped_column(BigId)


class Support(Base):
    """“Me too”, once a person and demand."""

    UNSETTLES: ClassVar = False
    __tablename__ = "support"
    __table_args__ = (
        UniqueConstraint("community_id", "demand_id", "person_id"),
        Index("ix_support_person", "person_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    demand_id: Mapped[int] = mapped_column(BigId, ForeignKey("demand.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    created_at: Mapped[datetime]


class Comment(Moves[CommentMove], Base):
    """What a neighbour adds; `shows_building` is the writer's own choice."""

    MOVES = {
        CommentMove.APPROVE: Step({_S.IN_REVIEW}, _S.PUBLISHED),
        CommentMove.REJECT: Step({_S.IN_REVIEW}, _S.NOT_APPROVED),
        CommentMove.ASK_CHANGES: Step({_S.IN_REVIEW}, _S.CHANGES_ASKED),
        CommentMove.SUBMIT_AGAIN: Step({_S.IN_REVIEW, _S.CHANGES_ASKED}, _S.IN_REVIEW),
        CommentMove.WITHDRAW: Step({_S.IN_REVIEW, _S.CHANGES_ASKED, _S.PUBLISHED}, _S.WITHDRAWN),
    }
    UNDOABLE = frozenset({CommentMove.APPROVE, CommentMove.REJECT, CommentMove.ASK_CHANGES, CommentMove.WITHDRAW})
    MOVED_ON = WrongState
    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_demand", "demand_id", "state", "id"), Index("ix_comment_author", "author_id"))

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    demand_id: Mapped[int] = mapped_column(BigId, ForeignKey("demand.id"))
    author_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)
    shows_building: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20), default=CommentState.IN_REVIEW)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    shows_name: Mapped[bool] = mapped_column(default=True, server_default=true())
    taken_down_at: Mapped[datetime | None]

    author: Mapped[PersonRow] = relationship()
    demand: Mapped[Demand] = relationship()


class Answer(Base):
    """What a body says officially; an imported one has a `source` and no person. One that was undone nobody reads any more."""

    __tablename__ = "answer"
    __table_args__ = (Index("ix_answer_demand", "demand_id", "id"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    demand_id: Mapped[int] = mapped_column(BigId, ForeignKey("demand.id"))
    person_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    organization_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("organization.id"))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    source: Mapped[str | None] = mapped_column(String(30))
    undone_at: Mapped[datetime | None]

    person: Mapped[PersonRow | None] = relationship()
    organization: Mapped[Organization | None] = relationship()

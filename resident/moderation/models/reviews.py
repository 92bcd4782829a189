"""What waits for the review, and the moves of its decision."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.db import Base
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

WAITING = text("state = 'waiting'")


class ReviewState(enum.StrEnum):
    """Where a review item stands; every decision ends it, what is sent again waits as a new one."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    CHANGES_ASKED = "changes_asked"
    WITHDRAWN = "withdrawn"


DECISIONS = (ReviewState.APPROVED, ReviewState.REJECTED, ReviewState.CHANGES_ASKED)


class ReviewMove(enum.StrEnum):
    """What ends a review item: a decision, or its author."""

    APPROVE = "approve"
    REJECT = "reject"
    ASK_CHANGES = "ask_changes"
    WITHDRAW = "withdraw"


class AlreadyDecided(Conflict):
    """Another moderator was faster; nothing was changed by this one."""

    title = _l("Already decided")
    message = _l("A colleague has decided on this meanwhile. There is nothing left to do here.")


class ReviewItem(Moves[ReviewMove], Base):
    """One version of one thing in the review queue; `version` is that of the subject as it was submitted last."""

    MOVES = {
        ReviewMove.APPROVE: Step({ReviewState.WAITING}, ReviewState.APPROVED),
        ReviewMove.REJECT: Step({ReviewState.WAITING}, ReviewState.REJECTED),
        ReviewMove.ASK_CHANGES: Step({ReviewState.WAITING}, ReviewState.CHANGES_ASKED),
        ReviewMove.WITHDRAW: Step({ReviewState.WAITING}, ReviewState.WITHDRAWN),
    }
    UNDOABLE = frozenset({ReviewMove.APPROVE, ReviewMove.REJECT, ReviewMove.ASK_CHANGES})
    MOVED_ON = AlreadyDecided
    __tablename__ = "review_item"
    __table_args__ = (
        Index(
            "uq_review_item_waiting", "kind", "subject_id", unique=True, postgresql_where=WAITING, sqlite_where=WAITING
        ),
        Index("ix_review_item_queue", "community_id", "state", "submitted_at", "id"),
        Index("ix_review_item_ranked", "community_id", "state", "rank", "submitted_at", "id"),
        Index("ix_review_item_author", "community_id", "author_id", "state"),
        Index("ix_review_item_decided", "community_id", "decided_at"),
        Index("ix_review_item_subject", "kind", "subject_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int] = mapped_column(BigId)
    author_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    title: Mapped[dict[str, str]]
    version: Mapped[int]
    rank: Mapped[int] = mapped_column(default=1, server_default=text("1"))  # 0 goes before all others
    state: Mapped[str] = mapped_column(String(20), default=ReviewState.WAITING)
    submitted_at: Mapped[datetime]
    due_at: Mapped[datetime | None]  # as it was promised then; none for what was decided before promises were kept
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")

    author: Mapped[PersonRow] = relationship(foreign_keys=[author_id])
    decided_by: Mapped[PersonRow | None] = relationship(foreign_keys=[decided_by_id])

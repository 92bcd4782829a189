"""What waits for the committee's eyes."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
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
    state: Mapped[str] = mapped_column(String(20), default=ReviewState.WAITING)
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")

    author: Mapped[PersonRow] = relationship(foreign_keys=[author_id])
    decided_by: Mapped[PersonRow | None] = relationship(foreign_keys=[decided_by_id])


IS_DOWN = text("state <> 'restored'")


class TakedownState(enum.StrEnum):
    """Taken down, with an appeal that waits, back again, or down for good after an appeal."""

    DOWN = "down"
    APPEALED = "appealed"
    RESTORED = "restored"
    KEPT = "kept"


class TakedownMove(enum.StrEnum):
    """What its author or a colleague does about it."""

    APPEAL = "appeal"
    RESTORE = "restore"
    KEEP = "keep"
    UNDO = "undo"


class TakedownMoved(Conflict):
    """It was brought back, appealed against or decided on meanwhile."""

    title = _l("This has been decided")
    message = _l("A colleague has decided on this meanwhile, or it was appealed against already.")


class AlreadyDown(Conflict):
    """Two moderators saw the same."""

    title = _l("It is down already")
    message = _l("A colleague has taken this down meanwhile. There is nothing left to do here.")


class NotPublic(Conflict):
    """Only what everybody can see is taken down."""

    title = _l("It is not public")
    message = _l("Only what everybody can see is taken down. What waits for its review is decided there.")


class Takedown(Moves[TakedownMove], Base):
    """That something public was taken down: by whom, why, and what became of it. At most one of a thing is open."""

    MOVES = {
        TakedownMove.APPEAL: Step({TakedownState.DOWN}, TakedownState.APPEALED),
        TakedownMove.RESTORE: Step(
            {TakedownState.DOWN, TakedownState.APPEALED, TakedownState.KEPT}, TakedownState.RESTORED
        ),
        TakedownMove.KEEP: Step({TakedownState.APPEALED}, TakedownState.KEPT),
        TakedownMove.UNDO: Step({TakedownState.DOWN}, TakedownState.RESTORED),
    }
    UNDOABLE = frozenset({TakedownMove.RESTORE, TakedownMove.KEEP})
    MOVED_ON = TakedownMoved
    __tablename__ = "takedown"
    __table_args__ = (
        Index("uq_takedown_open", "kind", "subject_id", unique=True, postgresql_where=IS_DOWN, sqlite_where=IS_DOWN),
        Index("ix_takedown_list", "community_id", "id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int] = mapped_column(BigId)
    title: Mapped[dict[str, str]]
    state: Mapped[str] = mapped_column(String(20), default=TakedownState.DOWN)
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(String(500))
    taken_down_at: Mapped[datetime]
    taken_down_by_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    appeal: Mapped[str] = mapped_column(String(500), default="")
    appealed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(String(500), default="")


IS_PROPOSED = text("state IN ('waiting', 'changes_asked')")


class ProposalState(enum.StrEnum):
    """What became of words that somebody wants to make public."""

    WAITING = "waiting"
    CHANGES_ASKED = "changes_asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TOO_LATE = "too_late"
    WITHDRAWN = "withdrawn"


class ProposalMove(enum.StrEnum):
    """What a moderator, its author or the time does to a proposal."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    ASK_CHANGES = "ask_changes"
    PROPOSE_AGAIN = "propose_again"
    COME_TOO_LATE = "come_too_late"
    WITHDRAW = "withdraw"


class ProposalMoved(Conflict):
    """It has been decided on, or taken back."""

    title = _l("This has been decided")
    message = _l("It has been decided on or taken back meanwhile. Look at it as it is now.")


_P = ProposalState
_OPEN = frozenset({_P.WAITING, _P.CHANGES_ASKED})


class Proposal(Moves[ProposalMove], Base):
    """New words for what is public, or something new that would be: kept apart until the committee has read it.

    `subject_id` is what the words are for, None for something new; of one thing at most one proposal is open.
    """

    MOVES = {
        ProposalMove.ACCEPT: Step({_P.WAITING}, _P.ACCEPTED),
        ProposalMove.REFUSE: Step({_P.WAITING}, _P.REFUSED),
        ProposalMove.ASK_CHANGES: Step({_P.WAITING}, _P.CHANGES_ASKED),
        ProposalMove.PROPOSE_AGAIN: Step(_OPEN, _P.WAITING),
        ProposalMove.COME_TOO_LATE: Step({_P.WAITING}, _P.TOO_LATE),
        ProposalMove.WITHDRAW: Step(_OPEN, _P.WITHDRAWN),
    }
    UNDOABLE = frozenset(
        {ProposalMove.ACCEPT, ProposalMove.REFUSE, ProposalMove.ASK_CHANGES, ProposalMove.COME_TOO_LATE}
    )
    MOVED_ON = ProposalMoved
    __tablename__ = "proposal"
    __table_args__ = (
        Index(
            "uq_proposal_open",
            "kind",
            "subject_id",
            unique=True,
            postgresql_where=IS_PROPOSED,
            sqlite_where=IS_PROPOSED,
        ),
        Index("ix_proposal_body", "community_id", "organization_id", "state"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int | None] = mapped_column(BigId)
    organization_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("organization.id"))
    author_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    title: Mapped[dict[str, str]]
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20), default=ProposalState.WAITING)
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

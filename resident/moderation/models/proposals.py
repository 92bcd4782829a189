"""Words proposed for what is public already."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

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

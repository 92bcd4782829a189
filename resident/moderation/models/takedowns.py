"""What was taken down, and the moves of an appeal."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

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

"""Accounts that rest, and the table of moves of their appeals."""

import enum
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models.people import PersonRow
from resident.columns import BigId, Id
from resident.db import Base
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step


class SuspensionState(enum.StrEnum):
    """Where a suspension stands; that its time is over is no state."""

    STANDING = "standing"
    APPEALED = "appealed"
    UPHELD = "upheld"
    LIFTED = "lifted"


class SuspensionMove(enum.StrEnum):
    """What changes the state of a suspension."""

    APPEAL = "appeal"
    UPHOLD = "uphold"
    LIFT = "lift"


class SuspensionMoved(Conflict):
    """Somebody has lifted it, appealed or decided meanwhile."""

    title = _l("Something has changed")
    message = _l("Somebody was faster: this suspension was lifted or decided on meanwhile. Look at it as it is now.")


_S = SuspensionState


class Suspension(Moves[SuspensionMove], Base):
    """An account that rests: why, by whom, until when, and what was said against it. It ends by itself."""

    MOVES: ClassVar = {
        SuspensionMove.APPEAL: Step({_S.STANDING}, _S.APPEALED),
        SuspensionMove.UPHOLD: Step({_S.APPEALED}, _S.UPHELD),
        SuspensionMove.LIFT: Step({_S.STANDING, _S.APPEALED, _S.UPHELD}, _S.LIFTED),
    }
    MOVED_ON: ClassVar = SuspensionMoved
    __tablename__ = "suspension"

    id: Mapped[Id]
    state: Mapped[str] = mapped_column(String(20), default=_S.STANDING)
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"), index=True)
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    begun_at: Mapped[datetime]
    until: Mapped[datetime]
    by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    appeal: Mapped[str] = mapped_column(String(1000), default="")
    appealed_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(500), default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))

    person: Mapped[PersonRow] = relationship(foreign_keys=[person_id])
    by: Mapped[PersonRow | None] = relationship(foreign_keys=[by_id])

"""What people say of themselves and the committee confirms."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.communities.models import Building
from resident.db import Base, BigId, Id
from resident.ids import CommunityId, PersonId

OPEN_ROWS = text("state IN ('waiting', 'changes_asked')")


class ClaimState(enum.StrEnum):
    """Where a claim stands."""

    WAITING = "waiting"
    CHANGES_ASKED = "changes_asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = (ClaimState.WAITING, ClaimState.CHANGES_ASKED)
MOVES = {
    ClaimState.WAITING: frozenset(
        {ClaimState.CONFIRMED, ClaimState.REFUSED, ClaimState.CHANGES_ASKED, ClaimState.WITHDRAWN}
    ),
    ClaimState.CHANGES_ASKED: frozenset({ClaimState.WAITING, ClaimState.WITHDRAWN}),
}


class ResidenceClaim(Base):
    """A person says which home is theirs; the home confirmed before stays until this one is.

    One is open at a time. `version` counts what the person changed while it was.
    """

    __tablename__ = "residence_claim"
    __table_args__ = (
        Index(
            "uq_residence_claim_open",
            "community_id",
            "person_id",
            unique=True,
            postgresql_where=OPEN_ROWS,
            sqlite_where=OPEN_ROWS,
        ),
        Index("ix_residence_claim_person", "person_id", "community_id", "id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    building_id: Mapped[int] = mapped_column(BigId, ForeignKey("building.id"))
    unit: Mapped[str] = mapped_column(String(10))
    room: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20), default=ClaimState.WAITING)
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(String(500), default="")
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    person: Mapped[PersonRow] = relationship()
    building: Mapped[Building] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether the person can still change or withdraw it."""
        return self.state in OPEN

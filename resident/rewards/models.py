"""What charity and shops give for points, and what residents have redeemed."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident import clock
from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.db import Base
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.organizations.models import Organization
from resident.statements import written
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

WAITING = text("state = 'waiting'")
PICTURES = ("tissue", "hair", "rice", "cuff", "soap", "umbrella", "towel", "gift")


class RedemptionState(enum.StrEnum):
    """Where a redemption stands: it waits for its owner, was handed over, or has gone back."""

    WAITING = "waiting"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class RedemptionMove(enum.StrEnum):
    """What ends a redemption."""

    FULFIL = "fulfil"
    CANCEL = "cancel"
    EXPIRE = "expire"
    UNDO = "undo"


class NotWaiting(Conflict):
    """This redemption has already ended; the message says how."""

    title = _l("This has ended already")


COUNTED = (RedemptionState.WAITING, RedemptionState.FULFILLED)


def can_be_fetched(state: str, expires_at: datetime) -> bool:
    """Whether what is in this state can still be handed over, whatever the worker has got round to."""
    return state == RedemptionState.WAITING and expires_at >= clock.now()


class Reward(Base):
    """A good or a service that one body gives for points; `stock` is what is left to redeem."""

    __tablename__ = "reward"
    __table_args__ = (
        Index("ix_reward_shelf", "community_id", "price", "id"),
        Index("ix_reward_organization", "organization_id", "id"),
        CheckConstraint("price > 0", name="price"),
        CheckConstraint("stock >= 0", name="stock"),
        CheckConstraint("per_person > 0", name="per_person"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    organization_id: Mapped[int] = mapped_column(BigId, ForeignKey("organization.id"))
    name: Mapped[dict[str, str]]
    about: Mapped[dict[str, str]] = mapped_column(default=dict)
    picture: Mapped[str] = mapped_column(String(20), default="gift")
    price: Mapped[int]
    stock: Mapped[int]
    per_person: Mapped[int | None]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    taken_down_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    organization: Mapped[Organization] = relationship()


class Redemption(Moves[RedemptionMove], Base):
    """One reward kept for one person under a pickup code; name and price stay as they were agreed.

    The code is shown to its owner again and again, so it is encrypted, and found by a keyed hash. `times_undone` is how
    often giving it out was undone.
    """

    MOVES = {
        RedemptionMove.FULFIL: Step({RedemptionState.WAITING}, RedemptionState.FULFILLED),
        RedemptionMove.CANCEL: Step({RedemptionState.WAITING}, RedemptionState.CANCELLED),
        RedemptionMove.EXPIRE: Step({RedemptionState.WAITING}, RedemptionState.EXPIRED),
        RedemptionMove.UNDO: Step({RedemptionState.WAITING}, RedemptionState.CANCELLED),
    }
    UNDOABLE = frozenset({RedemptionMove.FULFIL})
    MOVED_ON = NotWaiting
    __tablename__ = "redemption"
    __table_args__ = (
        Index(
            "uq_redemption_live_code",
            "community_id",
            "code_lookup",
            unique=True,
            postgresql_where=WAITING,
            sqlite_where=WAITING,
        ),
        Index("ix_redemption_code", "community_id", "code_lookup"),
        Index("ix_redemption_person", "community_id", "person_id", "id"),
        Index(
            "ix_redemption_pickups",
            "community_id",
            "organization_id",
            "id",
            postgresql_where=WAITING,
            sqlite_where=WAITING,
        ),
        Index("ix_redemption_limit", "reward_id", "person_id"),
        Index("ix_redemption_due", "expires_at", postgresql_where=WAITING, sqlite_where=WAITING),
        CheckConstraint("price > 0", name="price"),
        CheckConstraint("(state = 'fulfilled') = (fulfilled_at IS NOT NULL)", name="fulfilled"),
        CheckConstraint("(state IN ('cancelled', 'expired')) = (returned_at IS NOT NULL)", name="returned"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    reward_id: Mapped[int] = mapped_column(BigId, ForeignKey("reward.id"))
    organization_id: Mapped[int] = mapped_column(BigId, ForeignKey("organization.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    name: Mapped[dict[str, str]]
    price: Mapped[int]
    code_encrypted: Mapped[str] = mapped_column(String(200))
    code_lookup: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20), default=RedemptionState.WAITING)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    fulfilled_at: Mapped[datetime | None]
    fulfilled_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    returned_at: Mapped[datetime | None]
    times_undone: Mapped[int] = mapped_column(default=0, server_default="0")

    reward: Mapped[Reward] = relationship()
    organization: Mapped[Organization] = relationship()
    person: Mapped[PersonRow] = relationship(foreign_keys=[person_id])
    fulfilled_by: Mapped[PersonRow | None] = relationship(foreign_keys=[fulfilled_by_id])

    @property
    def is_waiting(self) -> bool:
        """Whether it can still be handed over."""
        return can_be_fetched(self.state, self.expires_at)


IS_WAITING = Redemption.state == written(RedemptionState.WAITING)  # in the very words of the indexes' condition

"""Slips: a code on paper in the letter box, by which those of a home confirm that they live there."""

import enum
from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident import clock
from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.communities.models.places import Household
from resident.db import Base
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step

OUT = text("state = 'out'")
UNTOLD = text("told_at IS NULL")


class SlipState(enum.StrEnum):
    """Where a slip stands: out in the world, run out and replaced by another, or withdrawn."""

    OUT = "out"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class SlipMove(enum.StrEnum):
    """What changes the state of a slip."""

    EXPIRE = "expire"
    WITHDRAW = "withdraw"


class SlipMoved(Conflict):
    """The slip was withdrawn, or ran out, after the page was shown."""

    title = _l("This slip works no longer")
    message = _l("The committee has withdrawn it, or it has run out. Say which home is yours, and the committee looks.")

    def __init__(self) -> None:
        super().__init__(action_url="/me/household", action_label=_l("My home"))


class Slip(Moves[SlipMove], Base):
    """The code of one home, encrypted so that a spoiled page prints again as it was, with a keyed hash to find it.

    It works for `places` people until `until`; a home has one that is out at a time. One that ran out stays out
    until the next is printed.
    """

    MOVES: ClassVar = {
        SlipMove.EXPIRE: Step({SlipState.OUT}, SlipState.EXPIRED),
        SlipMove.WITHDRAW: Step({SlipState.OUT}, SlipState.WITHDRAWN),
    }
    MOVED_ON = SlipMoved
    __tablename__ = "slip"
    __table_args__ = (
        UniqueConstraint("community_id", "code_lookup"),
        Index("uq_slip_out", "community_id", "household_id", unique=True, postgresql_where=OUT, sqlite_where=OUT),
        Index("ix_slip_household", "household_id"),
        CheckConstraint("used >= 0 AND used <= places", name="places_left"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    household_id: Mapped[int] = mapped_column(BigId, ForeignKey("household.id"))
    code_encrypted: Mapped[str] = mapped_column(String(200))
    code_lookup: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20), default=SlipState.OUT)
    places: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    made_by_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    until: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    household: Mapped[Household] = relationship()

    @property
    def is_in_time(self) -> bool:
        """Whether it is out and has not run out yet."""
        return self.state == SlipState.OUT and clock.now() < self.until

    @property
    def is_full(self) -> bool:
        """Whether as many people as it is for have used it."""
        return self.used >= self.places


class SlipUse(Base):
    """Somebody confirmed a home by its slip; the others of the home read of it once, at `tell_at` or later."""

    __tablename__ = "slip_use"
    __table_args__ = (
        UniqueConstraint("community_id", "slip_id", "person_id"),
        Index("ix_slip_use_person", "person_id"),
        Index("ix_slip_use_day", "community_id", "used_at"),
        Index("ix_slip_use_untold", "tell_at", postgresql_where=UNTOLD, sqlite_where=UNTOLD),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    slip_id: Mapped[int] = mapped_column(BigId, ForeignKey("slip.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    household_id: Mapped[int] = mapped_column(BigId, ForeignKey("household.id"))
    used_at: Mapped[datetime]
    tell_at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class ObjectionState(enum.StrEnum):
    """Where an objection stands."""

    OPEN = "open"
    SETTLED = "settled"


class ObjectionMove(enum.StrEnum):
    """What changes the state of an objection."""

    SETTLE = "settle"


class ObjectionMoved(Conflict):
    """A colleague has looked at it already."""

    message = _l("A colleague has looked at this already.")


OPEN_OBJECTIONS = text("state = 'open'")


class HomeObjection(Moves[ObjectionMove], Base):
    """Somebody of a home says that who joined it does not belong there; the committee looks."""

    MOVES: ClassVar = {ObjectionMove.SETTLE: Step({ObjectionState.OPEN}, ObjectionState.SETTLED)}
    MOVED_ON = ObjectionMoved
    __tablename__ = "home_objection"
    __table_args__ = (
        Index(
            "uq_home_objection_open",
            "community_id",
            "household_id",
            "person_id",
            unique=True,
            postgresql_where=OPEN_OBJECTIONS,
            sqlite_where=OPEN_OBJECTIONS,
        ),
        Index("ix_home_objection_person", "person_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    household_id: Mapped[int] = mapped_column(BigId, ForeignKey("household.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default=ObjectionState.OPEN)
    said_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))

    person: Mapped[PersonRow] = relationship(foreign_keys=[person_id])

"""Who belongs to a community, and which roles they have."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.communities.models.places import Household
from resident.db import Base
from resident.ids import CommunityId, PersonId

ACTIVE = text("ended_at IS NULL")


class Role(enum.StrEnum):
    """What a person may do for a community; residents need none."""

    ADMINISTRATOR = "administrator"
    MODERATOR = "moderator"
    WORKER = "worker"


class HowConfirmed(enum.StrEnum):
    """How it is known where somebody lives: by the slip in the letter box, by a moderator's word, at the counter."""

    SLIP = "slip"
    REVIEW = "review"
    COUNTER = "counter"


class Membership(Base):
    """A person in a community; a confirmed resident once the household is confirmed, by `confirmed_how`.

    `ended_household_id` is the home whose confirmation the committee has ended, as long as no other is confirmed:
    the person may contest that.
    """

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("community_id", "person_id"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("household.id"), index=True)
    confirmed_at: Mapped[datetime | None]
    confirmed_how: Mapped[str] = mapped_column(String(20), default="", server_default="")
    ended_household_id: Mapped[int | None] = mapped_column(BigId)
    joined_at: Mapped[datetime]

    person: Mapped[PersonRow] = relationship()
    household: Mapped[Household | None] = relationship()


class RoleGrant(Base):
    """A role given to a person; it ends at once when `ended_at` is set."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index(
            "uq_role_grant_active",
            "community_id",
            "person_id",
            "role",
            unique=True,
            postgresql_where=ACTIVE,
            sqlite_where=ACTIVE,
        ),
        Index("ix_role_grant_person", "person_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    person: Mapped[PersonRow] = relationship(foreign_keys=[person_id])

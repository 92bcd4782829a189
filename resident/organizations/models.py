"""The bodies that can act, and the people who act for them."""

import enum
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId

ACTIVE = text("ended_at IS NULL")


class OrganizationKind(enum.StrEnum):
    """The five together, and who stands beside them."""

    COMMITTEE = "committee"
    SOCIAL_ORGANIZATION = "social_organization"
    SOCIAL_WORK_STATION = "social_work_station"
    VOLUNTEER_TEAM = "volunteer_team"
    CHARITY = "charity"
    PROPERTY_COMPANY = "property_company"
    OWNERS_COMMITTEE = "owners_committee"
    MERCHANT = "merchant"
    GOVERNMENT = "government"


class MemberRole(enum.StrEnum):
    """What a member does for the body: lead it, hand over its rewards, or just belong to it."""

    MANAGER = "manager"
    CLERK = "clerk"
    MEMBER = "member"


class Organization(Base):
    """Any body that can act in a community."""

    RAISES: ClassVar = "settings"
    __tablename__ = "organization"
    __table_args__ = (Index("ix_organization_community", "community_id", "id"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    kind: Mapped[str] = mapped_column(String(30))
    name: Mapped[dict[str, str]]
    about: Mapped[dict[str, str]] = mapped_column(default=dict)
    place: Mapped[dict[str, str]] = mapped_column(default=dict)
    hours: Mapped[dict[str, str]] = mapped_column(default=dict)
    phone: Mapped[str] = mapped_column(String(30), default="")
    works_at_any_hour: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class OrganizationMember(Base):
    """A person who belongs to a body; ends at once when `ended_at` is set."""

    __tablename__ = "organization_member"
    __table_args__ = (
        Index(
            "uq_organization_member_active",
            "organization_id",
            "person_id",
            unique=True,
            postgresql_where=ACTIVE,
            sqlite_where=ACTIVE,
        ),
        Index("ix_organization_member_person", "person_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    organization_id: Mapped[int] = mapped_column(BigId, ForeignKey("organization.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[PersonRow] = relationship()
    organization: Mapped[Organization] = relationship()


class Robot(Base):
    """The robot in a body's own group: its key and its secret, encrypted, open the group to whoever knows them."""

    __tablename__ = "robot"

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"), index=True)
    organization_id: Mapped[int] = mapped_column(BigId, ForeignKey("organization.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    key_encrypted: Mapped[str] = mapped_column(Text)
    secret_encrypted: Mapped[str] = mapped_column(Text, default="")
    set_at: Mapped[datetime]

"""What the committee, and the bodies beside it, tell everybody (公告)."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId
from resident.organizations.models import Organization

NOTICE = "notice"  # what moderation, photos and allowances call one
PROPOSED = "notice_proposal"  # and photos one that nobody has read yet


class Notice(Base):
    """One notice, public from the moment it is there until it is withdrawn; after its last day it stands in the archive.

    Without a body it is the committee's own. `grid_ids` and `building_ids` are whom it is for: all, where both are
    empty. A month page carries its month (`2026-11`) and its figures as they were, which nobody changes afterwards.
    """

    RAISES: ClassVar = "around"
    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("community_id", "month"),
        Index("ix_notice_published", "community_id", "published_at", "id"),
        CheckConstraint("(month IS NULL) = (figures IS NULL)", name="month_page"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    organization_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("organization.id"))
    author_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    title: Mapped[dict[str, str]]
    body: Mapped[dict[str, str]] = mapped_column(default=dict)
    grid_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    building_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    is_pinned: Mapped[bool] = mapped_column(default=False, server_default=false())
    published_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    ends_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]
    month: Mapped[str | None] = mapped_column(String(7))
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    version: Mapped[int] = mapped_column(default=1)

    organization: Mapped[Organization | None] = relationship()

"""Photos: files in the data folder, rows that say whose they are."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId

MOST_PHOTOS = 9  # of one owner


class Photo(Base):
    """One photo of one owner (`owner_kind`, `owner_id`), or a draft under a form's token until the form is taken.

    `file` is its name on disk, `key` its name in links: whoever hides a photo changes the key alone.
    """

    __tablename__ = "photo"
    __table_args__ = (
        Index("ix_photo_owner", "owner_kind", "owner_id", "position"),
        Index("ix_photo_draft", "uploaded_by_id", "draft_token"),
        CheckConstraint("(owner_id IS NULL) = (draft_token <> '')", name="owner_or_draft"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    owner_kind: Mapped[str] = mapped_column(String(30))
    owner_id: Mapped[int | None] = mapped_column(BigId)
    draft_token: Mapped[str] = mapped_column(String(64), default="")
    uploaded_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    position: Mapped[int] = mapped_column(default=0)
    key: Mapped[str] = mapped_column(String(43), unique=True)
    file: Mapped[str] = mapped_column(String(43), unique=True)
    is_public: Mapped[bool] = mapped_column(default=False)
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime]
    taken_down_at: Mapped[datetime | None]

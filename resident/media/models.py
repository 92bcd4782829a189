"""Photos: files in the data folder, rows that say whose they are."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
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


class Poster(Base):
    """A poster that somebody asked for: of one thing in one language, drawn by the worker and kept while it is true.

    `digest` is that of all its words and photos (`Sheet.digest`): once the thing reads otherwise, the key is worth
    nothing and the file goes. `size` in bytes, 0 until it is drawn.
    """

    __tablename__ = "poster"
    __table_args__ = (
        UniqueConstraint("community_id", "kind", "subject_id", "language"),
        Index("ix_poster_size", "size", "asked_at"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int] = mapped_column(BigId)
    language: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(String(64), default="")
    key: Mapped[str] = mapped_column(String(43), unique=True)
    size: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]

"""Where somebody is signed in, and what they sent after that had ended."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import PersonId


class SignInSession(Base):
    """One signed-in device: its random token is kept only as a hash.

    `seen_at` is when it was last used, to ten minutes; `fresh_at` when its person last showed to be there.
    """

    __tablename__ = "sign_in_session"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    fresh_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class KeptForm(Base):
    """What somebody sent after the session had ended, kept half an hour for the same person.

    `path` is the page with the form, `sent_to` where the form went.
    """

    __tablename__ = "kept_form"

    id: Mapped[Id]
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"), unique=True)
    path: Mapped[str] = mapped_column(String(500))
    sent_to: Mapped[str] = mapped_column(String(500))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime]

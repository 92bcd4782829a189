"""What an authenticator app shares with us, and the codes on paper beside it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import PersonId


class SecondFactor(Base):
    """The secret that a person's authenticator app shares with us, encrypted; it counts once it was confirmed.

    `new_secret_encrypted` is one that is being set up, also beside one that counts. `last_step` is the last step that
    opened something: it and those before it open nothing any more.
    """

    __tablename__ = "second_factor"

    id: Mapped[Id]
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"), unique=True)
    secret_encrypted: Mapped[str] = mapped_column(String(300), default="")
    new_secret_encrypted: Mapped[str] = mapped_column(String(300), default="")
    new_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigId, default=0)


class RecoveryCode(Base):
    """One of ten codes on paper that each stand in for a step once, kept only as a keyed hash."""

    __tablename__ = "recovery_code"

    id: Mapped[Id]
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]

"""Bookkeeping of forms and of the worker's pulse."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import PersonId


class FormToken(Base):
    """A form that was sent: its unique row decides which of two taps creates something."""

    __tablename__ = "form_token"
    __table_args__ = (UniqueConstraint("person_id", "token"),)

    id: Mapped[Id]
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    token: Mapped[str] = mapped_column(String(64))
    result_url: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(index=True)


class Heartbeat(Base):
    """When the worker was last alive."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]

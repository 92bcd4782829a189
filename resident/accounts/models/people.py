"""A person: as a request carries them, as a row, and what they agreed to."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeAlias

from sqlalchemy import Dialect, ForeignKey, String, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.i18n import gettext as _
from resident.ids import PersonId


@dataclass(frozen=True, slots=True)
class Person:
    """A person as a request carries them: a value that never changes, its attributes named as the row's columns.

    Views, queries and permissions pass it around; an action that changes somebody reads the row itself.
    """

    id: PersonId
    display_name: str
    language: str | None
    reading_mode: str | None
    created_at: datetime

    is_authenticated: ClassVar[bool] = True


class System:
    """The app itself, where no person acts: jobs, commands, the demo and imports."""

    id: ClassVar[None] = None


SYSTEM = System()
Actor: TypeAlias = Person | System


class DisplayName(TypeDecorator[str]):
    """How somebody is called. A closed account has no name: who reads it is told so in their own language."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """The name, or words instead of one."""
        return _("Closed account") if value == "" else value


class PersonRow(Base):
    """A natural person with a phone number; what they are to a community stands in `communities`."""

    __tablename__ = "person"

    id: Mapped[Id]
    phone_encrypted: Mapped[str] = mapped_column(String(200), default="")
    phone_lookup: Mapped[str | None] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(DisplayName(40))
    language: Mapped[str | None] = mapped_column(String(10))
    reading_mode: Mapped[str | None] = mapped_column(String(10))
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]
    number_changed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    @property
    def value(self) -> Person:
        """This person as everybody but the actions that change them wants them."""
        return Person(PersonId(self.id), self.display_name, self.language, self.reading_mode, self.created_at)


CONSENT_PURPOSE = "account"
CONSENT_VERSION = "2026-12"  # changes when the privacy page asks for more: accounts/agree.html asks everybody again


class Consent(Base):
    """What a person agreed to, in which version of the text, and until when."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("person_id", "purpose", "version"),)

    id: Mapped[Id]
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    purpose: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

"""People, how they sign in, and what they agreed to."""

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeAlias

from sqlalchemy import JSON, Dialect, ForeignKey, Index, String, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.columns import BigId, Id
from resident.db import Base
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId, PersonId
from resident.web.errors import Conflict
from resident.web.moves import Moves, Step


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


class SuspensionState(enum.StrEnum):
    """Where a suspension stands; that its time is over is no state."""

    STANDING = "standing"
    APPEALED = "appealed"
    UPHELD = "upheld"
    LIFTED = "lifted"


class SuspensionMove(enum.StrEnum):
    """What changes the state of a suspension."""

    APPEAL = "appeal"
    UPHOLD = "uphold"
    LIFT = "lift"


class SuspensionMoved(Conflict):
    """Somebody has lifted it, appealed or decided meanwhile."""

    title = _l("Something has changed")
    message = _l("Somebody was faster: this suspension was lifted or decided on meanwhile. Look at it as it is now.")


_S = SuspensionState


class Suspension(Moves[SuspensionMove], Base):
    """An account that rests: why, by whom, until when, and what was said against it. It ends by itself."""

    MOVES: ClassVar = {
        SuspensionMove.APPEAL: Step({_S.STANDING}, _S.APPEALED),
        SuspensionMove.UPHOLD: Step({_S.APPEALED}, _S.UPHELD),
        SuspensionMove.LIFT: Step({_S.STANDING, _S.APPEALED, _S.UPHELD}, _S.LIFTED),
    }
    MOVED_ON: ClassVar = SuspensionMoved
    __tablename__ = "suspension"

    id: Mapped[Id]
    state: Mapped[str] = mapped_column(String(20), default=_S.STANDING)
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"), index=True)
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    begun_at: Mapped[datetime]
    until: Mapped[datetime]
    by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    appeal: Mapped[str] = mapped_column(String(1000), default="")
    appealed_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(500), default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))

    person: Mapped[PersonRow] = relationship(foreign_keys=[person_id])
    by: Mapped[PersonRow | None] = relationship(foreign_keys=[by_id])


class SignInCode(Base):
    """The one live code of a phone number in one browser, kept only as a keyed hash, as the browser is.

    Another browser's code for the same number is another row: neither its tries nor its waiting are this one's.
    """

    __tablename__ = "sign_in_code"
    __table_args__ = (UniqueConstraint("phone_lookup", "browser_hash"),)

    id: Mapped[Id]
    phone_lookup: Mapped[str] = mapped_column(String(64))
    browser_hash: Mapped[str] = mapped_column(String(64))
    code_hash: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64), default="")
    sent_at: Mapped[datetime]
    tries_left: Mapped[int]
    used_at: Mapped[datetime | None]


class KnownBrowser(Base):
    """A browser in which a person has signed in before, whether or not they are signed in there now.

    Its random token is kept only as a hash; several people may have signed in with one browser.
    """

    __tablename__ = "known_browser"
    __table_args__ = (UniqueConstraint("token_hash", "person_id"),)

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class Admission(Base):
    """What the committee has allowed for a day after seeing somebody in person, to be used once.

    `kind` is `return`: come back to an account whose number was unused for a year; or `number`: change the
    number without a code to the old one.
    """

    __tablename__ = "admission"

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    given_by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))
    given_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class WayIn(Base):
    """What the operator made for one person: it proves number and browser, once, for an hour; kept as a keyed hash."""

    __tablename__ = "way_in"

    id: Mapped[Id]
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAlarm(Base):
    """Codes were being guessed all over the house: when that was noticed."""

    __tablename__ = "sign_in_alarm"

    id: Mapped[Id]
    raised_at: Mapped[datetime] = mapped_column(index=True)


class ThrottleHit(Base):
    """Something that may not happen too often, counted whatever became of it."""

    UNSETTLES: ClassVar = False
    __tablename__ = "throttle_hit"
    __table_args__ = (Index("ix_throttle_hit_key", "bucket", "key", "at"),)

    id: Mapped[Id]
    bucket: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


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

"""What stands at the entrance: codes, browsers, admissions, and what is counted there."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId


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

"""The rows behind the cookies: one for each signed-in device, so that a row can end a device."""

import hashlib
from dataclasses import fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import Executable, and_, bindparam, false, select

from resident import clock
from resident.accounts import duties
from resident.accounts.models import (
    CONSENT_PURPOSE,
    CONSENT_VERSION,
    Consent,
    Person,
    PersonRow,
    SecondFactor,
    SignInSession,
)
from resident.accounts.suspensions import UNTIL
from resident.config import settings
from resident.ids import PersonId
from resident.statements import row, value

# Without use a session ends after thirty days; after twelve hours where its person could do others harm.
IDLE, IDLE_ON_DUTY = timedelta(days=30), timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=10)
FRESH_FOR = timedelta(minutes=10)


class Presence(NamedTuple):
    """A live session and whose it is."""

    person: Person
    session_id: int
    seen_at: datetime
    fresh_at: datetime | None
    second_factor_at: datetime | None
    suspended_until: datetime | None
    has_agreed: bool  # to the present text of how personal data is used
    is_due: bool  # for a second factor, which is missing
    is_on_duty: bool  # in whichever community

    @property
    def is_suspended(self) -> bool:
        """Whether its person's account rests now."""
        return self.suspended_until is not None and self.suspended_until > clock.now()

    @property
    def is_fresh(self) -> bool:
        """Whether its person has shown to be there a few minutes ago: at sign-in or since."""
        return self.fresh_at is not None and clock.now() - self.fresh_at < FRESH_FOR


_OF_A_TOKEN = SignInSession.token_hash == bindparam("token")
_OF_PERSON = tuple(getattr(PersonRow, one.name) for one in fields(Person))
_AGREED = (
    select(Consent.id)
    .where(
        Consent.person_id == PersonRow.id,
        Consent.purpose == CONSENT_PURPOSE,
        Consent.version == CONSENT_VERSION,
        Consent.withdrawn_at.is_(None),
    )
    .exists()
)
_BEHIND = (
    select(
        SignInSession.id,
        SignInSession.seen_at,
        SignInSession.fresh_at,
        SecondFactor.confirmed_at,
        UNTIL,
        _AGREED,
        *_OF_PERSON,
    )
    .join(PersonRow, SignInSession.person_id == PersonRow.id)
    .outerjoin(SecondFactor, SecondFactor.person_id == PersonRow.id)
    .where(
        _OF_A_TOKEN,
        SignInSession.ended_at.is_(None),
        SignInSession.created_at > bindparam("live_since"),
        SignInSession.seen_at > bindparam("seen_since"),
        PersonRow.closed_at.is_(None),
    )
)
_ONCE_BEHIND = (
    select(PersonRow.id)
    .join(SignInSession, SignInSession.person_id == PersonRow.id)
    .where(_OF_A_TOKEN, PersonRow.closed_at.is_(None))
)


def token_hash(token: str) -> str:
    """How a session token is kept: 256 random bits need no key."""
    return hashlib.sha256(token.encode()).hexdigest()


def live_since() -> datetime:
    """Sessions opened before this moment have run out, whatever their cookie says."""
    return clock.now() - current_app.permanent_session_lifetime


def seen_since(person: Person) -> datetime:
    """This person's sessions that were last used before this moment have run out; one statement."""
    return clock.now() - (IDLE_ON_DUTY if duties.ends_soon(person) else IDLE)


def presence_behind(token: str) -> Presence | None:
    """The live session of this token; one statement, and one more where it was not used for half a day."""
    now = clock.now()
    found = row(
        _presence,
        _behind(settings().requires_second_factor, settings().lives_on_second_factor),
        token=token_hash(token),
        live_since=live_since(),
        seen_since=now - IDLE,
    )
    if found is None or (found.seen_at <= now - IDLE_ON_DUTY and duties.ends_soon(found.person)):
        return None
    return found


@cache  # once for this process: every package has said its duties when the first request comes
def _behind(of_administrators: bool, of_staff: bool) -> Executable:
    due = and_(SecondFactor.confirmed_at.is_(None), duties.needing_second_factor(whole_staff=of_staff))
    return _BEHIND.add_columns(due if of_administrators or of_staff else false(), duties.on_duty())


def _presence(session_id: int, *others: Any) -> Presence:
    *of_session, is_due, is_on_duty = others
    seen_at, fresh_at, second_factor_at, suspended_until, has_agreed, *person = of_session
    now = (seen_at, fresh_at, second_factor_at, suspended_until, bool(has_agreed))
    return Presence(Person(*person), session_id, *now, bool(is_due), bool(is_on_duty))


def person_behind(token: str) -> Person | None:
    """The person of a live session."""
    presence = presence_behind(token)
    return presence.person if presence else None


def person_id_behind(token: str) -> PersonId | None:
    """Whose session this was, ended or not; nobody's when the account is closed."""
    person_id: PersonId | None = value(_ONCE_BEHIND, token=token_hash(token))
    return person_id

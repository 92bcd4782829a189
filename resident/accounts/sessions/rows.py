"""The rows behind the cookies: one for each signed-in device, so that a row can end a device."""

import hashlib
import secrets
from dataclasses import fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import Executable, and_, bindparam, false, select, update

from resident import clock
from resident.accounts import duties
from resident.accounts.models import Person, PersonRow, SecondFactor, SignInSession
from resident.accounts.suspensions import UNTIL
from resident.config import settings
from resident.db import db
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
_BEHIND = (
    select(
        SignInSession.id, SignInSession.seen_at, SignInSession.fresh_at, SecondFactor.confirmed_at, UNTIL, *_OF_PERSON
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
_SEEN = (
    update(SignInSession)
    .where(SignInSession.id == bindparam("session"), SignInSession.ended_at.is_(None))
    .values(seen_at=bindparam("now"))
)
_FRESH = (
    update(SignInSession)
    .where(SignInSession.id == bindparam("session"), SignInSession.ended_at.is_(None))
    .values(fresh_at=bindparam("now"))
)
_END = update(SignInSession).where(SignInSession.ended_at.is_(None)).values(ended_at=bindparam("now"))
_END_ONE = _END.where(_OF_A_TOKEN)
_END_OWN = _END.where(SignInSession.person_id == bindparam("person"), SignInSession.id == bindparam("session"))
_END_ALL = _END.where(SignInSession.person_id == bindparam("person"))
_END_OTHERS = _END_ALL.where(SignInSession.token_hash != bindparam("token"))


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
    seen_at, fresh_at, second_factor_at, suspended_until, *person = of_session
    now = (seen_at, fresh_at, second_factor_at, suspended_until)
    return Presence(Person(*person), session_id, *now, bool(is_due), bool(is_on_duty))


def person_behind(token: str) -> Person | None:
    """The person of a live session."""
    presence = presence_behind(token)
    return presence.person if presence else None


def person_id_behind(token: str) -> PersonId | None:
    """Whose session this was, ended or not; nobody's when the account is closed."""
    person_id: PersonId | None = value(_ONCE_BEHIND, token=token_hash(token))
    return person_id


def open_session(person: Person, *, device: str) -> str:
    """Sign a person in on one device; gives the token for its cookie."""
    token, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        SignInSession(
            token_hash=token_hash(token),
            person_id=person.id,
            device=device[:120],
            created_at=now,
            seen_at=now,
            fresh_at=now,
        )
    )
    db.session.flush()
    return token


def mark_used(presence: Presence) -> None:
    """Note that a session was used just now."""
    db.session.execute(_SEEN, {"session": presence.session_id, "now": clock.now()})


def be_fresh(presence: Presence) -> None:
    """Note that the person of this session has just shown to be there."""
    db.session.execute(_FRESH, {"session": presence.session_id, "now": clock.now()})


def end_session(token: str) -> None:
    """Sign this device out; twice is the same."""
    db.session.execute(_END_ONE, {"token": token_hash(token), "now": clock.now()})


def end_own_session(person: Person, session_id: int) -> bool:
    """Sign a person out on one of their devices; whether there was one to end, none of anybody else's."""
    ended: Any = db.session.execute(_END_OWN, {"person": person.id, "session": session_id, "now": clock.now()})
    return bool(ended.rowcount)


def end_other_sessions(person: Person, *, but: str) -> int:
    """Sign a person out on every device except the one with the token `but`; how many that were."""
    ended: Any = db.session.execute(_END_OTHERS, {"person": person.id, "token": token_hash(but), "now": clock.now()})
    return int(ended.rowcount)


def end_all_sessions(person: Person) -> int:
    """Sign a person out everywhere; on how many devices that was."""
    ended: Any = db.session.execute(_END_ALL, {"person": person.id, "now": clock.now()})
    return int(ended.rowcount)

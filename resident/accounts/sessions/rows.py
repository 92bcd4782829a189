"""The rows behind the cookies: one for each signed-in device, so that a row can end a device."""

import hashlib
import secrets
from dataclasses import fields
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, select, update

from resident import clock
from resident.accounts.models import Person, PersonRow, SignInSession
from resident.db import db
from resident.ids import PersonId
from resident.statements import row, value

_OF_A_TOKEN = SignInSession.token_hash == bindparam("token")
_BEHIND = (
    select(*(getattr(PersonRow, one.name) for one in fields(Person)))
    .join(SignInSession, SignInSession.person_id == PersonRow.id)
    .where(
        _OF_A_TOKEN,
        SignInSession.ended_at.is_(None),
        SignInSession.created_at > bindparam("live_since"),
        PersonRow.closed_at.is_(None),
    )
)
_ONCE_BEHIND = (
    select(PersonRow.id)
    .join(SignInSession, SignInSession.person_id == PersonRow.id)
    .where(_OF_A_TOKEN, PersonRow.closed_at.is_(None))
)
_END = update(SignInSession).where(SignInSession.ended_at.is_(None)).values(ended_at=bindparam("now"))
_END_ONE = _END.where(_OF_A_TOKEN)
_END_ALL = _END.where(SignInSession.person_id == bindparam("person"))
_END_OTHERS = _END_ALL.where(SignInSession.token_hash != bindparam("token"))


def token_hash(token: str) -> str:
    """How a session token is kept: 256 random bits need no key."""
    return hashlib.sha256(token.encode()).hexdigest()


def live_since() -> datetime:
    """Sessions opened before this moment have run out, whatever their cookie says."""
    return clock.now() - current_app.permanent_session_lifetime


def person_behind(token: str) -> Person | None:
    """The person of a live session; one statement."""
    return row(Person, _BEHIND, token=token_hash(token), live_since=live_since())


def person_id_behind(token: str) -> PersonId | None:
    """Whose session this was, ended or not; nobody's when the account is closed."""
    person_id: PersonId | None = value(_ONCE_BEHIND, token=token_hash(token))
    return person_id


def open_session(person: Person, *, device: str) -> str:
    """Sign a person in on one device; gives the token for its cookie."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignInSession(token_hash=token_hash(token), person_id=person.id, device=device[:120], created_at=clock.now())
    )
    db.session.flush()
    return token


def end_session(token: str) -> None:
    """Sign this device out; twice is the same."""
    db.session.execute(_END_ONE, {"token": token_hash(token), "now": clock.now()})


def end_other_sessions(person: Person, *, but: str) -> int:
    """Sign a person out on every device except the one with the token `but`; how many that were."""
    ended: Any = db.session.execute(_END_OTHERS, {"person": person.id, "token": token_hash(but), "now": clock.now()})
    return int(ended.rowcount)


def end_all_sessions(person: Person) -> None:
    """Sign a person out everywhere."""
    db.session.execute(_END_ALL, {"person": person.id, "now": clock.now()})

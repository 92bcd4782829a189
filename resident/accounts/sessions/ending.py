"""Signing out: on one device, on the others, everywhere."""

from typing import Any

from sqlalchemy import bindparam, update

from resident import clock
from resident.accounts.models import Person, SignInSession
from resident.accounts.sessions.rows import token_hash
from resident.db import db

_OF_A_TOKEN = SignInSession.token_hash == bindparam("token")
_END = update(SignInSession).where(SignInSession.ended_at.is_(None)).values(ended_at=bindparam("now"))
_END_ONE = _END.where(_OF_A_TOKEN)
_END_OWN = _END.where(SignInSession.person_id == bindparam("person"), SignInSession.id == bindparam("session"))
_END_ALL = _END.where(SignInSession.person_id == bindparam("person"))
_END_OTHERS = _END_ALL.where(SignInSession.token_hash != bindparam("token"))


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

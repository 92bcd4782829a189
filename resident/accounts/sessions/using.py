"""A session is opened, used, and its person shows to be there."""

import secrets

from sqlalchemy import bindparam, update

from resident import clock
from resident.accounts.models import Person, SignInSession
from resident.accounts.sessions.rows import Presence, token_hash
from resident.db import db

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

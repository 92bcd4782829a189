"""Server-side sessions: Flask-Login's id is the random token of a row, so a row can end a device."""

import hashlib
import secrets

from flask import Flask, Response, session
from flask_login import LoginManager
from sqlalchemy import select, update
from sqlalchemy.orm import Mapped

from resident import clock
from resident.accounts.models import Person, SignInSession
from resident.db import db


class RowLogin(LoginManager):
    """Flask-Login without its remember cookie, for whose sake it would open the session at every answer."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


login_manager = RowLogin()
COOKIE_KEY = "_user_id"


def setup(app: Flask) -> None:
    """Teach Flask-Login to find the person behind a session token."""
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.user_loader(_person_behind)


def token_hash(token: str) -> str:
    """How a session token is kept: 256 random bits need no key."""
    return hashlib.sha256(token.encode()).hexdigest()


def _person_behind(token: str) -> Person | None:
    """The person of a live session; one statement."""
    return db.session.scalar(
        select(Person)
        .join(SignInSession, SignInSession.person_id == Person.id)
        .where(
            SignInSession.token_hash == token_hash(token), SignInSession.ended_at.is_(None), Person.closed_at.is_(None)
        )
    )


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
    _end(SignInSession.token_hash, token_hash(token))


def end_all_sessions(person: Person) -> None:
    """Sign a person out everywhere."""
    _end(SignInSession.person_id, person.id)


def _end(column: Mapped[str] | Mapped[int], value: str | int) -> None:
    db.session.execute(
        update(SignInSession).where(column == value, SignInSession.ended_at.is_(None)).values(ended_at=clock.now())
    )


def remember_token(token: str) -> None:
    """Put the token into this browser's session cookie, and drop what a visitor had in it."""
    session.clear()
    session[COOKIE_KEY] = token
    session["_fresh"] = True
    session.permanent = True

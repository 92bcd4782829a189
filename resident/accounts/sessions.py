"""Server-side sessions: Flask-Login's id is the random token of a row, so a row can end a device."""

import hashlib
import secrets
from dataclasses import fields
from datetime import datetime

from flask import Flask, Response, current_app, request, session
from flask_login import LoginManager
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Mapped

from resident import clock
from resident.accounts.models import Person, PersonRow, SignInSession
from resident.db import db
from resident.statements import row

_BEHIND = (
    select(*(getattr(PersonRow, one.name) for one in fields(Person)))
    .join(SignInSession, SignInSession.person_id == PersonRow.id)
    .where(
        SignInSession.token_hash == bindparam("token_hash"),
        SignInSession.ended_at.is_(None),
        SignInSession.created_at > bindparam("live_since"),
        PersonRow.closed_at.is_(None),
    )
)


class RowLogin(LoginManager):
    """Flask-Login without its remember cookie, for whose sake it would open the session at every answer."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


login_manager = RowLogin()
COOKIE_KEY = "_user_id"
ENDED_KEY = "ended"


def setup(app: Flask) -> None:
    """Teach Flask-Login to find the person behind a session token."""
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.user_loader(_person_behind)


def token_hash(token: str) -> str:
    """How a session token is kept: 256 random bits need no key."""
    return hashlib.sha256(token.encode()).hexdigest()


def live_since() -> datetime:
    """Sessions opened before this moment have run out, whatever their cookie says."""
    return clock.now() - current_app.permanent_session_lifetime


def _person_behind(token: str) -> Person | None:
    """The person of a live session; one statement."""
    person = row(Person, _BEHIND, token_hash=token_hash(token), live_since=live_since())
    if person is None and request.method in {"GET", "HEAD"}:
        set_aside_token()
    return person


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


def present_token() -> str:
    """The token in this browser's session cookie, live or not; empty where there is none."""
    return session.get(COOKIE_KEY) or ""


def remember_token(token: str) -> None:
    """Put the token into this browser's session cookie, and drop what a visitor had in it."""
    session.clear()
    session[COOKIE_KEY] = token
    session["_fresh"] = True
    session.permanent = True


def set_aside_token() -> None:
    """Sign this browser out, remembering which session has ended and what its forms are known by.

    A form that was open all the while can then still be told to be that person's (`interrupted.py`), and no
    page shown from now on can be taken for one of that session.
    """
    ended = {"token": present_token(), "csrf": session.get(current_app.config["WTF_CSRF_FIELD_NAME"], "")}
    session.clear()
    session[ENDED_KEY] = ended

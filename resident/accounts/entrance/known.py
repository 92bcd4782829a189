"""Browsers in which somebody has signed in before: strangers cannot use up their tries."""

import hashlib
import secrets

from sqlalchemy import bindparam, delete, select, update

from resident import clock
from resident.accounts.models import KnownBrowser, Person, PersonRow
from resident.db import db
from resident.statements import value

_OF_TOKEN = KnownBrowser.token_hash == bindparam("token")
_BY_NUMBER = (
    select(KnownBrowser.id)
    .join(PersonRow, PersonRow.id == KnownBrowser.person_id)
    .where(_OF_TOKEN, PersonRow.phone_lookup == bindparam("lookup"))
)
_ANEW = update(KnownBrowser).where(KnownBrowser.token_hash == bindparam("before")).values(token_hash=bindparam("token"))
_SEEN = (
    update(KnownBrowser)
    .where(_OF_TOKEN, KnownBrowser.person_id == bindparam("person"))
    .values(last_at=bindparam("now"))
    .returning(KnownBrowser.id)
)
_FORGET = delete(KnownBrowser).where(
    KnownBrowser.person_id == bindparam("person"), KnownBrowser.token_hash != bindparam("token")
)


def token_hash(token: str) -> str:
    """How a browser's token is kept: 256 random bits need no key."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_known(token: str, *, lookup: str) -> bool:
    """Whether the person who has this number now has signed in with this browser before."""
    return bool(token) and value(_BY_NUMBER, token=token_hash(token), lookup=lookup) is not None


def know_browser(person: Person, *, token: str) -> str:
    """Know a browser, once more if it was known; gives the token that its cookie carries from now on.

    The token is another one each time: one that was planted in somebody's browser is worth nothing afterwards.
    """
    fresh = secrets.token_urlsafe(32)
    now = clock.now()
    if token:
        db.session.execute(_ANEW, {"before": token_hash(token), "token": token_hash(fresh)})
    seen = {"token": token_hash(fresh), "person": person.id, "now": now}
    if db.session.execute(_SEEN, seen).first() is None:
        db.session.add(KnownBrowser(token_hash=token_hash(fresh), person_id=person.id, first_at=now, last_at=now))
    db.session.flush()
    return fresh


def forget_browsers(person: Person, *, but: str = "") -> None:
    """Know a person's browsers no more, but the one with this token."""
    db.session.execute(_FORGET, {"person": person.id, "token": token_hash(but)})

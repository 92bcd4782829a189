"""Somebody on the way in: what this browser's signed cookie holds between the phone number and the account."""

from dataclasses import asdict, dataclass

from cryptography.fernet import InvalidToken
from flask import session

from resident.accounts.entrance.identity import decrypt, encrypt, keyed_hash

COOKIE_KEY = "sign_in"
LONGEST_PATH = 500


@dataclass(frozen=True)
class Pending:
    """A phone number, where to go afterwards, and the proof that the number's code was known, which opens the door once."""

    phone: str
    onward: str
    proof: str = ""


def remember_pending(pending: Pending) -> None:
    """Keep it in the cookie, the number encrypted: a cookie can be read where it lies."""
    onward = pending.onward if len(pending.onward) <= LONGEST_PATH else "/"
    session[COOKIE_KEY] = {**asdict(pending), "phone": encrypt(pending.phone), "onward": onward}


def tab_mark(phone: str) -> str:
    """By which the page of a code says for which number it was shown, without naming it."""
    return keyed_hash("tab", phone)


def pending_sign_in() -> Pending | None:
    """Who is on the way in with this browser; nobody where the keys have changed since."""
    kept = session.get(COOKIE_KEY)
    if not kept:
        return None
    try:
        return Pending(**{**kept, "phone": decrypt(kept["phone"])})
    except InvalidToken:
        return None

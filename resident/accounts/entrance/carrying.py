"""What a QR code brings along: out of the address at once, and into a cookie, encrypted, also past the sign-in."""

from cryptography.fernet import InvalidToken
from flask import current_app, request
from werkzeug import Response

from resident.accounts.entrance.identity import decrypt, encrypt
from resident.config import settings

CARRIED_FOR = 1800  # seconds


def carry(answer: Response, name: str, text: str) -> None:
    """Have this browser carry a text for half an hour."""
    answer.set_cookie(
        settings().cookie(name),
        encrypt(text),
        max_age=CARRIED_FOR,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def carried(name: str) -> str:
    """What this browser carries, or nothing."""
    try:
        return decrypt(request.cookies.get(settings().cookie(name), ""))
    except InvalidToken:
        return ""


def put_down(answer: Response, name: str) -> None:
    """It has been used: this browser carries it no more."""
    answer.delete_cookie(settings().cookie(name))

"""Steps of six digits that an authenticator app and we make from one secret and the time (TOTP, RFC 6238)."""

import base64
import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS = 6
SECONDS = 30
SECRET_BYTES = 20  # as RFC 4226 recommends; the one length that every app takes


def new_secret() -> bytes:
    """A secret nobody can foresee."""
    return secrets.token_bytes(SECRET_BYTES)


def step_of(secret: bytes, digits: str, *, now: datetime) -> int:
    """Which step these digits are: the one at hand, the one before or the one after; 0 for none of them.

    The neighbours are for a phone whose clock is half a minute off, and for slow fingers (RFC 6238, 5.2).
    """
    at_hand = int(now.timestamp()) // SECONDS
    totp = _totp(secret)
    found = 0
    for step in (at_hand - 1, at_hand, at_hand + 1):
        if hmac.compare_digest(totp.generate(step * SECONDS), digits.encode()):
            found = step
    return found


def address_for_app(secret: bytes, *, account: str, issuer: str) -> str:
    """What the QR code says to the app: `otpauth://…`."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def spelt(secret: bytes) -> str:
    """The secret as it is typed into an app by hand, in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _totp(secret: bytes) -> TOTP:
    # Most apps know no other hash, and its collisions are no danger to an HMAC.
    return TOTP(secret, DIGITS, SHA1(), SECONDS)  # noqa: S303

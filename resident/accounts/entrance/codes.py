"""One-time codes: how one is made, kept and compared."""

import enum
import hmac
import secrets
from datetime import UTC, datetime

from resident.accounts.entrance.identity import keyed_hash
from resident.config import settings

DIGITS = 6


class Purpose(enum.StrEnum):
    """What a code is for: to come in, to confirm an act that matters, to show that a new number is one's own.

    It opens nothing else.
    """

    SIGN_IN = "sign_in"
    CONFIRM = "confirm"
    NUMBER = "number"


def new_code(lookup: str, browser: str, sent_at: datetime) -> str:
    """Six digits nobody can foresee; in demo mode the ones `demo_code` finds again."""
    return demo_code(lookup, browser, sent_at) or f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def demo_code(lookup: str, browser: str, sent_at: datetime) -> str:
    """The code that the page may show: in demo mode only, made from our key, so that it need not be kept either."""
    if not settings().demo:
        return ""
    moment = sent_at.astimezone(UTC).isoformat()  # one moment has one code, however its clock was set
    number = int(keyed_hash("demo code", lookup, browser, moment), 16) % 10**DIGITS
    return f"{number:0{DIGITS}d}"


def minutes_valid() -> int:
    """For how many whole minutes a code holds, as is said of it: less than one is said to be one."""
    return max(1, settings().code_lifetime // 60)


def browser_hash(purpose: Purpose, key: str) -> str:
    """How the browser is kept that a code belongs to: for another purpose it is another one."""
    return keyed_hash("browser", purpose, key)


def code_hash(lookup: str, browser: str, code: str) -> str:
    """How a code is kept: useless without our key, for another phone number and in another browser."""
    return keyed_hash("sign-in code", lookup, browser, code)


def is_same(kept: str, hashed: str) -> bool:
    """Whether two hashes of codes are the same, compared in constant time."""
    return hmac.compare_digest(kept, hashed)

"""One-time codes: how one is made, kept and sent to a phone."""

import hmac
import secrets
from collections.abc import Callable
from datetime import datetime

import structlog

from resident.accounts.entrance.identity import keyed_hash, masked
from resident.config import settings
from resident.db import after_commit

log = structlog.get_logger()
DIGITS = 6
CodeSender = Callable[[str, str], None]


def _to_log(phone: str, code: str) -> None:
    """The sender of a house without text messages: the server's log."""
    log.info("sign-in code", phone=masked(phone), code=code)


_sender: CodeSender = _to_log


def use_sender(sender: CodeSender | None) -> None:
    """Send codes through `sender(phone, code)` from now on; None goes back to the server's log.

    It must give up after a few seconds by itself: the person is waiting for the page.
    """
    global _sender
    _sender = sender or _to_log


def new_code(lookup: str, sent_at: datetime) -> str:
    """Six digits nobody can foresee; in demo mode the ones `demo_code` finds again."""
    return demo_code(lookup, sent_at) or f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def demo_code(lookup: str, sent_at: datetime) -> str:
    """The code that the page may show: in demo mode only, made from our key, so that it need not be kept either."""
    if not settings().demo:
        return ""
    number = int(keyed_hash("demo code", lookup, sent_at.isoformat()), 16) % 10**DIGITS
    return f"{number:0{DIGITS}d}"


def code_hash(lookup: str, code: str) -> str:
    """How a code is kept: useless without our key, and for another phone number."""
    return keyed_hash("sign-in code", lookup, code)


def is_code(kept: str, lookup: str, code: str) -> bool:
    """Whether this is the code, compared in constant time."""
    return hmac.compare_digest(kept, code_hash(lookup, code))


def send_code(phone: str, code: str) -> None:
    """Send a code once this transaction is committed.

    Not through the outbox: a row there would keep the code in clear, and the worker may be busy with other
    messages while somebody stands at the door. The price: a code that was lost on the way is not tried
    again. The person asks for another after a minute.
    """

    def _send() -> None:
        try:
            _sender(phone, code)
        except Exception:  # whatever a gateway does, the person must get an answer and may ask again
            log.exception("sign-in code not sent", phone=masked(phone))

    after_commit(f"sign-in code {phone}", _send)

"""How codes reach a phone: what is to be sent is named here, a channel that can send it registers itself.

People are served only where there is a way in (`require_way_in`). In demo mode nothing is sent: its
numbers may be somebody's, and the page shows the code.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import structlog
from flask import Flask, current_app

from resident.accounts.entrance.codes import Purpose
from resident.accounts.entrance.identity import masked
from resident.config import SettingsError, settings
from resident.db import after_commit

log = structlog.get_logger()
CHANNEL, HINDRANCE = "resident_code_channel", "resident_code_hindrance"
NO_WAY_IN = (
    "Nobody could sign in: no channel sends codes to phones. Set RESIDENT_SMS, or RESIDENT_SIGN_IN=counter "
    "(people sign in with the committee's help), or, to try the app on a machine of your own, "
    "RESIDENT_CODES_TO_LOG=1 (every code stands in the log: who reads it can sign in as anybody)."
)
LOG_IS_A_KEY = (
    "RESIDENT_CODES_TO_LOG is set: every sign-in code is written to this log. "
    "Whoever can read it can sign in as anybody. Never leave it so where people live."
)


@dataclass(frozen=True)
class CodeMessage:
    """What is to be sent: a code to a phone, what it is for, how many minutes it holds, in which language to say so."""

    phone: str = field(repr=False)
    code: str = field(repr=False)
    purpose: Purpose
    minutes: int
    language: str


Channel: TypeAlias = Callable[[CodeMessage], None]
Hindered: TypeAlias = Callable[[], bool]


def register_channel(app: Flask, channel: Channel | None, is_hindered: Hindered = lambda: False) -> None:
    """Hand codes to `channel(message)` from now on; None takes it away.

    It is called in the transaction of whoever asks for a code, calls nobody itself and keeps the code encrypted: the
    person is waiting for the page. `is_hindered()` says whether codes are known not to arrive at the moment.
    """
    app.extensions[CHANNEL], app.extensions[HINDRANCE] = channel, is_hindered


def require_way_in(app: Flask) -> None:
    """What must hold before the app serves anybody. Raises SettingsError, which says what to do."""
    config = app.config["RESIDENT"]
    if config.demo or config.sign_in == "counter" or app.extensions.get(CHANNEL):
        return
    if not config.codes_to_log:
        raise SettingsError(NO_WAY_IN)
    log.warning(LOG_IS_A_KEY)


def sends_codes() -> bool:
    """Whether a code can be asked for here, or people come in by the counter alone."""
    return settings().sign_in != "counter"


def are_codes_sent() -> bool:
    """Whether a channel brings codes to phones; a log is none."""
    return settings().demo or (sends_codes() and current_app.extensions.get(CHANNEL) is not None)


def are_codes_held_up() -> bool:
    """Whether codes are known not to arrive at the moment, whoever asks for one.

    Each is sent all the same: by that it is noticed that the way is open again.
    """
    return are_codes_sent() and not settings().demo and bool(current_app.extensions.get(HINDRANCE, bool)())


def send_code(message: CodeMessage) -> None:
    """Have a code sent once this transaction is committed."""
    if settings().demo:
        return None
    channel: Channel | None = current_app.extensions.get(CHANNEL)
    if channel is not None:
        return channel(message)
    if not settings().codes_to_log:
        return log.error("sign-in code not sent: no channel sends any", phone=masked(message.phone))
    return after_commit(f"code {message.purpose} {message.phone}", lambda: _to_log(message))


def _to_log(message: CodeMessage) -> None:
    """For a machine of one's own: `RESIDENT_CODES_TO_LOG=1`."""
    log.warning("sign-in code", phone=masked(message.phone), code=message.code)

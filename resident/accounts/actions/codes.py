"""Asking for a code, and entering it."""

import enum
from dataclasses import dataclass
from datetime import timedelta

from resident import clock
from resident.accounts.entrance.codes import code_hash, is_code, new_code, send_code
from resident.accounts.entrance.identity import phone_lookup
from resident.accounts.entrance.throttle import hit, is_spent
from resident.accounts.models import Person, SignInCode
from resident.accounts.queries import code_of, find_by_phone, has_agreed, is_live, seconds_to_wait
from resident.accounts.sessions import open_session
from resident.config import settings
from resident.db import db, take_turns

HOUR = timedelta(hours=1)


class Asked(enum.Enum):
    """What became of the wish for a code."""

    SENT = "sent"
    WAIT = "wait"
    TOO_OFTEN = "too_often"


class Entered(enum.Enum):
    """What became of a code that was typed in."""

    SIGNED_IN = "signed_in"
    TO_AGREE = "to_agree"
    WRONG = "wrong"
    USED_UP = "used_up"
    TOO_LATE = "too_late"
    TOO_OFTEN = "too_often"


@dataclass(frozen=True)
class Entrance:
    """`token` is for the cookie of the device that is signed in; `proof` shows that the number was checked."""

    outcome: Entered
    person: Person | None = None
    token: str = ""
    proof: str = ""


def ask_for_code(*, phone: str, address: str) -> Asked:
    """Send a new code to a normal phone number; it replaces the one before.

    Whether the number has an account makes no difference. Refusals are counted: the caller keeps them.
    """
    lookup = phone_lookup(phone)
    take_turns(f"code {lookup}")
    code = code_of(phone, locked=True)
    if seconds_to_wait(code):
        return Asked.WAIT
    limits = settings()
    # The address first: who has asked too often from there shall not use up somebody else's number.
    if not (
        hit("codes per address", address, limit=limits.codes_per_address_an_hour, per=HOUR)
        and hit("codes per phone", lookup, limit=limits.codes_per_phone_an_hour, per=HOUR)
    ):
        return Asked.TOO_OFTEN
    now = clock.now()
    digits = new_code(lookup, now)
    if code is None:
        code = SignInCode(phone_lookup=lookup)
        db.session.add(code)
    code.code_hash, code.sent_at, code.used_at = code_hash(lookup, digits), now, None
    code.tries_left = limits.code_tries
    db.session.flush()
    send_code(phone, digits)
    return Asked.SENT


def enter_code(*, phone: str, digits: str, device: str, address: str) -> Entrance:
    """Take a code: sign the person in, or show what is still missing. A wrong one is counted: the caller keeps that.

    From one address only so many may be wrong in an hour, else one visitor could use up everybody's tries.
    """
    code = code_of(phone, locked=True)
    most = settings().codes_per_address_an_hour
    if is_spent("wrong codes per address", address, limit=most, per=HOUR):
        return Entrance(Entered.TOO_OFTEN)
    if code is None or not is_live(code):
        return Entrance(Entered.USED_UP if code is not None and not code.tries_left else Entered.TOO_LATE)
    if not is_code(code.code_hash, code.phone_lookup, digits):
        hit("wrong codes per address", address, limit=most, per=HOUR)
        code.tries_left -= 1
        db.session.flush()
        return Entrance(Entered.WRONG if code.tries_left else Entered.USED_UP)
    code.used_at = clock.now()
    db.session.flush()
    found = find_by_phone(phone)
    person = found.value if found else None
    if person is None or not has_agreed(person):
        return Entrance(Entered.TO_AGREE, person, proof=code.used_at.isoformat())
    return Entrance(Entered.SIGNED_IN, person, token=open_session(person, device=device))

"""Asking for a code, and entering it."""

import enum

from resident import clock
from resident.accounts.actions.traces import record_wrong_code
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.budgets import Budget
from resident.accounts.entrance.channels import CodeMessage, send_code, sends_codes
from resident.accounts.entrance.codes import Purpose, browser_hash, code_hash, is_same, minutes_valid, new_code
from resident.accounts.entrance.identity import phone_lookup
from resident.accounts.models import SignInCode
from resident.accounts.queries import code_of, is_live, seconds_to_wait
from resident.config import settings
from resident.db import db, take_turns
from resident.i18n import language


class Asked(enum.Enum):
    """What became of the wish for a code."""

    SENT = "sent"
    WAIT = "wait"
    TOO_OFTEN = "too_often"
    SHUT = "shut"
    NOT_HERE = "not_here"


class Entered(enum.Enum):
    """What became of a code that was typed in."""

    RIGHT = "right"
    SIGNED_IN = "signed_in"
    TO_AGREE = "to_agree"
    SECOND_STEP = "second_step"
    UNUSED = "unused"
    WRONG = "wrong"
    OLDER = "older"
    USED_UP = "used_up"
    TOO_LATE = "too_late"
    TOO_OFTEN = "too_often"
    SHUT = "shut"


def ask_for_code(*, phone: str, browser: Browser, purpose: Purpose = Purpose.SIGN_IN) -> Asked:
    """Send a new code to a normal phone number, for this browser; it replaces the one this browser had before.

    Whether the number has an account makes no difference, and neither does what other browsers asked for.
    """
    if not sends_codes():
        return Asked.NOT_HERE
    lookup = phone_lookup(phone)
    take_turns(f"code {lookup}")
    code = code_of(phone, browser, purpose, locked=True)
    if seconds_to_wait(code):
        return Asked.WAIT
    budget = Budget(lookup, browser, purpose)
    if not budget.may_guess():
        return Asked.SHUT
    if not budget.take_code():
        return Asked.TOO_OFTEN
    now, limits = clock.now(), settings()
    key = browser_hash(purpose, browser.key)
    digits = new_code(lookup, key, now)
    if code is None:
        code = SignInCode(phone_lookup=lookup, browser_hash=key, previous_hash="")
        db.session.add(code)
    else:
        code.previous_hash = "" if code.used_at else code.code_hash
    code.code_hash, code.sent_at, code.used_at = code_hash(lookup, key, digits), now, None
    code.tries_left = limits.code_tries
    db.session.flush()
    send_code(CodeMessage(phone, digits, purpose, minutes_valid(), language()))
    return Asked.SENT


def check_code(*, phone: str, digits: str, browser: Browser, purpose: Purpose) -> Entered:
    """Whether these are the digits that this browser was sent: RIGHT once, or why not.

    A wrong one is counted and an older one named, both to be kept: the caller calls `keep_refusal()`.
    """
    code = code_of(phone, browser, purpose, locked=True)
    if code is None:
        return Entered.TOO_LATE
    budget = Budget(code.phone_lookup, browser, purpose)
    if budget.is_address_spent():
        return Entered.TOO_OFTEN
    if not budget.may_guess():
        return Entered.SHUT
    if not is_live(code):
        return Entered.USED_UP if not code.tries_left else Entered.TOO_LATE
    hashed = code_hash(code.phone_lookup, code.browser_hash, digits)
    if is_same(code.code_hash, hashed):
        code.used_at = clock.now()
        db.session.flush()
        return Entered.RIGHT
    if is_same(code.previous_hash, hashed):  # it opens nothing, so that knowing it is no guess
        return Entered.OLDER
    budget.count_guess()
    code.tries_left -= 1
    db.session.flush()
    record_wrong_code(phone=phone, is_last=not code.tries_left)
    return Entered.WRONG if code.tries_left else Entered.USED_UP

"""Asking for a code, and entering it."""

import enum
from dataclasses import dataclass

from resident import clock
from resident.accounts.actions.traces import record_wrong_code
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.budgets import Budget
from resident.accounts.entrance.channels import CodeMessage, send_code, sends_codes
from resident.accounts.entrance.codes import Purpose, browser_hash, code_hash, is_same, new_code
from resident.accounts.entrance.identity import phone_lookup
from resident.accounts.entrance.known import know_browser
from resident.accounts.entrance.unused import AdmissionKind, is_shut_to, is_unused, use_admission
from resident.accounts.models import Person, SignInCode
from resident.accounts.queries import (
    code_of,
    find_by_phone,
    has_agreed,
    is_live,
    locked_person,
    proof_of,
    seconds_to_wait,
)
from resident.accounts.second_factor.rows import has_second_factor
from resident.accounts.sessions import open_session
from resident.audit.actions import record
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


@dataclass(frozen=True)
class Entrance:
    """`token` is for the cookie of who is signed in, `known` for the one by which the browser is known afterwards.

    `proof` shows that the number was checked.
    """

    outcome: Entered
    person: Person | None = None
    token: str = ""
    known: str = ""
    proof: str = ""


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
    send_code(CodeMessage(phone, digits, purpose, limits.code_lifetime // 60, language()))
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


def enter_code(*, phone: str, digits: str, browser: Browser) -> Entrance:
    """Take a code: sign the person in, or show what is still missing."""
    outcome = check_code(phone=phone, digits=digits, browser=browser, purpose=Purpose.SIGN_IN)
    if outcome is not Entered.RIGHT:
        return Entrance(outcome)
    person, proof = find_by_phone(phone), proof_of(code_of(phone, browser))
    if person is not None and is_shut_to(person, browser):
        return Entrance(Entered.UNUSED, proof=proof)
    if person is None or not has_agreed(person.value):
        return Entrance(Entered.TO_AGREE, person.value if person else None, proof=proof)
    return let_in(person=person.value, phone=phone, browser=browser, proof=proof)


def prove(*, phone: str, browser: Browser) -> str:
    """Note that this browser has shown whose number it is, as by a right code; gives the proof."""
    lookup, key = phone_lookup(phone), browser_hash(Purpose.SIGN_IN, browser.key)
    code, now = code_of(phone, browser, locked=True), clock.now()
    if code is None:
        code = SignInCode(phone_lookup=lookup, browser_hash=key)
        db.session.add(code)
    code.code_hash, code.previous_hash = code_hash(lookup, key, new_code(lookup, key, now)), ""
    code.sent_at, code.used_at, code.tries_left = now, now, 0
    db.session.flush()
    return proof_of(code)


def let_in(*, person: Person, phone: str, browser: Browser, proof: str) -> Entrance:
    """Sign somebody in whose number was checked just now; who has a second factor goes on to that, with the proof."""
    if has_second_factor(person):
        return Entrance(Entered.SECOND_STEP, person, proof=proof)
    return open_door(person=person, phone=phone, browser=browser)


def open_door(*, person: Person, phone: str, browser: Browser) -> Entrance:
    """Sign somebody in of whom everything was checked, and know the browser from now on."""
    row = locked_person(person)
    if row.phone_lookup != phone_lookup(phone):  # closed, or moved to another number, while this waited
        return Entrance(Entered.TOO_LATE)
    if is_unused(row):
        use_admission(person, AdmissionKind.RETURN)
    row.signed_in_at = clock.now()
    record("person.signed_in", row, by=person)
    return Entrance(
        Entered.SIGNED_IN,
        person,
        token=open_session(person, device=browser.device),
        known=know_browser(person, token=browser.known),
    )

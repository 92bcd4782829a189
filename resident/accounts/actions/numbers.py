"""Changing the phone number of an account: the old one is shown first, then the new one."""

import enum
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from resident import clock
from resident.accounts.actions.codes import Asked, Entered, ask_for_code, check_code
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.codes import Purpose
from resident.accounts.entrance.identity import encrypt, phone_lookup
from resident.accounts.entrance.known import forget_browsers
from resident.accounts.entrance.unused import AdmissionKind, live_admission, use_admission
from resident.accounts.models import Person, SignInCode
from resident.accounts.queries import code_of, find_by_phone, locked_person, phone_of
from resident.accounts.sessions import end_other_sessions
from resident.accounts.telling import tell
from resident.audit.actions import record
from resident.db import db, take_turns

CONFIRMED_FOR = timedelta(minutes=10)


class Renumbered(enum.Enum):
    """What became of the wish for another number; for everything about the code itself see `Entered`."""

    DONE = "done"
    TAKEN = "taken"
    OLD_FIRST = "old_first"


@dataclass(frozen=True)
class NumberChange:
    """`code` says why where it was the code that did not do."""

    outcome: Renumbered | None
    code: Entered = Entered.RIGHT


def ask_for_old(*, by: Person, browser: Browser) -> Asked:
    """Send a code to the number that is to be given up."""
    return ask_for_code(phone=phone_of(by), browser=browser, purpose=Purpose.CONFIRM)


def show_old(*, digits: str, by: Person, browser: Browser) -> Entered:
    """Take the code that went to the old number: for ten minutes another one can be named."""
    return check_code(phone=phone_of(by), digits=digits, browser=browser, purpose=Purpose.CONFIRM)


def may_change_number(person: Person, browser: Browser) -> bool:
    """Whether the old number was shown in this browser just now, or the committee has seen the person."""
    code = code_of(phone_of(person), browser, Purpose.CONFIRM)
    is_shown = code is not None and code.used_at is not None and clock.now() < code.used_at + CONFIRMED_FOR
    return is_shown or live_admission(person, AdmissionKind.NUMBER) is not None


def ask_for_new(*, phone: str, by: Person, browser: Browser) -> Asked | Renumbered:
    """Send a code to the number that is to be the account's, whether it is somebody's already or not."""
    if not may_change_number(by, browser):
        return Renumbered.OLD_FIRST
    return ask_for_code(phone=phone, browser=browser, purpose=Purpose.NUMBER)


def change_number(*, phone: str, digits: str, token: str, by: Person, browser: Browser) -> NumberChange:
    """Take the new number's code and move the account to it.

    Every other device is signed out and no longer known; `token` is of the one that stays. That the number has an
    account already is said only to who has shown it. Refused tries are counted: the caller keeps them.
    """
    take_turns(f"person {phone_lookup(phone)}")
    if not may_change_number(by, browser):
        return NumberChange(Renumbered.OLD_FIRST)
    entered = check_code(phone=phone, digits=digits, browser=browser, purpose=Purpose.NUMBER)
    if entered is not Entered.RIGHT:
        return NumberChange(None, entered)
    person = locked_person(by)
    if person.closed_at is not None or not may_change_number(by, browser):  # two at once: the other one has changed it
        return NumberChange(Renumbered.OLD_FIRST)
    if find_by_phone(phone) is not None:
        return NumberChange(Renumbered.TAKEN)
    use_admission(by, AdmissionKind.NUMBER)
    db.session.execute(delete(SignInCode).where(SignInCode.phone_lookup == person.phone_lookup))
    person.phone_encrypted, person.phone_lookup = encrypt(phone), phone_lookup(phone)
    person.signed_in_at = person.number_changed_at = clock.now()
    record("person.number_changed", person, by=by)
    end_other_sessions(by, but=token)
    forget_browsers(by, but=browser.known)
    tell(by.id, "accounts.number_changed", path="/me/settings")
    db.session.flush()
    return NumberChange(Renumbered.DONE)

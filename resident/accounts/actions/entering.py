"""Through the door: with a code, or with what stands for one."""

from dataclasses import dataclass

from resident import clock
from resident.accounts.actions.codes import Entered, check_code
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.codes import Purpose, browser_hash, code_hash, new_code
from resident.accounts.entrance.identity import phone_lookup
from resident.accounts.entrance.known import know_browser
from resident.accounts.entrance.unused import AdmissionKind, is_shut_to, is_unused, use_admission
from resident.accounts.models import Person, SignInCode
from resident.accounts.queries import code_of, find_by_phone, has_agreed, locked_person, proof_of
from resident.accounts.second_factor.rows import has_second_factor
from resident.accounts.sessions import open_session
from resident.audit.actions import record
from resident.db import db


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

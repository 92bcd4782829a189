"""Taking a step of the second factor, or a recovery code."""

import enum
from datetime import timedelta

from resident import clock
from resident.accounts.actions.entering import Entrance, open_door
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.identity import decrypt, phone_lookup
from resident.accounts.entrance.throttle import hit, is_spent
from resident.accounts.models import Person, SecondFactor
from resident.accounts.queries import code_of, find_by_phone, is_proven
from resident.accounts.second_factor.recovery import recovery_hash
from resident.accounts.second_factor.rows import locked_factor, unused_code
from resident.accounts.second_factor.steps import DIGITS, step_of
from resident.audit.actions import record
from resident.db import db, take_turns

BUCKET = "wrong steps"
TRIES, PER = 10, timedelta(hours=1)


class Stepped(enum.Enum):
    """What became of the digits of a step, or of a recovery code."""

    RIGHT = "right"
    WRONG = "wrong"
    USED = "used"
    TOO_OFTEN = "too_often"
    TOO_LATE = "too_late"


def take_step(person: Person, *, typed: str) -> Stepped:
    """Take the digits that the app shows, or a recovery code; each opens once, also for two at once.

    What is wrong is counted: the caller keeps that. Someone without a second factor has nothing right.
    """
    factor = locked_factor(person)
    if factor is None or factor.confirmed_at is None:
        return Stepped.TOO_LATE
    if is_spent(BUCKET, str(person.id), limit=TRIES, per=PER):
        return Stepped.TOO_OFTEN
    stepped = _step(factor, typed) if len(typed) == DIGITS and typed.isdecimal() else _recover(factor, person, typed)
    if stepped is not Stepped.RIGHT:
        hit(BUCKET, str(person.id), limit=TRIES, per=PER)
    db.session.flush()
    return stepped


def enter_step(*, phone: str, proof: str, typed: str, browser: Browser) -> tuple[Stepped, Entrance | None]:
    """Sign somebody in whose number was checked, by a step or a recovery code; what was proven opens the door once.

    What is wrong is counted: the caller keeps that.
    """
    take_turns(f"code {phone_lookup(phone)}")
    code, found = code_of(phone, browser, locked=True), find_by_phone(phone)
    if code is None or found is None or not is_proven(phone=phone, proof=proof, browser=browser):
        return Stepped.TOO_LATE, None
    stepped = take_step(found.value, typed=typed)
    if stepped is not Stepped.RIGHT:
        return stepped, None
    db.session.delete(code)
    return stepped, open_door(person=found.value, phone=phone, browser=browser)


def _step(factor: SecondFactor, digits: str) -> Stepped:
    step = step_of(bytes.fromhex(decrypt(factor.secret_encrypted)), digits, now=clock.now())
    if not step:
        return Stepped.WRONG
    if step <= factor.last_step:  # somebody has looked over a shoulder
        return Stepped.USED
    factor.last_step = step
    return Stepped.RIGHT


def _recover(factor: SecondFactor, person: Person, typed: str) -> Stepped:
    code = unused_code(person, recovery_hash(person.id, typed))
    if code is None:
        return Stepped.WRONG
    code.used_at = clock.now()
    record("recovery_code.used", factor, by=person, person_id=person.id)
    return Stepped.RIGHT

"""Asking for a code, signing in, joining, and leaving again."""

import enum
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, update

from resident import clock
from resident.accounts import registry
from resident.accounts.entrance.codes import code_hash, is_code, new_code, send_code
from resident.accounts.entrance.identity import encrypt, normal_phone, phone_lookup
from resident.accounts.entrance.names import check_name, normal_name
from resident.accounts.entrance.throttle import hit, is_spent
from resident.accounts.models import SYSTEM, Consent, KeptForm, Person, PersonRow, SignInCode, SignInSession
from resident.accounts.queries import (
    CONSENT_PURPOSE,
    CONSENT_VERSION,
    code_of,
    find_by_phone,
    has_agreed,
    is_live,
    is_proven,
    person_row,
    seconds_to_wait,
)
from resident.accounts.sessions import (
    end_all_sessions,
    end_other_sessions,
    end_own_session,
    end_session,
    open_session,
)
from resident.audit.actions import record
from resident.config import settings
from resident.db import db, lock, take_turns
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Invalid

HOUR = timedelta(hours=1)
NOT_A_NUMBER = _l("This is not a mobile number of the mainland: 11 digits, please.")


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


def agree(
    *, phone: str, proof: str, display_name: str, device: str, language: str | None, reading_mode: str | None
) -> Entrance:
    """Take the consent of somebody whose number was checked, and sign them in; the account begins here.

    Twice is harmless: the second time finds the account of the first. Raises Invalid for a name that is refused.
    """
    take_turns(f"code {phone_lookup(phone)}")
    if not is_proven(phone=phone, proof=proof):
        return Entrance(Entered.TOO_LATE)
    person = join(phone=phone, display_name=display_name, language=language, reading_mode=reading_mode)
    return Entrance(Entered.SIGNED_IN, person, token=open_session(person, device=device))


def join(
    *,
    phone: str,
    display_name: str,
    language: str | None = None,
    reading_mode: str | None = None,
    consented: bool = True,
) -> Person:
    """The account of this phone number, made where there is none, with consent to the present text.

    `consented=False` is for a command that prepares an account: its person is asked at the first sign-in.
    Raises Invalid for a number or a name that is none. An account that has agreed before stays as it is.
    """
    number = normal_phone(phone)
    if not number:
        raise Invalid("phone", NOT_A_NUMBER)
    take_turns(f"person {phone_lookup(number)}")
    person = find_by_phone(number)
    if person is not None and (not consented or has_agreed(person.value)):
        return person.value
    name = normal_name(display_name)
    check_name(name)
    if person is None:
        person = PersonRow(phone_encrypted=encrypt(number), phone_lookup=phone_lookup(number), created_at=clock.now())
        db.session.add(person)
    person.display_name, person.language, person.reading_mode = name, language, reading_mode
    db.session.flush()
    record("person.joined", person, by=person.value if consented else SYSTEM)
    if consented:
        db.session.add(
            Consent(person_id=person.id, purpose=CONSENT_PURPOSE, version=CONSENT_VERSION, given_at=clock.now())
        )
    db.session.flush()
    return person.value


def rename(*, by: Person, display_name: str) -> None:
    """Change one's own display name. Raises Invalid for the name of a body."""
    person = _locked(by)
    name = normal_name(display_name)
    check_name(name)
    if name != person.display_name:
        person.display_name = name
        record("person.renamed", person, by=by)
    db.session.flush()


def read_in(*, by: Person, language: str | None = None, reading_mode: str | None = None) -> None:
    """Keep the language or the reading mode a person has chosen."""
    person = _locked(by)
    person.language = language or person.language
    person.reading_mode = reading_mode or person.reading_mode
    db.session.flush()


def sign_out(*, token: str) -> None:
    """Sign this device out."""
    end_session(token)


def sign_out_device(*, session_id: int, by: Person) -> None:
    """Sign out on one of one's own devices, which may be far away; one that is out already, or somebody else's, stays."""
    person = _locked(by)
    if end_own_session(by, session_id):
        record("person.signed_out", person, by=by, devices=1)


def sign_out_elsewhere(*, token: str, by: Person) -> None:
    """Sign out on every device but the one at hand, whose `token` this is."""
    person = _locked(by)
    ended = end_other_sessions(by, but=token)
    if ended:
        record("person.signed_out", person, by=by, devices=ended)


def sign_out_everywhere(*, by: Person) -> None:
    """Sign out on every device, this one too; what was proven by an old code is worth nothing any more."""
    person = _locked(by)
    end_all_sessions(by)
    db.session.execute(delete(SignInCode).where(SignInCode.phone_lookup == person.phone_lookup))
    record("person.signed_out", person, by=by)


def close_account(*, by: Person) -> None:
    """Withdraw consent and close the account: the person is emptied, ledgers and records keep only its number.

    Every package does its part first and may refuse (DomainError). PIPL art. 15, 47.
    """
    person = _locked(by)
    if person.closed_at is not None:
        return
    registry.close_everywhere(by)
    now = clock.now()
    record("person.closed", person, by=by)
    db.session.execute(delete(SignInCode).where(SignInCode.phone_lookup == person.phone_lookup))
    db.session.execute(delete(SignInSession).where(SignInSession.person_id == by.id))
    db.session.execute(delete(KeptForm).where(KeptForm.person_id == by.id))
    db.session.execute(
        update(Consent).where(Consent.person_id == by.id, Consent.withdrawn_at.is_(None)).values(withdrawn_at=now)
    )
    person.phone_encrypted, person.phone_lookup, person.closed_at = "", None, now
    person.display_name = _("Closed account")
    person.language = person.reading_mode = None
    db.session.flush()


def _locked(person: Person) -> PersonRow:
    row = person_row(person)
    lock(row)
    return row

"""Agreeing, and with it the beginning of an account."""

from resident import clock
from resident.accounts.actions.codes import Entered
from resident.accounts.actions.entering import Entrance, let_in
from resident.accounts.actions.leaving import close_unused
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.identity import encrypt, masked, normal_phone, phone_lookup
from resident.accounts.entrance.names import check_name, normal_name
from resident.accounts.entrance.unused import is_shut_to
from resident.accounts.models import CONSENT_PURPOSE, CONSENT_VERSION, SYSTEM, Consent, Person, PersonRow
from resident.accounts.queries import code_of, find_by_phone, has_agreed, is_proven, locked_person, present_consent
from resident.accounts.second_factor.rows import has_second_factor
from resident.audit.actions import record
from resident.db import db, take_turns
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Conflict, DomainError, Invalid

NOT_A_NUMBER = _l("This is not a mobile number of the mainland: 11 digits, please.")


class OldAccountStays(Conflict):
    """The account that had the number before holds something that somebody must take over first."""

    title = _l("Please ask the committee")
    message = _l(
        "The account that had this number before cannot be closed by itself, because others depend on it. "
        "The committee can settle that, in the office or by telephone."
    )


def agree(
    *,
    phone: str,
    proof: str,
    browser: Browser,
    display_name: str,
    language: str | None,
    reading_mode: str | None,
    anew: bool = False,
) -> Entrance:
    """Take the consent of somebody whose number was checked, and sign them in; the account begins here.

    What was proven opens the door once: a second time, with a copy of the cookie as well, is too late.
    An account whose number was unused for a year stays shut; `anew` closes it and begins another one.
    Raises Invalid for a name that is refused, OldAccountStays where the old account cannot be closed.
    """
    take_turns(f"code {phone_lookup(phone)}")
    code = code_of(phone, browser, locked=True)
    if code is None or not is_proven(phone=phone, proof=proof, browser=browser):
        return Entrance(Entered.TOO_LATE)
    before = find_by_phone(phone)
    is_shut = before is not None and is_shut_to(before, browser)
    if is_shut or before is None or not has_second_factor(before.value):  # else the second step needs the proof
        db.session.delete(code)
        db.session.flush()
    if before is not None and is_shut:
        if not anew:
            return Entrance(Entered.UNUSED)
        try:
            close_unused(before)
        except DomainError as error:
            raise OldAccountStays from error
    person = join(phone=phone, display_name=display_name, language=language, reading_mode=reading_mode)
    return let_in(person=person, phone=phone, browser=browser, proof=proof)


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
    if name != masked(number):  # how a command calls somebody who has not said yet what to be called
        check_name(name, person=person)
    if person is None:
        person = PersonRow(phone_encrypted=encrypt(number), phone_lookup=phone_lookup(number), created_at=clock.now())
        db.session.add(person)
    person.display_name, person.language, person.reading_mode = name, language, reading_mode
    db.session.flush()
    record("person.joined", person, by=person.value if consented else SYSTEM)
    if consented:
        _consent(person.value)
    db.session.flush()
    return person.value


def agree_again(*, by: Person) -> None:
    """Take the consent of somebody with an account to the present text of how personal data is used; again changes nothing."""
    person = locked_person(by)
    if present_consent(by) is None:
        record("person.agreed", person, by=by)
        _consent(by)
        db.session.flush()


def _consent(person: Person) -> None:
    db.session.add(Consent(person_id=person.id, purpose=CONSENT_PURPOSE, version=CONSENT_VERSION, given_at=clock.now()))

"""Reading people: by their number, as rows to change, and what they agreed to."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident.accounts.entrance.identity import decrypt, normal_phone, phone_lookup
from resident.accounts.models import CONSENT_PURPOSE, CONSENT_VERSION, Consent, Person, PersonRow
from resident.db import db, lock
from resident.statements import entity, rows, value


class Agreed(NamedTuple):
    """What a person agreed to, and until when."""

    purpose: str
    version: str
    given_at: datetime
    withdrawn_at: datetime | None


_BY_PHONE = select(PersonRow).where(PersonRow.phone_lookup == bindparam("lookup"))
_HAS_AGREED = select(Consent.id).where(
    Consent.person_id == bindparam("person"),
    Consent.purpose == CONSENT_PURPOSE,
    Consent.withdrawn_at.is_(None),
)
_PRESENT = select(Consent).where(
    Consent.person_id == bindparam("person"), Consent.purpose == CONSENT_PURPOSE, Consent.version == CONSENT_VERSION
)
_CONSENTS = (
    select(Consent.purpose, Consent.version, Consent.given_at, Consent.withdrawn_at)
    .where(Consent.person_id == bindparam("person"))
    .order_by(Consent.id)
)


def find_by_phone(phone: str) -> PersonRow | None:
    """The row of the person with this phone number, however it is typed."""
    number = normal_phone(phone)
    if not number:
        return None
    person: PersonRow | None = entity(_BY_PHONE, lookup=phone_lookup(number))
    return person


def person_row(person: Person) -> PersonRow:
    """The row of a person, for an action that changes it."""
    return db.session.get_one(PersonRow, person.id)


def locked_person(person: Person) -> PersonRow:
    """The row of a person, read anew and held until the transaction ends."""
    row = person_row(person)
    lock(row)
    return row


def phone_of(person: Person) -> str:
    """The phone number in clear, for the person themself and for whom a rule lets see it; empty once the account is closed."""
    return decrypt(person_row(person).phone_encrypted)


def has_agreed(person: Person) -> bool:
    """Whether the person has agreed, to whichever text, and has not withdrawn it; to a new text they are asked at the gate."""
    return value(_HAS_AGREED, person=person.id) is not None


def present_consent(person: Person) -> Consent | None:
    """The row by which the person agreed to the present text, withdrawn or not."""
    consent: Consent | None = entity(_PRESENT, person=person.id)
    return consent


def consents_of(person: Person) -> list[Agreed]:
    """What a person agreed to, oldest first."""
    return rows(Agreed, _CONSENTS, person=person.id)

"""People for tests."""

from itertools import count

from resident import clock
from resident.accounts.entrance.identity import encrypt, phone_lookup
from resident.accounts.models import Consent, PersonRow
from resident.accounts.queries import CONSENT_PURPOSE, CONSENT_VERSION
from resident.db import db

_numbers = count(1)


def make_person(
    display_name: str = "李阿姨", *, phone: str = "", language: str | None = None, consented: bool = True
) -> PersonRow:
    """A person with a phone number nobody else has, who has agreed to the privacy page."""
    phone = phone or f"139{next(_numbers):08d}"
    person = PersonRow(
        display_name=display_name,
        phone_encrypted=encrypt(phone),
        phone_lookup=phone_lookup(phone),
        language=language,
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    if consented:
        db.session.add(
            Consent(person_id=person.id, purpose=CONSENT_PURPOSE, version=CONSENT_VERSION, given_at=clock.now())
        )
        db.session.flush()
    return person

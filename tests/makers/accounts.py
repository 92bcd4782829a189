"""People for tests."""

from itertools import count

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import Flask
from sqlalchemy import update

from resident import clock
from resident.accounts.entrance.identity import encrypt, phone_lookup
from resident.accounts.models import CONSENT_PURPOSE, CONSENT_VERSION, Consent, PersonRow, SecondFactor, SignInSession
from resident.accounts.second_factor.steps import DIGITS, SECONDS, new_secret
from resident.db import db, transaction

_numbers = count(1)


def be_fresh_again(app: Flask) -> None:
    """Everybody who is signed in has just entered a fresh code."""
    with app.app_context(), transaction():
        db.session.execute(update(SignInSession).values(fresh_at=clock.now()))


def make_factor(person: PersonRow) -> bytes:
    """A second factor that counts; gives its secret."""
    secret = new_secret()
    db.session.add(SecondFactor(person_id=person.id, secret_encrypted=encrypt(secret.hex()), confirmed_at=clock.now()))
    db.session.flush()
    return secret


def digits_of(secret: bytes, *, after: int = 0) -> str:
    """What the app of that secret shows now, or `after` so many steps."""
    moment = int(clock.now().timestamp()) + after * SECONDS
    return TOTP(secret, DIGITS, SHA1(), SECONDS).generate(moment).decode()


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

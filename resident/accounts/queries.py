"""Reading people, their devices and what they agreed to."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.codes import Purpose, browser_hash
from resident.accounts.entrance.identity import decrypt, normal_phone, phone_lookup
from resident.accounts.models import Consent, KnownBrowser, Person, PersonRow, SignInCode, SignInSession
from resident.accounts.sessions import live_since, seen_since, token_hash
from resident.config import settings
from resident.db import db, lock
from resident.statements import entity, row, rows, value

CONSENT_PURPOSE = "account"
CONSENT_VERSION = "2026-01"  # changes when the privacy page asks for more than before: everybody is asked again
PROOF_LIFETIME = timedelta(minutes=30)


class Device(NamedTuple):
    """Where a person is signed in, since when, and when that was last used, to ten minutes."""

    id: int
    device: str
    created_at: datetime
    seen_at: datetime
    token_hash: str


class Known(NamedTuple):
    """A browser in which somebody has signed in before: when first, when last."""

    first_at: datetime
    last_at: datetime


class _Ended(NamedTuple):
    created_at: datetime
    ended_at: datetime
    number_changed_at: datetime


class Agreed(NamedTuple):
    """What a person agreed to, and until when."""

    purpose: str
    version: str
    given_at: datetime
    withdrawn_at: datetime | None


_BY_PHONE = select(PersonRow).where(PersonRow.phone_lookup == bindparam("lookup"))
_BROWSERS = (
    select(KnownBrowser.first_at, KnownBrowser.last_at)
    .where(KnownBrowser.person_id == bindparam("person"))
    .order_by(KnownBrowser.id)
)
_ENDED = (
    select(SignInSession.created_at, SignInSession.ended_at, PersonRow.number_changed_at)
    .join(PersonRow, PersonRow.id == SignInSession.person_id)
    .where(
        SignInSession.token_hash == bindparam("token"),
        SignInSession.ended_at.is_not(None),
        PersonRow.number_changed_at.is_not(None),
    )
)
_HAS_AGREED = select(Consent.id).where(
    Consent.person_id == bindparam("person"),
    Consent.purpose == CONSENT_PURPOSE,
    Consent.version == CONSENT_VERSION,
    Consent.withdrawn_at.is_(None),
)
_CODE = select(SignInCode).where(
    SignInCode.phone_lookup == bindparam("lookup"), SignInCode.browser_hash == bindparam("browser")
)
_CODE_LOCKED = _CODE.with_for_update()
_DEVICES = (
    select(
        SignInSession.id,
        SignInSession.device,
        SignInSession.created_at,
        SignInSession.seen_at,
        SignInSession.token_hash,
    )
    .where(
        SignInSession.person_id == bindparam("person"),
        SignInSession.ended_at.is_(None),
        SignInSession.created_at > bindparam("live_since"),
        SignInSession.seen_at > bindparam("seen_since"),
    )
    .order_by(SignInSession.seen_at.desc(), SignInSession.id.desc())
    .limit(50)
)
_OWN_SESSION = select(SignInSession.id).where(
    SignInSession.person_id == bindparam("person"), SignInSession.id == bindparam("session")
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


def was_ended_by_new_number(token: str) -> bool:
    """Whether this session ended because its person changed the number on another device."""
    found = row(_Ended, _ENDED, token=token_hash(token)) if token else None
    return found is not None and found.created_at <= found.number_changed_at <= found.ended_at < (
        found.number_changed_at + timedelta(seconds=1)
    )


def has_agreed(person: Person) -> bool:
    """Whether the person has agreed to the present text and has not withdrawn it."""
    return value(_HAS_AGREED, person=person.id) is not None


def code_of(
    phone: str, browser: Browser, purpose: Purpose = Purpose.SIGN_IN, *, locked: bool = False
) -> SignInCode | None:
    """The row of the code that this browser was sent for this number, dead or alive; `locked` until the transaction ends."""
    code: SignInCode | None = entity(
        _CODE_LOCKED if locked else _CODE,
        lookup=phone_lookup(phone),
        browser=browser_hash(purpose, browser.key),
    )
    return code


def is_live(code: SignInCode | None) -> bool:
    """Whether this code can still sign somebody in."""
    return (
        code is not None
        and code.used_at is None
        and code.tries_left > 0
        and clock.now() < code.sent_at + timedelta(seconds=settings().code_lifetime)
    )


def is_proven(*, phone: str, proof: str, browser: Browser) -> bool:
    """Whether this proof is of the code that this browser used last for this number, not long ago and for nothing yet."""
    code = code_of(phone, browser)
    if code is None or code.used_at is None:
        return False
    return proof_of(code) == proof and clock.now() < code.used_at + PROOF_LIFETIME


def proof_of(code: SignInCode | None) -> str:
    """What shows that this code was used; nothing where it was not."""
    return code.used_at.astimezone(UTC).isoformat() if code and code.used_at else ""


def seconds_to_wait(code: SignInCode | None) -> int:
    """Seconds until this browser may ask for another code of the number; 0 is now.

    Who has used the last one may ask at once, for a second device: the limit an hour still holds.
    """
    if code is None or code.used_at is not None:
        return 0
    left = code.sent_at + timedelta(seconds=settings().code_again_after) - clock.now()
    return max(0, -(-left // timedelta(seconds=1)))


def devices_of(person: Person) -> list[Device]:
    """Where a person is signed in, what was used last first; two statements."""
    return rows(Device, _DEVICES, person=person.id, live_since=live_since(), seen_since=seen_since(person))


def is_own_session(person: Person, session_id: int) -> bool:
    """Whether this is a session of this person's, ended or not."""
    return value(_OWN_SESSION, person=person.id, session=session_id) is not None


def browsers_of(person: Person) -> list[Known]:
    """The browsers in which a person has signed in before, oldest first."""
    return rows(Known, _BROWSERS, person=person.id)


def consents_of(person: Person) -> list[Agreed]:
    """What a person agreed to, oldest first."""
    return rows(Agreed, _CONSENTS, person=person.id)

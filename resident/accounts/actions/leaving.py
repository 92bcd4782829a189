"""Signing out, and closing an account."""

from typing import Any

from sqlalchemy import delete, update

from resident import clock
from resident.accounts import registry
from resident.accounts.entrance.known import forget_browsers
from resident.accounts.entrance.ways_in import forget_way_in
from resident.accounts.models import (
    SYSTEM,
    Actor,
    Consent,
    KeptForm,
    Person,
    PersonRow,
    SignInCode,
    SignInSession,
    Suspension,
)
from resident.accounts.queries import is_own_session, locked_person
from resident.accounts.second_factor.rows import forget_factor
from resident.accounts.sessions import end_all_sessions, end_other_sessions, end_own_session, end_session
from resident.audit.actions import record
from resident.db import db, lock_by_id
from resident.ids import CommunityId, PersonId
from resident.web.errors import NotHere


def sign_out(*, token: str) -> None:
    """Sign this device out."""
    end_session(token)


def sign_out_device(*, session_id: int, by: Person) -> None:
    """Sign out on one of one's own devices, which may be far away; one that is out already stays out.

    Raises NotHere for a session that is nobody's or somebody else's: nothing tells the two apart.
    """
    person = locked_person(by)
    if not is_own_session(by, session_id):
        raise NotHere
    if end_own_session(by, session_id):
        _record_signed_out(person, by=by, devices=1)


def sign_out_elsewhere(*, token: str, by: Person, known: str = "") -> None:
    """Sign out on every device but the one at hand, whose `token` this is, and which stays `known` alone."""
    person = locked_person(by)
    forget_browsers(by, but=known)
    ended = end_other_sessions(by, but=token)
    if ended:
        _record_signed_out(person, by=by, devices=ended)


def sign_out_everywhere(*, by: Person, known: str = "") -> None:
    """Sign out on every device, this one too; what was proven by an old code is worth nothing any more.

    Only the browser with the token `known`, the one at hand, stays known: another may be the lost phone.
    """
    person = locked_person(by)
    end_all_sessions(by)
    forget_browsers(by, but=known)
    db.session.execute(delete(SignInCode).where(SignInCode.phone_lookup == person.phone_lookup))
    _record_signed_out(person, by=by)


def put_out(*, person: Person, by: Actor, community_id: CommunityId | None = None) -> int:
    """Sign somebody else out on every device; on how many that was. Whose right that is the caller asks."""
    row = locked_person(person)
    ended = end_all_sessions(person)
    if ended:
        record("person.put_out", row, by=by, community_id=community_id, devices=ended)
    return ended


def _record_signed_out(person: PersonRow, *, by: Person, **details: Any) -> None:
    record("person.signed_out", person, by=by, **details)


def close_account(*, by: Person) -> None:
    """Withdraw consent and close the account: the person is emptied, ledgers and records keep only its number.

    Every package does its part first and may refuse (DomainError). PIPL art. 15, 47.
    """
    _close(locked_person(by), by=by)


def close_unused(person: PersonRow) -> None:
    """Close an account whose number was unused for a year and is somebody else's now: its ledger stays without it.

    Raises what a package refuses with (DomainError).
    """
    _close(locked_person(person.value), by=SYSTEM, reason="number_unused")


def close_again(person_id: PersonId) -> None:
    """Close an account that was closed after the backup was made which was put back since. Raises DomainError."""
    _close(lock_by_id(PersonRow, person_id), by=SYSTEM, reason="closed_before")


def _close(person: PersonRow, *, by: Actor, **details: Any) -> None:
    if person.closed_at is not None:
        return
    value, now = person.value, clock.now()
    registry.close_everywhere(value)
    record("person.closed", person, by=by, **details)
    db.session.execute(delete(SignInCode).where(SignInCode.phone_lookup == person.phone_lookup))
    db.session.execute(delete(SignInSession).where(SignInSession.person_id == value.id))
    forget_browsers(value)
    db.session.execute(delete(KeptForm).where(KeptForm.person_id == value.id))
    forget_factor(value)
    forget_way_in(value)
    db.session.execute(update(Suspension).where(Suspension.person_id == value.id).values(appeal=""))
    db.session.execute(
        update(Consent).where(Consent.person_id == value.id, Consent.withdrawn_at.is_(None)).values(withdrawn_at=now)
    )
    person.phone_encrypted, person.phone_lookup, person.display_name, person.closed_at = "", None, "", now
    person.language = person.reading_mode = None
    db.session.flush()

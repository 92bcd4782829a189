"""Where somebody is signed in, and in which browsers they have been."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident.accounts.models import KnownBrowser, Person, PersonRow, SignInSession
from resident.accounts.sessions import live_since, seen_since, token_hash
from resident.statements import row, rows, value


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


def was_ended_by_new_number(token: str) -> bool:
    """Whether this session ended because its person changed the number on another device."""
    found = row(_Ended, _ENDED, token=token_hash(token)) if token else None
    return found is not None and found.created_at <= found.number_changed_at <= found.ended_at < (
        found.number_changed_at + timedelta(seconds=1)
    )


def devices_of(person: Person) -> list[Device]:
    """Where a person is signed in, what was used last first; two statements."""
    return rows(Device, _DEVICES, person=person.id, live_since=live_since(), seen_since=seen_since(person))


def is_own_session(person: Person, session_id: int) -> bool:
    """Whether this is a session of this person's, ended or not."""
    return value(_OWN_SESSION, person=person.id, session=session_id) is not None


def browsers_of(person: Person) -> list[Known]:
    """The browsers in which a person has signed in before, oldest first."""
    return rows(Known, _BROWSERS, person=person.id)

"""Whose second factor is set up, and the rows an action changes."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select

from resident import clock
from resident.accounts.entrance.identity import decrypt
from resident.accounts.models import Person, RecoveryCode, SecondFactor
from resident.db import db
from resident.statements import entity, row, value

SET_UP_WITHIN = timedelta(minutes=30)


class State(NamedTuple):
    """Since when somebody has a second factor, if so, and how many recovery codes are left."""

    confirmed_at: datetime | None
    codes_left: int


_OF = SecondFactor.person_id == bindparam("person")
_FACTOR = select(SecondFactor).where(_OF)
_FACTOR_LOCKED = _FACTOR.with_for_update()
_CONFIRMED = select(SecondFactor.id).where(_OF, SecondFactor.confirmed_at.is_not(None))
_LEFT = (
    select(func.count(RecoveryCode.id))
    .where(RecoveryCode.person_id == bindparam("person"), RecoveryCode.used_at.is_(None))
    .scalar_subquery()
)
_STATE = select(SecondFactor.confirmed_at, _LEFT).where(_OF)
_NEW_SECRET = select(SecondFactor.new_secret_encrypted).where(_OF, SecondFactor.new_at > bindparam("since"))
_UNUSED = select(RecoveryCode).where(
    RecoveryCode.person_id == bindparam("person"),
    RecoveryCode.code_hash == bindparam("code"),
    RecoveryCode.used_at.is_(None),
)


def has_second_factor(person: Person) -> bool:
    """Whether a code by text message alone does not sign this person in."""
    return value(_CONFIRMED, person=person.id) is not None


def state_of(person: Person) -> State:
    """What the person's own page says; one statement."""
    return row(State, _STATE, person=person.id) or State(None, 0)


def secret_to_set_up(person: Person) -> bytes | None:
    """The secret that this person is about to put into an app, for half an hour; then it must be a new one."""
    kept: str | None = value(_NEW_SECRET, person=person.id, since=clock.now() - SET_UP_WITHIN)
    return bytes.fromhex(decrypt(kept)) if kept else None


def locked_factor(person: Person) -> SecondFactor | None:
    """The row of a person's second factor, locked until the transaction ends."""
    factor: SecondFactor | None = entity(_FACTOR_LOCKED, person=person.id)
    return factor


def unused_code(person: Person, code_hash: str) -> RecoveryCode | None:
    """The recovery code with this hash, while it is good; lock the factor first."""
    code: RecoveryCode | None = entity(_UNUSED, person=person.id, code=code_hash)
    return code


def forget_factor(person: Person) -> None:
    """Nothing of a person's second factor is left."""
    forget_codes(person)
    db.session.execute(delete(SecondFactor).where(SecondFactor.person_id == person.id))


def forget_codes(person: Person) -> None:
    """The recovery codes on paper are worth nothing any more."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))

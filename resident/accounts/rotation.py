"""Changing the keys: everything that is encrypted is written anew under the first data key, what is found by a keyed
hash is hashed anew, row by row, so that an interrupted run goes on where it was.

Each package says which of its columns these are. What lives for minutes only, and recovery codes, of which nothing but
the hash is kept, cannot be hashed anew: they end, and whose recovery codes those were is told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, select

from resident.accounts.entrance.identity import decrypt, encrypt, is_newest, phone_lookup
from resident.accounts.models import PersonRow, RecoveryCode, SecondFactor, SignInCode, ThrottleHit, WayIn
from resident.accounts.telling import tell
from resident.config import settings
from resident.db import Base, batches, db, lock_by_id, transaction
from resident.keys import forget_older_keys, is_lookup_due
from resident.statements import column, entities

BATCH = 200


@dataclass(frozen=True)
class Kept:
    """Columns of one table that are `encrypted`; `found_by` is one that holds a hash of the first of them.

    `rows` gives all rows of the table; `hashed(row, text)` that hash for the text in clear.
    """

    table: type[Base]
    rows: Select[Any]
    encrypted: tuple[str, ...]
    found_by: str = ""
    hashed: Callable[[Any, str], str] | None = None


KEPT: dict[str, Kept] = {}


def register(kept: Kept) -> None:
    """Add what a package keeps under our keys."""
    KEPT[kept.table.__tablename__] = kept


_PEOPLE, _FACTORS = select(PersonRow).order_by(PersonRow.id), select(SecondFactor).order_by(SecondFactor.id)
_WITH_CODES_LEFT = (
    select(RecoveryCode.person_id).where(RecoveryCode.used_at.is_(None)).distinct().order_by(RecoveryCode.person_id)
)
register(Kept(PersonRow, _PEOPLE, ("phone_encrypted",), "phone_lookup", lambda _row, phone: phone_lookup(phone)))
register(Kept(SecondFactor, _FACTORS, ("secret_encrypted", "new_secret_encrypted")))


def rotate_keys() -> tuple[int, int]:
    """Bring everything under the newest keys, then forget the fingerprints of those before.

    Gives how many rows were written anew, and how many were written with an older key meanwhile, by an app that runs
    with one: then nothing is forgotten, and the next run goes on. In transactions of its own.
    """
    changed = sum(_bring_anew(kept) for kept in KEPT.values())
    late = sum(_is_old(row, kept) for kept in KEPT.values() for row in entities(kept.rows))
    db.session.rollback()
    if late:
        return changed, late
    with transaction():
        if is_lookup_due(settings()):
            _end_what_only_has_a_hash()
        forget_older_keys(settings())
    return changed, 0


def _bring_anew(kept: Kept) -> int:
    table: Any = kept.table
    old = [row.id for row in entities(kept.rows) if _is_old(row, kept)]
    db.session.rollback()
    for row_id in batches(old, BATCH):
        row = lock_by_id(table, row_id)
        for name in kept.encrypted:
            if text := getattr(row, name):
                setattr(row, name, encrypt(decrypt(text)))
        if kept.hashed is not None and (text := decrypt(getattr(row, kept.encrypted[0]))):
            setattr(row, kept.found_by, kept.hashed(row, text))
        db.session.flush()
    return len(old)


def _is_old(row: Any, kept: Kept) -> bool:
    texts = [text for name in kept.encrypted if (text := getattr(row, name))]
    if not all(map(is_newest, texts)):
        return True
    if kept.hashed is None or not texts:
        return False
    return bool(getattr(row, kept.found_by) != kept.hashed(row, decrypt(texts[0])))


def _end_what_only_has_a_hash() -> None:
    for person_id in column(_WITH_CODES_LEFT):
        tell(person_id, "accounts.recovery_codes_ended", path="/me/second-factor")
    for table in (RecoveryCode, SignInCode, ThrottleHit, WayIn):
        db.session.execute(delete(table))

"""Rows and names that one transaction holds, and what it knows until it ends."""

from typing import Any, TypeVar

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from resident import config
from resident.db.base import Base, db
from resident.db.transactions import is_writing

R = TypeVar("R", bound="Base")


def lock(*rows: Base) -> None:
    """Read rows again, but those that were read locked, and hold them until the transaction ends, in a fixed order against deadlocks.

    What this transaction has changed on them before is written first: reading again would forget it. SQLite's one
    writer is alone since it began and has read nothing before: its rows are not read twice.
    """
    db.session.flush()
    if is_writing() and config.settings().is_sqlite:
        return
    not_yet = [row for row in rows if row not in db.session().info.get("locked", ())]
    for row in sorted(not_yet, key=lambda row: (row.__tablename__, row.id)):  # type: ignore[attr-defined]
        db.session.refresh(row, with_for_update={"of": type(row)})  # not what was loaded along with it
    know_anew()


def lock_by_id(kind: type[R], row_id: int) -> R:
    """The row of this number, read anew and held until the transaction ends. Raises NoResultFound."""
    row = db.session.get_one(kind, row_id, with_for_update=True, populate_existing=True)
    know_anew()
    return row


def take_turns(*names: str) -> None:
    """Let one transaction at a time go on from here under each of these names, until it ends.

    For what has no row to lock yet: the first code of a phone number, the count of a throttle.
    Needs `begin_write()`, which on SQLite is alone anyway; names are taken in a fixed order against deadlocks.
    """
    if config.settings().is_sqlite:
        return
    for name in sorted(names):
        db.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


@event.listens_for(Session, "after_flush")
def _written(session: Session, _context: Any) -> None:
    """After a change what was read about people is read anew, but where the rows say that they change nobody's rights."""
    if any(getattr(row, "UNSETTLES", True) for rows in (session.new, session.dirty, session.deleted) for row in rows):
        session.info.pop("known", None)


def know_anew() -> None:
    """After a lock: who had to wait for it may have lost a right meanwhile. SQLite's one writer waits before it begins."""
    if not config.settings().is_sqlite:
        db.session().info.pop("known", None)


def known(kind: str) -> dict[Any, Any]:
    """What this transaction has read of one kind (standings, memberships of bodies): it ends with the transaction.

    A change forgets it, so that nobody has to remember to.
    """
    kinds: dict[str, dict[Any, Any]] = db.session().info.setdefault("known", {})
    return kinds.setdefault(kind, {})

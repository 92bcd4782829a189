"""The database: base model, column types, and the one place that commits.

One request, one command, one batch or one job is one transaction. Returning commits, raising
rolls back, and so does an answer of 400 and above unless `keep_refusal()` was called. A change
begins with `begin_write()`: SQLite cannot turn a read transaction into a write safely, so what
is to be changed is read again inside the write transaction.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Response
from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, SessionTransaction

from resident.db.base import db
from resident.faults import deserves_retry, is_busy
from resident.turns import Busy

T = TypeVar("T")


def begin_write() -> None:
    """End the read transaction and start the one that changes things; all loaded rows are read anew."""
    session = db.session()
    if session.info.get("writing"):
        return
    session.rollback()
    session.connection(execution_options={"resident_write": True})
    session.info["writing"] = True


@event.listens_for(Session, "before_flush")
def _writes_are_announced(session: Session, _context: Any, _instances: Any) -> None:
    """A change outside begin_write() would hold for one database and fail on the other."""
    if not session.info.get("writing") and (
        session.new or session.deleted or any(map(session.is_modified, session.dirty))
    ):
        raise RuntimeError("a change before db.begin_write()")


@event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    """What belongs to one transaction ends with it; a savepoint is not one."""
    if transaction.parent is None:
        session.info.clear()


def connection() -> Connection:
    """What this transaction runs on; looking for it anew takes half as long as asking it something."""
    session = db.session()
    found: Connection | None = session.info.get("connection")
    if found is None:
        session.info["connection"] = found = session.connection()
    return found


def is_writing() -> bool:
    """Whether this transaction changes things (`begin_write()`)."""
    return "writing" in db.session().info


def after_commit(key: str, run: Callable[[], None]) -> None:
    """Do something once after this transaction has been committed; a second one with the same key is the same."""
    db.session().info.setdefault("after_commit", {})[key] = run


_LAST: list[Callable[[], None]] = []


def before_commit(run: Callable[[], None]) -> Callable[[], None]:
    """Have something written as the last thing of every transaction that commits: what it locks is held shortly."""
    _LAST.append(run)
    return run


def keep_refusal() -> None:
    """Commit although the answer is a refusal: a wrong code must be counted."""
    db.session().info["keeps_refusal"] = True


def _commit() -> None:
    session = db.session()
    if not is_writing():  # nothing to keep: the transaction ends when the session is put away
        return
    session.flush()
    for run in _LAST:
        run()
    waiting = session.info.pop("after_commit", {})
    session.commit()
    for run in waiting.values():
        run()


def in_request(answer: Callable[[], Response]) -> Response:
    """Run one request as one transaction; once more where the database asks for it.

    Raises Busy when the database stayed locked.
    """
    for is_last in (False, True):
        try:
            response = answer()
            if response.status_code < 400 or db.session().info.get("keeps_refusal"):
                _commit()
            else:
                db.session.rollback()
            return response
        except DBAPIError as error:
            db.session.rollback()
            if is_busy(error):
                raise Busy from error
            if is_last or not deserves_retry(error):
                raise
        except BaseException:
            db.session.rollback()
            raise
    raise AssertionError("unreachable")


@contextmanager
def transaction() -> Iterator[None]:
    """One command or one job: what happens inside is committed at the end, or not at all."""
    begin_write()
    try:
        yield
    except BaseException:
        db.session.rollback()
        raise
    _commit()


def batches(items: Iterable[T], size: int) -> Iterator[T]:
    """Go through `items` in write transactions of `size` items each, so that others get their turn."""
    count = 0
    try:
        for item in items:
            begin_write()
            yield item
            count += 1
            if count % size == 0:
                _commit()
    except BaseException:
        db.session.rollback()
        raise
    _commit()

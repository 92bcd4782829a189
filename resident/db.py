"""The database: base model, column types, and the one place that commits.

One request, one command, one batch or one job is one transaction. Returning commits, raising
rolls back, and so does an answer of 400 and above unless `keep_refusal()` was called. A change
begins with `begin_write()`: SQLite cannot turn a read transaction into a write safely, so what
is to be changed is read again inside the write transaction.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from flask import Flask, Response
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction

from resident import config, turns
from resident.columns import Translated, UtcDateTime
from resident.faults import deserves_retry, is_busy
from resident.turns import Busy

T = TypeVar("T")
R = TypeVar("R", bound="Base")

BUSY_SECONDS = 15
CONNECT_SECONDS = 3
# A connection over which nothing comes back is given up after ten seconds, also while an answer is waited for.
STILL_THERE = {"keepalives_idle": 4, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
PAGE_COST = 1.1  # of one out of order, in those in order


class Base(DeclarativeBase):
    """Every table: constraints have names, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, str]: Translated}
    UNSETTLES: ClassVar = True  # whether writing such a row may change what is known of people (`known`)


db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate(directory="resident/migrations", render_as_batch=False)


def setup(app: Flask) -> None:
    """Connect the app to its database."""
    settings = app.config["RESIDENT"]
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(settings)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(config.ROOT / "resident" / "migrations"))
    with app.app_context():
        if settings.is_sqlite:
            _prepare_sqlite(db.engine)


def _engine_options(settings: config.Settings) -> dict[str, Any]:
    """People's texts and numbers stay out of error messages, and so out of the logs (`hide_parameters`).

    PostgreSQL's usual price of a page out of order is that of a turning disk: it would read whole tables for twenty rows.
    """
    if settings.is_sqlite:
        return {"hide_parameters": True, "connect_args": {"timeout": BUSY_SECONDS}}
    options = f"-c lock_timeout={BUSY_SECONDS}s -c timezone=UTC -c random_page_cost={PAGE_COST}"
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "pool_size": 8,
        "max_overflow": 4,
        "connect_args": {"options": options, "connect_timeout": CONNECT_SECONDS, **STILL_THERE},
    }


def _prepare_sqlite(engine: Engine) -> None:
    """WAL, foreign keys, a patient lock, BEGIN in our own hands, and a line before the one that changes things."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS}000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        if connection.get_execution_options().get("resident_write", False):
            turns.begin_immediate(connection, BUSY_SECONDS)
        else:
            connection.exec_driver_sql("BEGIN")

    turns.setup(engine)


def begin_write() -> None:
    """End the read transaction and start the one that changes things; all loaded rows are read anew."""
    session = db.session()
    if session.info.get("writing"):
        return
    session.rollback()
    session.connection(execution_options={"resident_write": True})
    session.info["writing"] = True


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


@event.listens_for(Session, "before_flush")
def _writes_are_announced(session: Session, _context: Any, _instances: Any) -> None:
    """A change outside begin_write() would hold for one database and fail on the other."""
    if not session.info.get("writing") and (
        session.new or session.deleted or any(map(session.is_modified, session.dirty))
    ):
        raise RuntimeError("a change before db.begin_write()")


@event.listens_for(Session, "after_flush")
def _written(session: Session, _context: Any) -> None:
    """After a change what was read about people is read anew, but where the rows say that they change nobody's rights."""
    if any(getattr(row, "UNSETTLES", True) for rows in (session.new, session.dirty, session.deleted) for row in rows):
        session.info.pop("known", None)


@event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    """What belongs to one transaction ends with it; a savepoint is not one."""
    if transaction.parent is None:
        session.info.clear()


def is_writing() -> bool:
    """Whether this transaction changes things (`begin_write()`)."""
    return "writing" in db.session().info


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


def is_reachable() -> bool:
    """Whether the database answers at all."""
    try:
        db.session.execute(text("SELECT 1"))
    except DBAPIError:
        return False
    return True

"""The line of those who write to an SQLite file."""

import fcntl
import gc
import multiprocessing
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from resident import clock, turns
from resident.db import BUSY_SECONDS, batches, begin_write, db, transaction
from resident.turns import Busy, connections, line, lines
from resident.web.models import FormToken, Heartbeat
from tests.at_once import at_once

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # threads of other tests do not matter here
FORK = multiprocessing.get_context("fork")
LONG, SHORT = 30, 0.2  # seconds: never reached, always reached
on_sqlite = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


class Other(NamedTuple):
    """Another process and what is said to it."""

    process: BaseProcess
    pipe: Connection


@contextmanager
def other(run: Callable[[str, Connection], None], path: str) -> Iterator[Other]:
    """A forked process that runs this; when the block ends its pipe is closed, and then it must end."""
    ours, theirs = FORK.Pipe()

    def _run() -> None:
        ours.close()
        run(path, theirs)

    process = FORK.Process(target=_run)
    process.start()
    theirs.close()
    try:
        yield Other(process, ours)
    finally:
        ours.close()
        process.join(LONG)
        process.kill()


def hold(path: str, pipe: Connection) -> None:
    """Take the turn, say so, and give it back when told."""
    turn = line(path).take(LONG)
    pipe.send("has it")
    pipe.poll(None)
    turn.end()


def hold_with_a_child(path: str, pipe: Connection) -> None:
    """Take the turn, fork a process that stays, say so, and hang."""
    line(path).take(LONG)
    if os.fork():
        pipe.send("has it")
    pipe.poll(None)
    os._exit(0)


def count(path: str, _pipe: Connection) -> None:
    """Four threads, each adding one to the number in a file, 25 times."""
    number = Path(path).with_name("number")

    def _add() -> None:
        for _ in range(25):
            turn = line(path).take(LONG)
            number.write_text(str(int(number.read_text()) + 1))
            turn.end()

    at_once([_add] * 4)


def refused(path: str, seconds: float = SHORT) -> float | None:
    """How long it took until Busy was raised; None where the turn came."""
    asked = monotonic()
    try:
        line(path).take(seconds).end()
    except Busy:
        return monotonic() - asked
    return None


def is_free(path: str, which: str = "turn") -> bool:
    """Whether nobody on this machine holds the lock."""
    with open(f"{path}.{which}", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def until(holds: Callable[[], bool]) -> None:
    """Look again and again until it holds."""
    end = monotonic() + LONG
    while not holds():
        assert monotonic() < end
        threading.Event().wait(0.002)


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Where a database file might be."""
    return str(tmp_path / "some.sqlite3")


def test_of_all_threads_of_all_processes_one_writes_at_a_time(path):
    number = Path(path).with_name("number")
    number.write_text("0")
    with other(count, path) as first, other(count, path) as second:
        count(path, first.pipe)
        first.process.join(LONG)
        second.process.join(LONG)
    assert number.read_text() == "300"


def test_in_a_process_who_came_first_is_served_first(path):
    served: list[int] = []

    def _write(number: int) -> None:
        turn = line(path).take(LONG)
        served.append(number)
        turn.end()

    turn = line(path).take(LONG)
    threads = [threading.Thread(target=_write, args=(number,)) for number in range(6)]
    for number, thread in enumerate(threads):
        thread.start()
        until(lambda number=number: len(line(path)._places) == number + 1)
    turn.end()
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3, 4, 5]


def test_who_comes_back_at_once_does_not_pass_a_process_that_waits(path):
    turn = line(path).take(LONG)
    with other(hold, path) as waiting:
        until(lambda: not is_free(path, "next"))
        turn.end()
        assert refused(path)
        assert waiting.pipe.recv() == "has it"


def test_a_fork_is_not_let_in_and_cannot_end_the_turn_of_its_parent(path):
    turn = line(path).take(LONG)

    def _try(path: str, pipe: Connection) -> None:
        turn.end()
        pipe.send(refused(path))
        pipe.poll(None)

    with other(_try, path) as child:
        assert child.pipe.recv()
        assert not is_free(path)
        turn.end()
        until(lambda: is_free(path))  # while the child lives, once it has left the line


def test_a_turn_ends_though_a_process_that_is_being_forked_has_a_copy(path):
    turn = line(path).take(LONG)
    copy = os.dup(turn._lock._descriptor)
    turn.end()
    assert is_free(path)
    os.close(copy)


def test_a_turn_that_has_ended_cannot_end_the_next_one(path):
    first = line(path).take(LONG)
    first.end()
    second = line(path).take(LONG)
    first.end()
    assert not is_free(path)
    second.end()
    assert is_free(path)


def test_kill_9_ends_a_turn_at_once_even_where_a_child_lives_on(path):
    with other(hold_with_a_child, path) as holder:
        assert holder.pipe.recv() == "has it"
        assert refused(path)
        holder.process.kill()
        assert refused(path, LONG) is None


def test_behind_one_that_hangs_each_waits_as_long_as_the_others(path):
    with other(hold, path) as hanging:
        assert hanging.pipe.recv() == "has it"
        waits = at_once([lambda: refused(path, 1)] * 6)
        assert all(1 <= wait < 3 for wait in waits if wait), waits  # one after the other would be 1 to 6
        assert None not in waits


def test_a_turn_that_comes_when_all_have_gone_is_given_back(path):
    with other(hold, path) as hanging:
        assert hanging.pipe.recv() == "has it"
        assert refused(path)
        assert not is_free(path, "next")  # somebody still stands there
    until(lambda: is_free(path) and is_free(path, "next"))


def test_who_comes_later_gets_the_turn_that_others_did_not_wait_for(path):
    with other(hold, path) as hanging:
        assert hanging.pipe.recv() == "has it"
        assert refused(path)
        late = threading.Thread(target=lambda: line(path).take(LONG))
        late.start()
        until(lambda: len(line(path)._places) == 1)
    late.join(LONG)
    assert not late.is_alive()
    assert not is_free(path)


def test_whoever_is_torn_out_of_the_line_leaves_no_turn_behind(path, monkeypatch):
    class Torn(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            raise KeyboardInterrupt

    held = line(path).take(LONG)
    monkeypatch.setattr(lines, "Event", Torn)
    with pytest.raises(KeyboardInterrupt):
        line(path).take(LONG)
    held.end()
    assert is_free(path)
    with pytest.raises(KeyboardInterrupt):
        line(path).take(LONG)
    assert is_free(path)


def test_without_lock_files_writers_do_not_queue(tmp_path):
    nowhere = tmp_path / "nowhere" / "some.sqlite3"
    turn = line(str(nowhere)).take(SHORT)
    turn.end()
    assert not nowhere.parent.exists()


def test_without_another_thread_a_process_does_not_queue(path, monkeypatch):
    def _no_more(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with other(hold, path) as holder:
        assert holder.pipe.recv() == "has it"
        monkeypatch.setattr(lines.Thread, "start", _no_more)
        assert refused(path) is None
        assert is_free(path, "next")


def file_of(app: Flask) -> str:
    """The database file of an app."""
    return str(app.config["RESIDENT"].data_dir / "resident.sqlite3")


def beat() -> None:
    """Write a row, which is written already the second time."""
    db.session.add(Heartbeat(name="a", at=clock.now()))
    db.session.flush()


def commit() -> None:
    """All is well."""
    beat()
    db.session.commit()


def fail() -> None:
    """A statement fails, then all is rolled back."""
    with pytest.raises(IntegrityError):
        beat()
        db.session.expunge_all()
        beat()
    db.session.rollback()


def fail_to_commit() -> None:
    """A row that refers to nothing, which shows at the end."""
    db.session.execute(text("PRAGMA defer_foreign_keys=ON"))
    db.session.add(FormToken(person_id=0, token="a", created_at=clock.now()))
    db.session.flush()
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def lose_the_connection() -> None:
    """The connection breaks in the middle."""
    db.session.connection().connection.dbapi_connection.close()
    with pytest.raises(DBAPIError):
        beat()
    db.session.rollback()


def drop_the_connection() -> None:
    """The connection is declared unfit."""
    db.session.connection().invalidate()
    db.session.rollback()


def forget() -> None:
    """Nobody ends the transaction, and nobody knows of it any more."""
    db.session.registry.clear()
    gc.collect()


@on_sqlite
@pytest.mark.parametrize(
    "end", [commit, fail, fail_to_commit, lose_the_connection, drop_the_connection, db.session.remove, forget]
)
def test_however_a_write_ends_its_turn_ends_too(app, end):
    with app.app_context():
        begin_write()
        assert not is_free(file_of(app))
        end()
        assert is_free(file_of(app))
        with transaction():
            assert not is_free(file_of(app))
        assert is_free(file_of(app))


@on_sqlite
def test_a_request_or_command_that_ends_without_an_end_gives_its_turn_back(app):
    with app.app_context():
        begin_write()
    assert is_free(file_of(app))
    with app.app_context(), pytest.raises(ZeroDivisionError), transaction():
        raise ZeroDivisionError
    assert is_free(file_of(app))


@on_sqlite
def test_reading_needs_no_turn_and_batches_take_one_each(app):
    path = file_of(app)
    with app.app_context():
        turn = line(path).take(LONG)
        assert db.session.scalars(db.select(Heartbeat)).all() == []
        turn.end()
        free = []
        for number in batches(range(4), 2):
            if number == 2:
                free.append(refused(path))  # of this batch
        assert free[0]
        assert is_free(path)


@on_sqlite
def test_a_write_that_sqlite_does_not_let_begin_gives_its_turn_back(app, monkeypatch):
    monkeypatch.setattr("resident.db.base.BUSY_SECONDS", SHORT)
    with app.app_context(), closing(sqlite3.connect(file_of(app))) as stranger:
        stranger.execute("BEGIN IMMEDIATE")  # who does not know the line
        with pytest.raises(OperationalError, match="locked"):
            begin_write()
        assert is_free(file_of(app))
        stranger.rollback()
        with transaction():
            beat()


@on_sqlite
def test_who_does_not_know_the_line_may_write_meanwhile(app):
    turn = line(file_of(app)).take(LONG)
    with closing(sqlite3.connect(file_of(app))) as stranger, stranger:
        stranger.execute("INSERT INTO heartbeat (name, at) VALUES ('a', '2026-03-02 01:00:00')")
    turn.end()
    with app.app_context():
        assert db.session.scalars(db.select(Heartbeat.name)).all() == ["a"]


@on_sqlite
def test_what_the_line_took_is_taken_off_the_wait_of_sqlite(app, monkeypatch):
    said: list[str] = []
    with app.app_context():
        driver = db.session.connection().connection.dbapi_connection
        driver.set_trace_callback(said.append)
        monkeypatch.setattr(connections, "monotonic", iter([100.0, 104.5]).__next__)
        begin_write()
        driver.set_trace_callback(None)
        assert said[-3:] == ["PRAGMA busy_timeout=10500", "BEGIN IMMEDIATE", "PRAGMA busy_timeout=15000"]


def test_a_database_in_memory_has_no_line():
    engine = create_engine("sqlite://")
    turns.setup(engine)
    with engine.connect() as connection:
        turns.begin_immediate(connection, BUSY_SECONDS)
        assert "turn" not in connection.info


@on_sqlite
def test_a_change_that_waits_in_line_for_too_long_is_answered_as_busy(app, client, monkeypatch):
    monkeypatch.setattr("resident.db.base.BUSY_SECONDS", SHORT)
    sent = {"phone": "13900000000", "consent": "y"}
    with other(hold, file_of(app)) as holder:
        assert holder.pipe.recv() == "has it"
        assert client.post("/sign-in", data=sent).status_code == 503
    assert client.post("/sign-in", data=sent).status_code == 303

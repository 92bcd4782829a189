"""Who writes to an SQLite file stands in a line first: first come, first served, across all processes.

SQLite itself only looks again and again, so that somebody who has just written is served once more
while another one waits for seconds. Two locked files beside the database put an end to that: the
process that holds `.turn` writes, and the one that holds `.next` is the only one to wait for it, so
that nobody who comes back at once passes those who wait. The kernel takes both from a process that dies.

The line is a courtesy. SQLite's own lock still decides, and who does not know the line (a
migration, SQLite's shell) or cannot open its files writes as before.
"""

import fcntl
import os
from collections import deque
from queue import SimpleQueue
from threading import Event, RLock, Thread
from time import monotonic
from typing import Any, ClassVar

import structlog
from sqlalchemy import Connection, Engine, event

log = structlog.get_logger()
# Reentrant: while a thread holds it, the garbage collector may give back a lost connection, and with it a turn.
_mutex = RLock()


class Busy(RuntimeError):
    """The database stayed locked for longer than we make a person wait."""


class _Lock:
    """A lock file, opened for one transaction: a descriptor that two shared would let both in."""

    opened: ClassVar[set["_Lock"]] = set()

    def __init__(self, path: str) -> None:
        self._descriptor: int | None = None
        try:
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
            self.opened.add(self)
        except OSError:
            log.warning("writers without a line", exc_info=True)

    def take(self, how: int) -> bool:
        """Lock the file; False when somebody has it and `how` says not to wait. What cannot be locked is let be."""
        if self._descriptor is not None:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | how)
            except BlockingIOError:
                return False
            except OSError:
                log.warning("writers without a line", exc_info=True)
                self.close()
        return True

    def free(self) -> None:
        """Unlock the file at once, even while a process that is just being forked has a copy of the descriptor."""
        if self._descriptor is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            self.close()

    def close(self) -> None:
        """Close our descriptor; a copy of it in another process keeps the lock."""
        with _mutex:
            self.opened.discard(self)
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None


class Turn:
    """The right to write, until it ends."""

    def __init__(self, line: "Line", lock: _Lock) -> None:
        self._line, self._lock = line, lock

    def end(self) -> None:
        """Let the next one write. A second time nothing happens, nor in a process forked meanwhile."""
        self._line.give_back(self._lock)


class _Place:
    """Where a thread stands in the line."""

    def __init__(self) -> None:
        self.turn: Turn | None = None
        self.called = Event()


class Line:
    """The threads of this process that want to write to one file.

    Their process stands among the others for the first of them. When it must wait there, a porter
    does so, a thread of its own: the kernel's wait has no end, while those whom the porter stands
    for give up, each at their own time. What it brings goes to whoever is first by then.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self.begin_anew()

    def begin_anew(self) -> None:
        """Nobody waits and nothing is held: so it is in a process that has just been forked."""
        self._places: deque[_Place] = deque()
        self._lock: _Lock | None = None  # with the one whose turn it is, or on its way
        self._errands: SimpleQueue[tuple[_Lock, _Lock]] = SimpleQueue()
        self._porter: Thread | None = None

    def take(self, seconds: float) -> Turn:
        """Wait for the turn. Raises Busy when it has not come within `seconds`."""
        place = _Place()
        try:
            with _mutex:
                self._places.append(place)
                self._fetch()
            place.called.wait(seconds)
        except BaseException:
            if turn := self._leave(place):
                turn.end()
            raise
        if turn := self._leave(place):
            return turn
        raise Busy

    def _leave(self, place: _Place) -> Turn | None:
        """Step out of the line, with the turn if it has come."""
        with _mutex:
            if place in self._places:
                self._places.remove(place)
            return place.turn

    def give_back(self, lock: _Lock) -> None:
        """End the turn that goes with this lock, if it has not ended, and fetch the next one."""
        with _mutex:
            if lock is self._lock:
                lock.free()
                self._lock = None
                self._fetch()

    def _fetch(self) -> None:
        """Go for a turn, where somebody waits for one and none is here or on its way."""
        if not self._places or self._lock:
            return
        first, self._lock = _Lock(f"{self._path}.next"), _Lock(f"{self._path}.turn")
        if not self._bring(first, self._lock, fcntl.LOCK_NB):
            self._send((first, self._lock))

    def _send(self, errand: tuple[_Lock, _Lock]) -> None:
        try:
            if not self._porter:
                porter = Thread(target=self._carry, args=(self._errands,), name="porter", daemon=True)
                porter.start()
                self._porter = porter
        except RuntimeError:  # the system has no more threads: then SQLite's own wait must do
            for lock in errand:
                lock.free()
            self._bring(*errand)
        else:
            self._errands.put(errand)

    def _carry(self, errands: "SimpleQueue[tuple[_Lock, _Lock]]") -> None:
        while True:
            self._bring(*errands.get())

    def _bring(self, first: _Lock, lock: _Lock, how: int = 0) -> bool:
        """Give the turn to who has waited longest; when all have gone, let it go at once."""
        if not (first.take(how) and lock.take(how)):
            return False
        with _mutex:
            first.free()
            if self._places:
                place = self._places.popleft()
                place.turn = Turn(self, lock)
                place.called.set()
            else:
                lock.free()
                self._lock = None
        return True


_lines: dict[str, Line] = {}


def line(path: str) -> Line:
    """The one line of this process to this database file."""
    with _mutex:
        return _lines.setdefault(path, Line(path))


def setup(engine: Engine) -> None:
    """Learn which file each connection writes to, none in memory, and end its turn when the pool has it back."""

    @event.listens_for(engine, "connect")
    def _connected(driver: Any, record: Any) -> None:
        path = driver.execute("PRAGMA database_list").fetchone()[2]
        if path:
            record.info["line"] = line(path)

    @event.listens_for(engine, "checkin")
    def _has_come_back(_driver: Any, record: Any) -> None:
        if turn := record.info.pop("turn", None):
            turn.end()


def begin_immediate(connection: Connection, seconds: float) -> None:
    """Wait in the line and begin to write; what the line took is taken off SQLite's own wait.

    Raises Busy when the turn has not come within `seconds`.
    """
    arrived = monotonic()
    if "line" in connection.info:
        connection.info["turn"] = connection.info["line"].take(seconds)
    left = max(0.0, seconds - (monotonic() - arrived))
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA busy_timeout={left * 1000:.0f}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout={seconds * 1000:.0f}")


def _begin_anew() -> None:
    """A forked process closes its copies, which would hold on to the locks, and begins with empty lines."""
    for lock in list(_Lock.opened):
        lock.close()
    for each in _lines.values():
        each.begin_anew()
    _mutex.release()


os.register_at_fork(before=_mutex.acquire, after_in_parent=_mutex.release, after_in_child=_begin_anew)

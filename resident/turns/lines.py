"""The threads of this process that want to write, and the turn that goes to the first of them."""

import fcntl
import os
from collections import deque
from queue import SimpleQueue
from threading import Event, Thread

from resident.turns.locks import FileLock, mutex


class Busy(RuntimeError):
    """The database stayed locked for longer than we make a person wait."""


class Turn:
    """The right to write, until it ends."""

    def __init__(self, line: "Line", lock: FileLock) -> None:
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
        self._lock: FileLock | None = None  # with the one whose turn it is, or on its way
        self._errands: SimpleQueue[tuple[FileLock, FileLock]] = SimpleQueue()
        self._porter: Thread | None = None

    def take(self, seconds: float) -> Turn:
        """Wait for the turn. Raises Busy when it has not come within `seconds`."""
        place = _Place()
        try:
            with mutex:
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
        with mutex:
            if place in self._places:
                self._places.remove(place)
            return place.turn

    def give_back(self, lock: FileLock) -> None:
        """End the turn that goes with this lock, if it has not ended, and fetch the next one."""
        with mutex:
            if lock is self._lock:
                lock.free()
                self._lock = None
                self._fetch()

    def _fetch(self) -> None:
        """Go for a turn, where somebody waits for one and none is here or on its way."""
        if not self._places or self._lock:
            return
        first, self._lock = FileLock(f"{self._path}.next"), FileLock(f"{self._path}.turn")
        if not self._bring(first, self._lock, fcntl.LOCK_NB):
            self._send((first, self._lock))

    def _send(self, errand: tuple[FileLock, FileLock]) -> None:
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

    def _carry(self, errands: "SimpleQueue[tuple[FileLock, FileLock]]") -> None:
        while True:
            self._bring(*errands.get())

    def _bring(self, first: FileLock, lock: FileLock, how: int = 0) -> bool:
        """Give the turn to who has waited longest; when all have gone, let it go at once."""
        if not (first.take(how) and lock.take(how)):
            return False
        with mutex:
            first.free()
            if self._places:
                place = self._places.popleft()
                place.turn = Turn(self, lock)
                place.called.set()
            else:
                lock.free()
                self._lock = None
        return True


lines: dict[str, Line] = {}


def line(path: str) -> Line:
    """The one line of this process to this database file."""
    with mutex:
        return lines.setdefault(path, Line(path))


def _begin_anew() -> None:
    """A forked process closes its copies, which would hold on to the locks, and begins with empty lines."""
    for lock in list(FileLock.opened):
        lock.close()
    for each in lines.values():
        each.begin_anew()
    mutex.release()


os.register_at_fork(before=mutex.acquire, after_in_parent=mutex.release, after_in_child=_begin_anew)

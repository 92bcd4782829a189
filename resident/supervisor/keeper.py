"""Keeps some processes running until it is told to stop, or until one of them cannot be kept."""

import os
import signal
from collections.abc import Callable, Sequence
from multiprocessing.connection import wait
from time import monotonic
from types import FrameType

import structlog

from resident.supervisor.children import STOPPING, Child, Role

log = structlog.get_logger()
A_LOOK = 0.5  # seconds between two looks when nothing happens
LONGEST_FAREWELL = 150.0  # seconds for all children to end in order: the requests at hand take up to two minutes


class Keeper:
    """The processes of all roles, and who asks them to stop."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self.children = [Child(role) for role in roles]
        self._asked = 0  # how often somebody asked us to stop
        self._wake, self._woken = os.pipe()
        for end in (self._wake, self._woken):
            os.set_blocking(end, False)

    def keep(self, on_stop: Callable[[], None] = lambda: None) -> int:
        """Until the end. Gives the exit status: 0 when asked to stop, 1 when a process has ended too often.

        `on_stop` is called once, before the children are asked to end.
        """
        signal.set_wakeup_fd(self._woken)
        for stopping in STOPPING:
            signal.signal(stopping, self._stop)
        hopeless = None
        while not self._asked and hopeless is None:
            for child in self.children:
                child.look(monotonic())
            hopeless = next((child for child in self.children if child.is_hopeless), None)
            self._wait()
        if hopeless is not None:
            log.error("a process ends again and again, giving up", process=hopeless.role.name, ends=hopeless.failures)
        on_stop()
        self._end()
        return 0 if hopeless is None else 1

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._asked += 1

    def _wait(self) -> None:
        """Until a child ends or a signal comes, at most for a moment."""
        sentinels = [child.process.sentinel for child in self.children if child.process is not None]
        if self._wake in wait([self._wake, *sentinels], A_LOOK):
            os.read(self._wake, 4096)

    def _end(self) -> None:
        """Ask all to end, wait for them, and kill who takes too long; at once when we are asked a second time."""
        asked, until = self._asked, monotonic() + LONGEST_FAREWELL
        for child in self.children:
            child.terminate()
        while any(child.is_alive for child in self.children) and monotonic() < until and self._asked == asked:
            self._wait()
        for child in self.children:
            child.kill()
            if child.process is not None:
                child.process.join()

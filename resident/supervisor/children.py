"""Processes that are started, watched, and started again when they end by themselves."""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from ctypes import c_double
from dataclasses import dataclass
from multiprocessing.context import ForkProcess
from multiprocessing.sharedctypes import RawValue
from time import monotonic
from typing import TypeAlias

import structlog

log = structlog.get_logger()
Beat: TypeAlias = Callable[[], None]

FORK = multiprocessing.get_context("fork")
STOPPING = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before what has ended is started again
STEADY = 60.0  # seconds after which a process counts as having started well
MOST_FAILURES = 10  # ends in a row after which it is not tried again: about two minutes of pauses
LONGEST_SILENCE = 60.0  # seconds without a beat after which a process counts as stuck


@dataclass(frozen=True)
class Role:
    """What a process does. One that `beats` says about once a second that it is not stuck."""

    name: str
    run: Callable[[Beat], None]
    beats: bool = False
    is_once: bool = False  # its end is no failure


class Child:
    """One place among the processes: who fills it now, and how often that went wrong."""

    def __init__(self, role: Role) -> None:
        self.role = role
        self.failures = 0
        self.due: float | None = 0.0  # when to start it again; None while it runs
        self.process: ForkProcess | None = None
        self._started = 0.0
        self._beat = RawValue(c_double, 0.0)

    @property
    def is_hopeless(self) -> bool:
        """Whether it has ended by itself too often to go on."""
        return self.failures >= MOST_FAILURES

    def start(self) -> None:
        """Fork: everything is imported already, which halves the time of a start."""
        self.due, self._started, self._beat.value = None, monotonic(), monotonic()
        self.process = FORK.Process(name=self.role.name, target=self._run, args=(os.getpid(),))
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)  # until the child has its own way with them
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)

    def _run(self, parent: int) -> None:
        """What a child does first.

        A session of its own: Ctrl-C reaches the supervisor alone, which ends its children in order. On
        Linux a child ends when the supervisor is gone, however that went.
        """
        os.setsid()
        signal.set_wakeup_fd(-1)
        for stopping in STOPPING:
            signal.signal(stopping, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
            if os.getppid() != parent:
                return
        self.role.run(self._note_beat)

    def _note_beat(self) -> None:
        self._beat.value = monotonic()

    def look(self, now: float) -> None:
        """Start it where it is time to, take note of its end, end it where it is stuck."""
        if self.due is not None:
            if now >= self.due:
                self.start()
        elif self.process is not None and self.process.exitcode is not None:
            self._has_ended(now)
        elif self.role.beats and now - self._beat.value > LONGEST_SILENCE:
            log.error("a process is stuck and is ended", process=self.role.name)
            self.kill()

    def _has_ended(self, now: float) -> None:
        exit_status = self.process.exitcode if self.process else None
        self.process = None
        if self.role.is_once:
            return
        self.failures = 1 if now - self._started > STEADY else self.failures + 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (self.failures - 1))
        self.due = now + pause
        log.error("a process has ended", process=self.role.name, exit=exit_status, again_in=pause)

    def terminate(self) -> None:
        """Ask it to end."""
        if self.process is not None:
            self.process.terminate()

    def kill(self) -> None:
        """End it at once."""
        if self.process is not None:
            self.process.kill()

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.is_alive()

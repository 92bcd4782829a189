"""Threads that run what the event loop leaves to them, one request at a time each."""

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar


class Stuck(Exception):
    """A request did not end within its time."""


class Overfull(Exception):
    """The turn of a request has not come within its time."""


class Unwanted(Exception):
    """Nobody waits for the answer any more."""


class Closable(Protocol):
    """What a job makes."""

    def close(self) -> None:
        """Forget it."""


Made = TypeVar("Made", bound=Closable)


class Job(Generic[Made]):
    """One piece of work on its way through a lane."""

    def __init__(self, run: Callable[[], Made], is_wanted: Callable[[], bool]) -> None:
        self.run, self.is_wanted = run, is_wanted
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Made] = self.loop.create_future()
        self.asked = monotonic()
        self.began: float | None = None

    def work(self) -> None:
        """In the thread: do it and tell the loop; what nobody waits for any more is left undone."""
        result: Made | None = None
        error: BaseException | None = None
        if self.future.done() or not self.is_wanted():
            error = Unwanted()
        else:
            self.began = monotonic()
            try:
                result = self.run()
            except BaseException as problem:
                error = problem
        try:
            self.loop.call_soon_threadsafe(self._finish, result, error)
        except RuntimeError:  # the loop has ended meanwhile, and so has whoever waited
            if result is not None:
                result.close()

    def _finish(self, result: Made | None, error: BaseException | None) -> None:
        if self.future.done():  # it was given up meanwhile
            if result is not None:
                result.close()
            return
        if result is not None:
            self.future.set_result(result)
        elif error is not None:
            self.future.set_exception(error)


class Lane:
    """Some threads and the line before them.

    The threads are daemons: one that never comes back must not keep the process from ending.
    """

    def __init__(self, name: str, threads: int) -> None:
        self._queue: SimpleQueue[Job[Any]] = SimpleQueue()
        self._jobs: set[Job[Any]] = set()
        self._name = name
        for _ in range(threads):
            self._open()

    def _open(self) -> None:
        threading.Thread(target=self._serve, name=self._name, daemon=True).start()

    def _serve(self) -> None:
        while True:
            self._queue.get().work()

    async def run(self, run: Callable[[], Made], is_wanted: Callable[[], bool] = lambda: True) -> Made:
        """What `run` returns or raises. Raises Stuck, Overfull or Unwanted."""
        job = Job(run, is_wanted)
        self._jobs.add(job)
        self._queue.put(job)
        try:
            return await job.future
        finally:
            self._jobs.discard(job)

    def give_up(self, longest: float, patience: float) -> bool:
        """Let everybody go who has been served for `longest` seconds (Stuck) or has waited for `patience` (Overfull).

        Gives whether a thread is lost: another one takes its place, but nothing except the end of the process takes it
        out of what it does.
        """
        now = monotonic()
        waiting = [job for job in self._jobs if not job.future.done()]
        stuck = [job for job in waiting if job.began is not None and now - job.began > longest]
        for job in stuck:
            job.future.set_exception(Stuck())
            self._open()  # so that those who wait are served meanwhile
        for job in waiting:
            if job.began is None and now - job.asked > patience:
                job.future.set_exception(Overfull())
        return bool(stuck)

"""A channel for tests."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

from resident.notifications.channels import Channel, Ending, Outcome, Ready
from resident.notifications.models import OutboxMessage

DELIVERED = Outcome(Ending.DELIVERED)


class Phone:
    """It notes what it was asked to send, and answers for each number as it is told to; otherwise all arrives."""

    def __init__(self, **channel: Any) -> None:
        self.got: list[Any] = []
        self.tries: list[Any] = []
        self.answers: dict[Any, Outcome | Exception] = {}
        self.meanwhile: Callable[[], None] = lambda: None
        self.channel = Channel(self.prepare, **channel)
        self._lock = Lock()

    def prepare(self, messages: Sequence[OutboxMessage]) -> Ready:
        """What would be sent: the numbers of the rows."""
        numbers = [one.payload["n"] for one in messages]
        ahead = self.answers.get(("prepare", numbers[0]))
        if isinstance(ahead, Exception):
            raise ahead
        return ahead or (lambda: self._call(numbers))

    def _call(self, numbers: list[Any]) -> Outcome:
        with self._lock:
            self.tries += numbers
            answer = self.answers.get(numbers[0], DELIVERED)
        self.meanwhile()
        if isinstance(answer, Exception):
            raise answer
        if answer.ending is Ending.DELIVERED:
            with self._lock:
                self.got += numbers if len(numbers) == 1 else [tuple(numbers)]
        return answer

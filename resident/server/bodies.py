"""The body of a request, taken in whole before a thread looks at it: as much and as slowly as is allowed."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

IN_MEMORY = 64 * 1024  # bytes of a body, the rest of which goes to disk
PATIENCE = 15  # seconds before the pace of a body counts
LEAST_PACE = 2_000  # bytes a second, counted from the beginning: a phone on the slowest network sends four times that
MOST_ON_DISK = 2 * 1024**3  # bytes of all bodies of this process at one time


class TooSlow(Exception):
    """The body came in drips."""


class TooLarge(Exception):
    """The body is larger than this request may carry."""


class Gone(Exception):
    """The client hung up before the body was whole."""


class NoRoom(Exception):
    """Too much is being sent at one time."""


class Body:
    """What a client sends with a request, in memory or, from 64 KB on, in a file that has no name."""

    on_disk = 0  # bytes of all bodies of this process

    def __init__(self) -> None:
        self.file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self.length = 0
        self._counted = 0

    async def take(self, receive: Receive, allow: Callable[[int], None]) -> None:
        """Take in all of it; `allow` is asked with each number of bytes that it comes to.

        Raises TooLarge (`allow` does), TooSlow, NoRoom or Gone.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        more = True
        while more:
            try:
                async with asyncio.timeout_at(began + PATIENCE + self.length / LEAST_PACE):
                    message = await receive()
            except TimeoutError as error:
                raise TooSlow from error
            if message["type"] == "http.disconnect":
                raise Gone
            more = message.get("more_body", False)
            await self._keep(message.get("body", b""), allow)
        self.file.seek(0)

    async def _keep(self, piece: bytes, allow: Callable[[int], None]) -> None:
        self.length += len(piece)
        allow(self.length)
        if self.length <= IN_MEMORY:
            self.file.write(piece)
            return
        self._count_on_disk()
        # A disk that is slow must not keep everybody else waiting.
        await asyncio.get_running_loop().run_in_executor(None, partial(self.file.write, piece))

    def _count_on_disk(self) -> None:
        """Take note of what is on disk. Raises NoRoom."""
        Body.on_disk += self.length - self._counted
        self._counted = self.length
        if Body.on_disk > MOST_ON_DISK:
            raise NoRoom

    def close(self) -> None:
        """Forget it."""
        Body.on_disk -= self._counted
        self._counted = 0
        self.file.close()

"""Connections of the event loop: how long each may take, how many there may be, and who goes when there are too many."""

import asyncio
import socket

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from resident.server.adaptor import CONNECTION

LONGEST_HEADER = 15  # seconds for a header, counted from its beginning, or from that of a new connection
LONGEST_SILENCE = 15  # seconds between an answer and the next request
LONGEST_UNREAD = 30  # seconds in which a client that is sent much takes nothing of it
LONGEST_FAREWELL = 10  # seconds for the last bytes of a connection that is being closed
LAST_LOOK = 1  # second in which what a client has sent is still read when the process ends
MOST_HEADER_BYTES = 32 * 1024
AT_WORK = 3
TOO_LARGE = "The header is too large."
MOST_AHEAD = 128  # requests that one connection may send ahead of their answers


class Connection(HttpToolsProtocol):
    """A connection that knows what it waits for, and since when."""

    most = 1000  # connections of one process

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a header; where there are too many connections, make room."""
        super().connection_made(transport)
        # asyncio does so for its own listeners only: the body of an answer must not wait until its header is acknowledged.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.header_since: float | None = self.loop.time()  # None while a request is at hand
        self.body_since: float | None = None
        self.unread_since: float | None = None
        self.closing_since: float | None = None
        self._is_in_header = self._has_answered = False
        self._ends_since: float | None = None
        self._header_bytes = 0
        if len(self.connections) > self.most:
            make_room(self, list(self.connections))  # type: ignore[arg-type]

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self.closing_since = self.closing_since or self.loop.time()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on. A header without an end is refused before it is whole."""
        super().data_received(data)
        if self._is_in_header and not self.transport.is_closing():
            self._header_bytes += len(data)
            if self._header_bytes > MOST_HEADER_BYTES:
                self.send_400_response(TOO_LARGE)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self.scope["extensions"] = {CONNECTION: {"is_gone": self.is_gone}}
        self._is_in_header, self._header_bytes = True, 0
        if self._has_answered and not self.is_at_work:
            self.header_since = self.loop.time()

    def on_header(self, name: bytes, value: bytes) -> None:
        """One line of the header; what follows a body in this form is none."""
        if self._is_in_header:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The header is whole."""
        self._is_in_header = False
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > MOST_HEADER_BYTES or len(self.pipeline) >= MOST_AHEAD:
            raise httptools.HttpParserError(TOO_LARGE)
        super().on_headers_complete()
        self.header_since, self.body_since = None, self.loop.time()

    def on_message_complete(self) -> None:
        """The body is whole."""
        super().on_message_complete()
        self.body_since = None

    def on_response_complete(self) -> None:
        """The answer is on its way: the next header may come."""
        super().on_response_complete()
        self._has_answered = True
        if not self.is_at_work:
            self.header_since = self.loop.time()

    def pause_writing(self) -> None:
        """The client does not take what it is sent."""
        super().pause_writing()
        self.unread_since = self.loop.time()

    def resume_writing(self) -> None:
        """It does again."""
        super().resume_writing()
        self.unread_since = None

    @property
    def is_at_work(self) -> bool:
        """Whether a request of it has not been answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def is_gone(self) -> bool:
        """Whether the client has hung up."""
        return self.closing_since is not None

    def is_overdue(self, now: float) -> bool:
        """Whether it has kept us waiting for longer than anybody may."""
        if self.transport.is_closing():
            self.closing_since = self.closing_since or now
        since = (
            (self.header_since, LONGEST_HEADER),
            (self.unread_since, LONGEST_UNREAD),
            (self.closing_since, LONGEST_FAREWELL),
            (self.header_since and self._ends_since, LAST_LOOK),
        )
        return any(began is not None and now - began > longest for began, longest in since)

    def shutdown(self) -> None:
        """The process ends: this answer is the last one, and what has been sent and not been read yet has a moment."""
        if self.is_at_work:
            self.cycle.keep_alive = False
        self._ends_since = self.loop.time()

    def end(self) -> None:
        """Close it at once."""
        self.transport.abort()

    def patience(self) -> tuple[int, float]:
        """Who makes room first: who says farewell, then who has waited longest for a header, then for a body."""
        for rank, since in enumerate((self.closing_since, self.header_since, self.body_since)):
            if since is not None:
                return rank, since
        return AT_WORK, 0.0


def make_room(newest: Connection, connections: list[Connection]) -> None:
    """Close the few that have waited longest, a fiftieth at one time; one whose request is being answered is let be.

    Where all are at work the newest comes in nevertheless, up to twice the number.
    """
    patient = [each for each in connections if each is not newest and each.patience()[0] < AT_WORK]
    for connection in sorted(patient, key=Connection.patience)[: newest.most // 50 + 1]:
        connection.end()
    if not patient and len(connections) > 2 * newest.most:
        newest.end()

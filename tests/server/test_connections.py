"""How long a connection may take, and who goes when there are too many: without sockets, at a time of our own."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import pytest
from uvicorn.server import ServerState

from resident.server.connections import (
    LONGEST_FAREWELL,
    LONGEST_HEADER,
    LONGEST_UNREAD,
    MOST_AHEAD,
    MOST_HEADER_BYTES,
    Connection,
)
from resident.server.process import configured

REQUEST = b"GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"


class Wire:
    """A transport: what was written, and whether it is closed."""

    def __init__(self) -> None:
        self.written = b""
        self.is_closed = self.is_aborted = False
        self.lost: Callable[[], None] = lambda: None
        self.socket = socket.socket()

    def get_extra_info(self, name: str) -> Any:
        return {"socket": self.socket, "peername": ("127.0.0.1", 5), "sockname": ("127.0.0.1", 80)}.get(name)

    def write(self, data: bytes) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True

    def abort(self) -> None:
        self.is_closed = self.is_aborted = True

    def pause_reading(self) -> None:
        """Nothing more comes by itself here."""

    resume_reading = pause_reading


class Place:
    """Where connections stand: a loop with a clock, and an app that answers when it is told to."""

    def __init__(self, most: int = 1000) -> None:
        self.now = 1000.0
        self.loop = asyncio.new_event_loop()
        self.loop.time = lambda: self.now  # type: ignore[method-assign]
        self.state = ServerState()
        self.scopes: list[dict[str, Any]] = []
        self.config = configured(self._app)
        self.config.load()
        self.most = most

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    def connect(self, *sent: bytes) -> tuple[Connection, Wire]:
        connection, wire = Connection(self.config, self.state, {}, self.loop), Wire()
        connection.most = self.most
        connection.connection_made(wire)  # type: ignore[arg-type]
        for data in sent:
            connection.data_received(data)
        return connection, wire

    def answer(self) -> None:
        """Let the app answer what is whole."""
        self.loop.run_until_complete(self._turn())

    async def _turn(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    def overdue(self, connection: Connection, after: float) -> bool:
        return connection.is_overdue(self.now + after)

    def end(self) -> None:
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.answer()
        self.loop.close()


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Any:
    here = Place()
    wires: list[Wire] = []
    connect = here.connect

    def _connect(*sent: bytes) -> tuple[Connection, Wire]:
        made = connect(*sent)
        wires.append(made[1])
        return made

    here.connect = _connect  # type: ignore[method-assign]
    yield here
    here.end()
    for wire in wires:
        wire.socket.close()


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX-Half: "])
def test_a_new_connection_has_so_long_for_its_header(place: Place, sent: bytes):
    connection, _wire = place.connect(sent)
    assert not place.overdue(connection, LONGEST_HEADER)
    assert place.overdue(connection, LONGEST_HEADER + 1)


def test_drips_do_not_prolong_it(place: Place):
    connection, _wire = place.connect(b"GET / HTTP/1.1\r\n")
    for _ in range(LONGEST_HEADER):
        place.now += 1
        connection.data_received(b"X-Drip: 1\r\n")
    assert place.overdue(connection, 1)


def test_a_request_at_hand_may_take_its_time(place: Place):
    connection, _wire = place.connect(POST)
    assert not place.overdue(connection, 3600)  # the body and the thread have times of their own


def test_after_an_answer_the_next_header_has_its_own_time(place: Place):
    connection, wire = place.connect(REQUEST)
    place.answer()
    assert wire.written.endswith(b"\r\n\r\nok")
    place.now += LONGEST_HEADER - 1
    connection.data_received(b"GET /b HTTP/1.1\r\n")
    assert not place.overdue(connection, LONGEST_HEADER)
    assert place.overdue(connection, LONGEST_HEADER + 1)


def test_who_does_not_read_is_cut_off(place: Place):
    connection, _wire = place.connect(REQUEST)
    connection.pause_writing()
    assert not place.overdue(connection, LONGEST_UNREAD)
    assert place.overdue(connection, LONGEST_UNREAD + 1)
    connection.resume_writing()
    assert not place.overdue(connection, LONGEST_UNREAD + 1)


def test_a_farewell_is_not_waited_for_without_end(place: Place):
    connection, wire = place.connect(POST)
    wire.close()
    assert not place.overdue(connection, 0)
    assert place.overdue(connection, LONGEST_FAREWELL + 1)


def test_the_app_can_ask_whether_somebody_is_still_there(place: Place):
    connection, _wire = place.connect(POST)
    place.answer()
    known = place.scopes[0]["extensions"]["resident.connection"]
    assert not known["is_gone"]()
    connection.connection_lost(None)
    assert known["is_gone"]()


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nX-Long: " + b"x" * MOST_HEADER_BYTES,
        b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"x" * MOST_HEADER_BYTES + b"\r\n\r\n",
        b"GET /" + b"x" * MOST_HEADER_BYTES + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        REQUEST * (MOST_AHEAD + 3),
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\rX-Smuggled: b\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3x\r\nabc\r\n0\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
)
def test_what_is_no_good_request_is_refused_and_the_connection_closed(place: Place, sent: bytes):
    _connection, wire = place.connect(sent)
    assert b"HTTP/1.1 400 Bad Request" in wire.written
    assert wire.is_closed
    place.answer()
    assert all(scope["path"] != "/smuggled" for scope in place.scopes)


def test_requests_that_are_sent_ahead_are_answered_in_their_order(place: Place):
    _connection, wire = place.connect(b"".join(REQUEST.replace(b"/a", b"/%d" % number) for number in range(5)))
    place.answer()
    assert [scope["path"] for scope in place.scopes] == ["/0", "/1", "/2", "/3", "/4"]
    assert wire.written.count(b"HTTP/1.1 200 OK") == 5


def test_what_follows_a_chunked_body_is_no_header(place: Place):
    place.connect(
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n"
    )
    place.answer()
    assert [name for name, _value in place.scopes[0]["headers"]] == [b"host", b"transfer-encoding"]


def test_a_whole_address_in_the_first_line_is_understood(place: Place):
    place.connect(b"GET http://a.example/c/guihua/?q=1 HTTP/1.1\r\nHost: a.example\r\n\r\n")
    place.answer()
    assert place.scopes[0]["raw_path"] == b"/c/guihua/"
    assert place.scopes[0]["query_string"] == b"q=1"


def test_a_body_is_asked_for_where_the_client_waits_for_that(place: Place):
    _connection, wire = place.connect(POST.replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n"))
    place.answer()
    assert wire.written == b"HTTP/1.1 100 Continue\r\n\r\n"


def test_over_the_limit_who_has_waited_longest_makes_room(place: Place):
    place.most = 3
    wires = {}
    for name, sent in (("at work", REQUEST), ("slow body", POST), ("silent", b""), ("half", b"GET / H"), ("new", b"")):
        place.now += 1
        wires[name] = place.connect(sent)[1]
    assert [name for name, wire in wires.items() if wire.is_aborted] == ["silent"]


def test_a_slow_body_makes_room_where_nobody_waits_for_a_header(place: Place):
    place.most = 2
    wires = {}
    for name, sent in (("at work", REQUEST), ("first", POST), ("second", POST)):
        place.now += 1
        wires[name] = place.connect()
        wires[name][0].data_received(sent)
    place.answer()
    assert [name for name, (_connection, wire) in wires.items() if wire.is_aborted] == ["first"]


def test_who_is_being_answered_is_never_cut_off(place: Place):
    place.most = 2
    wires = [place.connect(REQUEST)[1] for _ in range(5)]
    assert [wire.is_aborted for wire in wires] == [False, False, False, False, True]

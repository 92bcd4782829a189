"""From the event loop to a thread and back."""

import asyncio
import threading
from typing import Any

import pytest

from resident.server import adaptor as adaptors
from resident.server import bodies
from resident.server.answers import Answer
from resident.server.bodies import IN_MEMORY, Body
from tests.server.asgi import LARGE, SMALL, adaptor, ask, scope, told

LENGTH = "Content-Length"


def echo(environ: dict[str, Any], start: Any) -> list[bytes]:
    """Says how much came, and what was declared."""
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain"), ("X-Declared", environ.get("CONTENT_LENGTH", "none"))])
    return [b"%d bytes" % len(body)]


def test_an_answer_comes_back_with_its_header():
    answer = ask(adaptor(echo), scope())
    assert (answer.status, answer.text) == (200, "0 bytes")
    assert answer.headers == {"content-type": "text/plain", "x-declared": "none", "content-length": "7"}


def test_a_body_in_pieces_reaches_the_app_whole():
    answer = ask(adaptor(echo), scope("POST", "/", (LENGTH, "6")), b"ab", b"", b"cdef")
    assert (answer.text, answer.headers["x-declared"]) == ("6 bytes", "6")


def test_a_chunked_body_has_the_length_that_was_counted():
    answer = ask(adaptor(echo), scope("POST", "/", ("Transfer-Encoding", "chunked")), b"abc", b"defg")
    assert (answer.text, answer.headers["x-declared"]) == ("7 bytes", "7")


@pytest.mark.parametrize(("path", "most"), [("/", SMALL), ("/photos", LARGE)])
def test_each_path_takes_as_much_as_it_may(path: str, most: int):
    assert ask(adaptor(echo), scope("POST", path, (LENGTH, str(most))), b"x" * most).text == f"{most} bytes"


@pytest.mark.parametrize(("path", "most"), [("/", SMALL), ("/photos", LARGE)])
def test_what_declares_too_much_is_answered_before_any_of_it_is_taken_in(path: str, most: int):
    answer = ask(adaptor(echo), scope("POST", path, (LENGTH, str(most + 1))))
    assert (answer.text, answer.headers["x-declared"]) == ("0 bytes", str(most + 1))  # so that the app says 413
    assert answer.headers["connection"] == "close"


def test_a_chunked_body_is_cut_where_it_is_too_large():
    pieces = [b"x" * 60] * 50
    answer = ask(adaptor(echo), scope("POST", "/", ("Transfer-Encoding", "chunked")), *pieces)
    assert (answer.text, answer.headers["x-declared"], answer.headers["connection"]) == ("0 bytes", "120", "close")


def test_a_refused_client_may_go_on_sending_for_a_moment():
    answer = ask(adaptor(echo), scope("POST", "/", (LENGTH, "900")), *[b"x" * 100] * 9)
    assert answer.taken == 9  # otherwise it would be cut off before it reads why


def test_a_client_that_never_stops_sending_is_cut_off(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(adaptors, "LINGER", 0.01)
    answer = ask(adaptor(echo), scope("POST", "/", (LENGTH, "900")), lambda: asyncio.sleep(60), b"")
    assert answer.headers["x-declared"] == "900"


def test_a_body_in_drips_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bodies, "PATIENCE", 0.05)
    answer = ask(adaptor(echo), scope("POST", "/", (LENGTH, "90")), b"x", lambda: asyncio.sleep(60), b"")
    assert (answer.status, answer.headers["connection"]) == (408, "close")


def test_a_large_body_may_take_the_longer_the_more_has_come(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bodies, "PATIENCE", 0.05)
    monkeypatch.setattr(bodies, "LEAST_PACE", 1)  # byte a second
    wait = lambda: asyncio.sleep(0.2)
    assert ask(adaptor(echo), scope("POST", "/", (LENGTH, "90")), b"x" * 60, wait, b"x" * 30).text == "90 bytes"


def test_who_hangs_up_in_the_middle_of_a_body_reaches_no_app():
    reached = []
    served = adaptor(lambda environ, start: reached.append(environ) or [])
    ask(served, scope("POST", "/", (LENGTH, "90")), b"x", hangs_up=True)
    assert reached == []


def test_bodies_on_disk_are_bounded_together(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bodies, "IN_MEMORY", 10)
    monkeypatch.setattr(bodies, "MOST_ON_DISK", 50)
    answer = ask(adaptor(echo), scope("POST", "/", (LENGTH, "90")), b"x" * 40, b"x" * 50)
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert Body.on_disk == 0
    assert ask(adaptor(echo), scope("POST", "/", (LENGTH, "40")), b"x" * 40).status == 200
    assert Body.on_disk == 0


def test_a_body_above_64_kilobytes_lies_on_disk():
    kinds = []

    def app(environ: dict[str, Any], start: Any) -> list[bytes]:
        kinds.append(environ["wsgi.input"]._rolled)
        return echo(environ, start)

    served = adaptor(app)
    object.__setattr__(served._rules, "most_bytes", 10 * IN_MEMORY)
    for size in (IN_MEMORY, IN_MEMORY + 1):
        ask(served, scope("POST", "/", (LENGTH, str(size))), b"x" * size)
    assert kinds == [False, True]


def test_a_large_answer_comes_in_pieces_and_whole():
    def app(_environ: Any, start: Any) -> Any:
        start("200 OK", [])
        return (bytes([number]) * 100_000 for number in range(30))

    answer = ask(adaptor(app), scope())
    assert answer.headers["content-length"] == "3000000"
    assert answer.body == b"".join(bytes([number]) * 100_000 for number in range(30))


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_what_has_no_body_says_no_length(status: str):
    app = lambda _environ, start: (start(status, [("Content-Length", "99")]), [])[1]
    assert "content-length" not in ask(adaptor(app), scope()).headers


def test_the_answer_to_head_says_the_length_of_the_page():
    app = lambda _environ, start: (start("200 OK", [("Content-Length", "4321")]), [])[1]
    answer = ask(adaptor(app), scope("HEAD"))
    assert (answer.headers["content-length"], answer.body) == ("4321", b"")


def test_what_the_app_opened_is_closed_before_the_answer_is_read():
    class Opened(list):
        is_closed = False

        def close(self) -> None:
            self.is_closed = True

    body = Opened([b"text"])
    assert ask(adaptor(lambda _environ, start: (start("200 OK", []), body)[1]), scope()).text == "text"
    assert body.is_closed


def test_an_error_of_the_app_is_not_swallowed():
    def app(_environ: Any, _start: Any) -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(adaptor(app), scope())


class Blocking:
    """An app whose requests stay in their threads until they are let go."""

    def __init__(self) -> None:
        self.go, self.reached = threading.Event(), []

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        if environ["PATH_INFO"] not in {"/healthz", "/quick"}:
            self.reached.append(environ["PATH_INFO"])
            self.go.wait(60)
        return echo(environ, start)


async def until(holds: Any) -> None:
    """Let the loop turn until it holds."""
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.001)


def test_a_probe_is_answered_while_every_thread_is_busy():
    app = Blocking()

    async def _all() -> None:
        served = adaptor(app)
        busy = [asyncio.create_task(told(served, scope("GET", f"/{number}"))) for number in range(5)]
        await until(lambda: len(app.reached) == 2)
        assert (await told(served, scope("GET", "/healthz"))).status == 200
        app.go.set()
        assert [answer.status for answer in await asyncio.gather(*busy)] == [200] * 5

    asyncio.run(_all())


def test_a_page_is_answered_while_photos_wait_for_each_other():
    app = Blocking()
    photos = ("Content-Type", "multipart/form-data; boundary=x")

    async def _all() -> None:
        served = adaptor(app)
        busy = [
            asyncio.create_task(told(served, scope("POST", f"/photos/{number}", photos, (LENGTH, "0"))))
            for number in range(5)
        ]
        await until(lambda: len(app.reached) == 1)
        assert (await told(served, scope("GET", "/quick"))).status == 200
        assert len(app.reached) == 1
        app.go.set()
        assert [answer.status for answer in await asyncio.gather(*busy)] == [200] * 5

    asyncio.run(_all())


def test_a_stuck_request_is_answered_and_its_thread_given_up(monkeypatch: pytest.MonkeyPatch):
    app = Blocking()

    async def _all() -> None:
        served = adaptor(app)
        stuck = asyncio.create_task(told(served, scope("POST", "/stuck")))
        await until(lambda: app.reached)
        assert not served.give_up()
        monkeypatch.setattr(adaptors, "LONGEST_REQUEST", -1.0)
        assert served.give_up()
        answer = await stuck
        assert (answer.status, answer.text) == (503, "it took too long")
        app.go.set()
        await until(lambda: len(closed) == 2)  # what the thread made after all is put away, too

    closed: list[Answer] = []
    close = Answer.close
    monkeypatch.setattr(Answer, "close", lambda made: [closed.append(made), close(made)])
    asyncio.run(_all())


def test_whose_turn_does_not_come_is_told_so(monkeypatch: pytest.MonkeyPatch):
    app = Blocking()

    async def _all() -> None:
        served = adaptor(app, threads=1)
        first = asyncio.create_task(told(served, scope("GET", "/first")))
        await until(lambda: app.reached)
        second = asyncio.create_task(told(served, scope("GET", "/second")))
        await asyncio.sleep(0)
        monkeypatch.setattr(adaptors, "LONGEST_WAIT", -1.0)
        assert not served.give_up()
        assert (await second).status == 503
        app.go.set()
        assert (await first).status == 200
        assert app.reached == ["/first"]

    asyncio.run(_all())


@pytest.mark.parametrize(("method", "reached"), [("GET", 1), ("HEAD", 1), ("POST", 2)])
def test_a_page_is_not_made_for_who_has_gone_but_what_was_sent_is_done(method: str, reached: int):
    app = Blocking()
    gone = {adaptors.CONNECTION: {"is_gone": lambda: True}}

    async def _all() -> None:
        served = adaptor(app, threads=1)
        first = asyncio.create_task(told(served, scope("GET", "/first")))
        await until(lambda: app.reached)
        second = asyncio.create_task(told(served, scope(method, "/second", extensions=gone)))
        await asyncio.sleep(0)
        app.go.set()
        await asyncio.gather(first, second)

    asyncio.run(_all())
    assert len(app.reached) == reached


def test_a_process_that_ends_keeps_no_connection_open():
    served = adaptor(echo)
    served.is_closing = True
    assert ask(served, scope()).headers["connection"] == "close"

"""Clients that keep a server waiting: silent, half a header, a header in drips, a body in drips."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

SILENT, HALF, DRIPPING, SLOW_BODIES = 200, 50, 50, 12
A_DRIP = 1.0  # seconds between two bytes of a dripping client
START = b"GET / HTTP/1.1\r\nHost: slow.example\r\n"
BODY = (
    b"POST /sign-in HTTP/1.1\r\nHost: slow.example\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 900000\r\n\r\nphone="
)
SENT_AT_ONCE = {"silent": b"", "half": START + b"X-Half: ", "dripping": START, "slow body": BODY}
DRIPS = {"dripping": b"x", "slow body": b"x"}


class SlowClients:
    """Some hundred connections of all these kinds, each opened anew as soon as the server has closed it."""

    def __init__(self, port: int, kinds: dict[str, int]) -> None:
        self._port = port
        self._kinds = [kind for kind, many in kinds.items() for _ in range(many)]
        self._open: dict[int, socket.socket] = {}
        self._ended = threading.Event()
        self.closed = dict.fromkeys(kinds, 0)

    def stand(self) -> None:
        """Open what is closed and let fall a drip into each that drips, until the end."""
        while not self._ended.wait(A_DRIP):
            for place, kind in enumerate(self._kinds):
                self._tend(place, kind)

    def _tend(self, place: int, kind: str) -> None:
        try:
            connection = self._open.get(place) or self._connect(place, kind)
            if kind in DRIPS:
                connection.send(DRIPS[kind])
            if connection.recv(4096) == b"":
                raise ConnectionResetError
        except BlockingIOError:
            return
        except OSError:
            if lost := self._open.pop(place, None):
                lost.close()
                self.closed[kind] += 1

    def _connect(self, place: int, kind: str) -> socket.socket:
        connection = self._open[place] = socket.create_connection(("127.0.0.1", self._port), timeout=5)
        connection.sendall(SENT_AT_ONCE[kind])
        connection.setblocking(False)
        return connection

    def end(self) -> None:
        """Hang up everywhere."""
        self._ended.set()
        for connection in self._open.values():
            connection.close()


@contextmanager
def slow_clients(port: int, **kinds: int) -> Iterator[SlowClients]:
    """They stand there as long as the block."""
    clients = SlowClients(port, kinds)
    for place, kind in enumerate(clients._kinds):
        clients._tend(place, kind)
    thread = threading.Thread(target=clients.stand)
    thread.start()
    try:
        yield clients
    finally:
        clients._ended.set()
        thread.join()
        clients.end()


def waits(port: int, seconds: float, path: str = "/healthz") -> list[float]:
    """How long each of the questions of some seconds waited for its answer, the longest 30 s; each on a new connection."""
    found = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found.append(timed(lambda: ask(port, path)))
        time.sleep(0.2)
    return found


def timed(ask: Callable[[], bool]) -> float:
    """Seconds until the answer, 30 where there was none."""
    began = time.monotonic()
    return time.monotonic() - began if ask() else 30.0


def ask(port: int, path: str) -> bool:
    """Whether a page answers 200 within 30 s."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()

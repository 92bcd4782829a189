"""A client that keeps a fixed number of connections busy: each sends its next request when it has its answer.

A process of its own: `python -m tests.benchmarks.client PORT SECONDS CONNECTIONS REQUESTS`, where
REQUESTS is a file of JSON: {"requests": [text, …], "status": 303, "once": true}. It prints one line of JSON.
"""

import json
import re
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


class Connection:
    """One connection and the answer it waits for."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = self._connect()

    def _connect(self) -> socket.socket:
        connected = socket.create_connection(("127.0.0.1", self.port))
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connected

    def send(self, request: bytes) -> None:
        """Ask."""
        self.began = time.perf_counter()
        self.answer = b""
        self.socket.sendall(request)

    def receive(self) -> int:
        """Read what has come; the status once the answer is whole, else 0 (and -1 where the server hung up)."""
        part = self.socket.recv(262_144)
        if not part:
            self.socket.close()
            self.socket = self._connect()
            return -1
        self.answer += part
        head, ends, body = self.answer.partition(b"\r\n\r\n")
        if not ends:
            return 0
        length = LENGTH.search(head)
        return int(head[9:12]) if len(body) >= int(length[1] if length else 0) else 0


def run(port: int, seconds: float, count: int, requests: Iterator[bytes], wanted: int) -> dict[str, object]:
    """Ask for so long. Gives the number of good answers, the seconds it took, the latencies and what else came."""
    selector = selectors.DefaultSelector()
    latencies: list[float] = []
    others: dict[int, int] = {}
    began = time.perf_counter()
    waiting = 0
    for _ in range(count):
        connection = Connection(port)
        connection.send(next(requests))
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        waiting += 1
    while waiting:
        for key, _ in selector.select(30):
            connection = key.data
            before = connection.socket
            status = connection.receive()
            if status == 0:
                continue
            if status == wanted:
                latencies.append(time.perf_counter() - connection.began)
            else:
                others[status] = others.get(status, 0) + 1
            request = next(requests, b"") if time.perf_counter() - began < seconds else b""
            if connection.socket is not before:
                selector.unregister(before)
                selector.register(connection.socket, selectors.EVENT_READ, connection)
            if request:
                connection.send(request)
            else:
                selector.unregister(connection.socket)
                connection.socket.close()
                waiting -= 1
    return {"seconds": time.perf_counter() - began, "latencies": latencies, "others": others}


def main(port: str, seconds: str, count: str, file: str) -> None:
    """Read what to ask, ask, print."""
    wish = json.loads(Path(file).read_text(encoding="utf-8"))
    requests = [text.encode() for text in wish["requests"]]
    source = iter(requests) if wish["once"] else cycle(requests)
    print(json.dumps(run(int(port), float(seconds), int(count), source, wish["status"])))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A web process as it runs: what is stuck ends, and another process takes its place."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException

import pytest

from resident.config import ROOT
from tests.processes import free_port

LONGEST = 120  # seconds; a moment on an idle machine
SERVED = """
import os, sys, time
from functools import partial
from resident.server import adaptor
from resident.server.adaptor import Rules
from resident.server.process import run
from resident.supervisor import children
from resident.supervisor.children import Role
from resident.supervisor.keeper import Keeper
from resident.supervisor.start import listen

children.FIRST_PAUSE = 0.05
children.LONGEST_SILENCE = 3.0
adaptor.LONGEST_REQUEST = 0.5

def app(environ, start):
    if environ["PATH_INFO"] == "/stuck":
        time.sleep(600)
    if environ["PATH_INFO"] == "/greedy":
        sum(range(10**12))  # never lets another thread go on
    start("200 OK", [])
    return [b"%d" % os.getpid()]

def late(environ, start):
    start("503 Service Unavailable", [])
    return [b"it took too long"]

def web(listener, beat):
    rules = Rules(most_bytes=100, allowance=lambda environ: 100, too_long=late, probes=frozenset())
    os._exit(run(app, rules, listener, threads=1, connections=100, beat=beat))

listener = listen("127.0.0.1", sys.argv[1])
sys.exit(Keeper([Role("web", partial(web, listener), beats=True)]).keep(listener.close))
"""


class Served:
    """One web process with one thread, kept by a keeper."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process = subprocess.Popen([sys.executable, "-c", SERVED, str(self.port)], cwd=ROOT)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text; 0 where the connection broke."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, HTTPException):
            return 0, ""
        finally:
            connection.close()

    def eventually(self, holds: Callable[[], bool], what: str) -> None:
        """Ask again and again until it holds."""
        end = time.monotonic() + LONGEST
        while not holds():
            assert time.monotonic() < end, what
            time.sleep(0.05)


@pytest.fixture
def served() -> Iterator[Served]:
    server = Served()
    try:
        server.eventually(lambda: server.get("/")[0] == 200, "it does not start")
        yield server
    finally:
        server.process.terminate()
        server.process.wait(LONGEST)


def test_a_stuck_request_is_answered_and_its_process_replaced(served: Served) -> None:
    first = served.get("/")[1]
    assert served.get("/stuck") == (503, "it took too long")
    served.eventually(lambda: served.get("/")[1] not in {"", first}, "it is not replaced")


def test_a_process_whose_loop_stands_still_is_replaced(served: Served) -> None:
    first = served.get("/")[1]
    assert served.get("/greedy") == (0, "")
    served.eventually(lambda: served.get("/")[1] not in {"", first}, "it is not replaced")


def test_it_ends_in_order_when_asked(served: Served) -> None:
    served.process.terminate()
    assert served.process.wait(LONGEST) == 0

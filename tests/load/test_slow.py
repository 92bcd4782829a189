"""Whoever is slow keeps nobody else waiting, and whoever was promised an answer gets it."""

import os
import signal
import socket
import threading
from http.client import HTTPConnection, HTTPException

import pytest

from tests.load.live import Live
from tests.load.slow import DRIPPING, HALF, SILENT, SLOW_BODIES, slow_clients, waits

IS_SOAK = bool(os.environ.get("SOAK"))
SECONDS = 60 if IS_SOAK else 25
LONGEST_ANSWER = 1.0 if IS_SOAK else 20.0  # seconds; a busy machine takes longer
RUNNING = 1000 if IS_SOAK else 200
pytestmark = [pytest.mark.load, pytest.mark.xdist_group("load"), pytest.mark.timeout(900), pytest.mark.mostly_sqlite]


def test_slow_clients_keep_nobody_waiting(live: Live, capsys: pytest.CaptureFixture[str]) -> None:
    kinds = {"silent": SILENT, "half": HALF, "dripping": DRIPPING, "slow body": SLOW_BODIES}
    with slow_clients(live.port, **kinds) as clients:
        waited = waits(live.port, SECONDS)
    with capsys.disabled():
        print(f"\n  slow clients: {len(waited)} probes, the slowest {max(waited) * 1000:.0f} ms", end="")
    assert max(waited) < LONGEST_ANSWER
    assert {kind: clients.closed[kind] > 0 for kind in kinds} == dict.fromkeys(kinds, True)


def test_what_is_too_large_is_refused_before_it_is_taken_in(live: Live) -> None:
    with socket.create_connection(("127.0.0.1", live.port), timeout=30) as visitor:
        visitor.sendall(
            b"POST /sign-in HTTP/1.1\r\nHost: a\r\nAccept-Language: zh-CN\r\nContent-Length: 300000000\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nphone=1"
        )
        answer = ""
        while "</html>" not in answer and (piece := visitor.recv(65536)):
            answer += piece.decode(errors="replace")
    assert answer.startswith("HTTP/1.1 413 ")
    assert "太大了" in answer


def test_who_is_being_served_when_the_server_is_asked_to_stop_is_served(live: Live) -> None:
    answers: list[int] = []
    sent = threading.Barrier(RUNNING + 1)

    def _ask() -> None:
        connection = HTTPConnection("127.0.0.1", live.port, timeout=300)
        try:
            connection.request("GET", "/c/guihua/demands", headers={"Accept-Language": "zh-CN"})
            sent.wait(300)
            answers.append(connection.getresponse().status)
        except (OSError, HTTPException):
            answers.append(0)
        finally:
            connection.close()

    threads = [threading.Thread(target=_ask) for _ in range(RUNNING)]
    for thread in threads:
        thread.start()
    sent.wait(300)
    live.process.send_signal(signal.SIGTERM)
    for thread in threads:
        thread.join(300)
    assert live.process.wait(300) == 0
    live.start()
    assert answers == [200] * RUNNING

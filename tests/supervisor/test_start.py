"""One command starts everything, keeps it running, and ends it together."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from resident.config import ROOT
from tests.processes import children, free_port, is_running

EVERYBODY = 3  # two web processes and the worker
LONGEST = 120  # seconds for anything here; a few on an idle machine
pytestmark = [pytest.mark.load, pytest.mark.xdist_group("servers"), pytest.mark.timeout(900)]


def eventually(holds: Callable[[], object], what: str) -> None:
    """Look again and again until it holds."""
    end = time.monotonic() + LONGEST
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def processor_seconds(pid: int) -> float:
    """How long a process and those that it waited for have worked."""
    times = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:15]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


class Running:
    """A supervisor with its children."""

    def __init__(self, data_dir: Path, port: int) -> None:
        environ = os.environ | {
            "RESIDENT_DATA_DIR": str(data_dir),
            "RESIDENT_DEMO": "1",
            "HOST": "127.0.0.1",
            "PORT": str(port),
        }
        environ.pop("RESIDENT_DATABASE_URL", None)
        environ.pop("RESIDENT_REDIS_URL", None)
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "resident.supervisor"],
            cwd=ROOT,
            env=environ,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.process.communicate()[0]
        try:
            with urlopen(f"{self.address}/readyz", timeout=LONGEST) as answer:
                return json.load(answer)["ready"]
        except HTTPError as error:
            error.close()
            return False
        except OSError:
            return False

    def end(self) -> tuple[int, str]:
        """Wait for its end: its exit status and what it said."""
        if self.process.stdout and not self.process.stdout.closed:
            self.said = self.process.communicate(timeout=LONGEST)[0]
        return self.process.returncode, self.said


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all of these tests: what one start has made, the next one finds."""
    return tmp_path_factory.mktemp("supervised")


@pytest.fixture
def running(data_dir: Path) -> Iterator[Running]:
    """A server that is ready; whatever a test leaves of it ends with the test."""
    server = Running(data_dir, free_port())
    eventually(server.is_ready, "not ready")
    yield server
    for pid in {server.process.pid, *children(server.process.pid)}:
        if is_running(pid):
            os.kill(pid, signal.SIGKILL)
    server.end()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_stops_when_asked(running: Running, how: signal.Signals):
    eventually(lambda: len(children(running.process.pid)) == EVERYBODY, "the greeting has not ended")
    below = children(running.process.pid)
    running.process.send_signal(how)
    status, said = running.end()
    assert status == 0
    assert running.address in said
    assert "13800000001" in said
    assert not any(map(is_running, below))


def test_a_second_one_on_the_same_port_says_so_in_one_line(running: Running, data_dir: Path):
    status, said = Running(data_dir, int(running.address.rsplit(":", 1)[1])).end()
    assert status == 1
    assert len(said.splitlines()) == 1
    assert "in use" in said


def test_whatever_is_killed_comes_back_and_the_address_stays_open(running: Running):
    eventually(lambda: len(children(running.process.pid)) == EVERYBODY, "the greeting has not ended")
    for killed in sorted(children(running.process.pid)):
        os.kill(killed, signal.SIGKILL)
        with urlopen(f"{running.address}/healthz", timeout=LONGEST) as answer:
            assert answer.status == 200
        eventually(partial(is_replaced, running.process.pid, killed), "it has not come back")
    eventually(running.is_ready, "not ready again")


def is_replaced(supervisor: int, killed: int) -> bool:
    below = children(supervisor)
    return killed not in below and len(below) == EVERYBODY


def test_all_web_processes_killed_at_once_are_only_waited_for(running: Running):
    eventually(lambda: len(children(running.process.pid)) == EVERYBODY, "the greeting has not ended")
    for killed in children(running.process.pid):
        os.kill(killed, signal.SIGKILL)
    with urlopen(f"{running.address}/healthz", timeout=LONGEST) as answer:  # it stands in the line of the listener
        assert answer.status == 200


def test_when_the_supervisor_is_killed_its_children_end(running: Running):
    below = children(running.process.pid)
    running.process.kill()
    running.process.wait()
    eventually(lambda: not any(map(is_running, below)), "children go on")


def test_a_second_start_takes_less_than_five_seconds(running: Running, data_dir: Path):
    running.process.terminate()
    running.end()
    again = Running(data_dir, free_port())
    try:
        eventually(again.is_ready, "not ready")
        everybody = {again.process.pid, *children(again.process.pid)}
        assert sum(map(processor_seconds, everybody)) < 5  # of all its processes: a busy machine does not count
    finally:
        again.process.terminate()
        again.end()

"""Servers under measurement: how they start, and how much of the processor they take."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from resident.config import ROOT
from tests.processes import children, free_port

PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """The app's own web server with two processes of four threads each, kept as the supervisor keeps them."""

    def __init__(self, target: str, environ: dict[str, str], health: str) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.serve", target, str(self.port)],
            cwd=ROOT,
            env=os.environ | environ,
        )
        self._wait(f"http://127.0.0.1:{self.port}{health}")

    def _wait(self, address: str) -> None:
        for _ in range(600):
            try:
                urlopen(address, timeout=30).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"no answer from {address}")

    def processor_seconds(self) -> float:
        """What its processes have used of the processor since they began."""
        times = (Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13] for pid in self._pids())
        return sum(int(user) + int(system) for user, system in times) / TICKS

    def megabytes(self) -> float:
        """What its processes take of the memory, pages they share counted once (PSS)."""
        found = (PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text()) for pid in self._pids())
        return sum(int(pss[1]) for pss in found if pss) / 1024

    def _pids(self) -> list[int]:
        return sorted({self.process.pid} | children(self.process.pid))


@contextmanager
def serving(target: str, environ: dict[str, str], health: str) -> Iterator[Server]:
    """A server that runs as long as the block."""
    server = Server(target, environ, health)
    try:
        yield server
    finally:
        server.process.terminate()
        server.process.wait(30)

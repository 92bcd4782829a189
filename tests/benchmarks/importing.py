"""Importing thousands of demands while people go on using the site."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from resident.config import ROOT
from tests.benchmarks.asking import Ask
from tests.benchmarks.client import Connection
from tests.benchmarks.houses import SLUG
from tests.benchmarks.servers import Server

MOST_SECONDS, MOST_MEGABYTES = 60, 300
PAUSE = 0.05


class Visitors(threading.Thread):
    """Somebody who sends one form after the other until told to stop."""

    def __init__(self, server: Server, requests: Iterator[Ask]) -> None:
        super().__init__(daemon=True)
        self.server, self.requests = server, requests
        self.stopping = threading.Event()
        self.statuses: list[int] = []
        self.longest = 0.0

    def run(self) -> None:
        """Send and look at the answer."""
        connection = Connection(self.server.port)
        while not self.stopping.wait(PAUSE):
            connection.send(str(next(self.requests)).encode())
            status = 0
            while not status:
                status = connection.receive()
            self.longest = max(self.longest, time.perf_counter() - connection.began)
            self.statuses.append(status)
        connection.socket.close()


def measure_import(file: Path, server: Server, environ: dict[str, str], requests: Iterator[Ask]) -> bool:
    """Import `file` while somebody sends forms; prints what it took and gives whether it was good enough."""
    visitors = Visitors(server, requests)
    visitors.start()
    began = time.perf_counter()
    command = [sys.executable, "-m", "flask", "--app", "app", "demands", "import", str(file), "--community", SLUG]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    visitors.stopping.set()
    visitors.join()
    megabytes = usage.ru_maxrss / 1024
    failed = sum(status != 303 for status in visitors.statuses)
    print(
        f"import: {seconds:.1f} s (at most {MOST_SECONDS}), {megabytes:.0f} MB (at most {MOST_MEGABYTES}); meanwhile "
        f"{len(visitors.statuses)} forms sent, {failed} failed, the slowest took {visitors.longest * 1000:.0f} ms",
        flush=True,
    )
    return status == 0 and seconds < MOST_SECONDS and megabytes < MOST_MEGABYTES and not failed

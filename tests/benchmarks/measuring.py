"""Rounds of a benchmark and what they say."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from resident.config import ROOT
from tests.benchmarks.servers import Server

CONNECTIONS = 8
ROUNDS = 5


@dataclass
class Candidate:
    """One page of one server. `requests` are whole HTTP requests; `once` ones cannot be sent twice."""

    name: str
    server: Server
    requests: Sequence[str]
    status: int = 200
    once: bool = False
    beside: "Candidate | None" = None
    rounds: list[dict[str, float]] = field(default_factory=list)
    sent: int = 0

    def measure(self, folder: Path, seconds: float, number: int) -> None:
        """One round: requests per second, latencies and processor time."""
        share = len(self.requests) // (ROUNDS + 1)
        requests = self.requests[number * share : (number + 1) * share] if self.once else self.requests
        wish = folder / "requests.json"
        wish.write_text(json.dumps({"requests": requests, "status": self.status, "once": self.once}), encoding="utf-8")
        before = self.server.processor_seconds()
        command = [
            sys.executable,
            "-m",
            "tests.benchmarks.client",
            str(self.server.port),
            str(seconds),
            str(CONNECTIONS),
        ]
        said = json.loads(subprocess.run([*command, str(wish)], cwd=ROOT, check=True, capture_output=True).stdout)
        used = self.server.processor_seconds() - before
        if said["others"] or not said["latencies"]:
            raise RuntimeError(f"{self.name}: other answers than {self.status}: {said['others']}")
        count = len(said["latencies"])
        if number:  # the first one only warms up
            self.rounds.append(
                {
                    "rate": count / said["seconds"],
                    "median": median(said["latencies"]),
                    "p99": quantiles(said["latencies"], n=100)[98],
                    "processor": used / count,
                }
            )

    def result(self, key: str) -> float:
        """The median of the rounds."""
        return median(one[key] for one in self.rounds)


def compare(candidates: Sequence[Candidate], folder: Path, seconds: float) -> None:
    """Take turns, round by round, so that what else the machine does meets all alike; then print a table."""
    for number in range(ROUNDS + 1):
        for candidate in candidates:
            candidate.measure(folder, seconds, number)
    print(f"{'':34}{'req/s':>8}{'median':>10}{'99 %':>10}{'CPU/req':>10}{'of bare':>9}{'CPU':>7}")
    for one in candidates:
        line = f"{one.name:34}{one.result('rate'):8.0f}"
        line += "".join(f"{one.result(key) * 1000:7.1f} ms" for key in ("median", "p99", "processor"))
        if one.beside:
            line += f"{one.result('rate') / one.beside.result('rate'):9.0%}"
            line += f"{one.beside.result('processor') / one.result('processor'):7.0%}"
        print(line, flush=True)

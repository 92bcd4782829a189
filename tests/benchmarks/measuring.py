"""Rounds of a benchmark and what they say."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from resident.config import ROOT
from tests.benchmarks.asking import Ask
from tests.benchmarks.servers import Server

CONNECTIONS = 8
ROUNDS = 3
BESIDE = 6  # candidates after which what they are measured beside is measured anew


@dataclass
class Candidate:
    """One page of one server. A form has a `status` and cannot be sent twice; `target` is in percent of `beside`."""

    name: str
    server: Server
    asks: Sequence[Ask]
    beside: "Candidate | None" = None
    target: int = 0
    statements: int = 1
    once: bool = False
    status: int = 200
    megabytes: float = 0
    latest: dict[str, float] = field(default_factory=dict)
    rounds: list[dict[str, float]] = field(default_factory=list)

    def measure(self, folder: Path, seconds: float, number: int, connections: int = CONNECTIONS) -> None:
        """One round: requests per second, latencies, processor time, and shares of what stands beside."""
        share = len(self.asks) // (ROUNDS + 1)
        asks = self.asks[number * share : (number + 1) * share] if self.once else self.asks
        before = self.server.processor_seconds()
        said = self._send(folder, asks, seconds if number else seconds / 2, connections)
        used = self.server.processor_seconds() - before
        count = len(said["latencies"])
        if said["others"] or not count:
            raise RuntimeError(f"{self.name}: other answers than {self.status}: {said['others']}")
        latest = {
            "rate": count / said["seconds"],
            "median": median(said["latencies"]),
            "p99": _percentile(said["latencies"], 99),
            "quick": _percentile(said["latencies"], 10),
            "processor": used / count,
        }
        if self.beside:
            bare = self.beside.latest
            latest |= {"pace": latest["rate"] / bare["rate"], "share": bare["processor"] / latest["processor"]}
        self.megabytes = self.server.megabytes()
        self.latest = latest
        if number:  # the first one only warms up
            self.rounds.append(latest)

    def _send(self, folder: Path, asks: Sequence[Ask], seconds: float, connections: int) -> dict[str, Any]:
        wish = folder / "requests.json"
        content = {"requests": [str(ask) for ask in asks], "status": self.status, "once": self.once}
        wish.write_text(json.dumps(content), encoding="utf-8")
        command = [sys.executable, "-m", "tests.benchmarks.client", f"{self.server.port}", f"{seconds}"]
        command += [f"{connections}", str(wish)]
        said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
        return json.loads(said)

    def result(self, key: str) -> float:
        """The median of the rounds."""
        return median(one[key] for one in self.rounds)


def _percentile(latencies: list[float], percent: int) -> float:
    return quantiles(latencies, n=100, method="inclusive")[percent - 1] if len(latencies) > 1 else latencies[0]


def compare(candidates: Sequence[Candidate], folder: Path, seconds: float) -> None:
    """Take turns, round by round, so that what else the machine does meets all alike; then print a table."""
    for number in range(ROUNDS + 1):
        since, beside = BESIDE, None
        for candidate in candidates:
            if candidate.beside is None:
                continue
            if since == BESIDE or candidate.beside is not beside:
                since, beside = 0, candidate.beside
                beside.measure(folder, seconds, number)
            since += 1
            candidate.measure(folder, seconds, number)
    print(f"{'':30}{'statements':>11}{'req/s':>7}{'median':>10}{'99 %':>10}{'CPU/req':>10}{'PSS':>8}", end="")
    print(f"{'of bare: req/s':>16}{'CPU':>6}{'target':>8}")
    for candidate in candidates:
        print(_line(candidate), flush=True)


def _line(one: Candidate) -> str:
    line = f"{one.name:30}{one.statements:11}{one.result('rate'):7.0f}"
    line += "".join(f"{one.result(key) * 1000:7.1f} ms" for key in ("median", "p99", "processor"))
    line += f"{one.megabytes:5.0f} MB"
    if one.beside:
        share = one.result("share")
        line += f"{one.result('pace'):16.0%}{share:6.0%}{one.target:7}%"
        line += "  missed" if share * 100 < one.target else ""
    return line

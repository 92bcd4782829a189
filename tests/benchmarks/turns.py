"""`python -m tests.benchmarks.turns`: how long writers to SQLite wait, with the line and without it."""

import multiprocessing
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from resident import turns
from resident.db import BUSY_SECONDS

PROCESSES, THREADS = 2, 8
ROUNDS, SECONDS = 3, 5.0
LOADS = (1, 100)  # rows in one transaction
FORK = multiprocessing.get_context("fork")


def main() -> int:
    """One table: waits in ms and transactions, the busiest thread's and the idlest one's among them."""
    print(f"{PROCESSES} processes with {THREADS} threads each, {ROUNDS} rounds of {SECONDS:.0f} s")
    print(f"{'':34}{'each s':>8}{'median':>10}{'99 %':>10}{'longest':>10}{'a thread':>14}")
    for rows in LOADS:
        for _ in range(ROUNDS):
            for in_line in (False, True):
                _print(f"{rows} rows, {'in line' if in_line else 'as SQLite waits'}", _measure(in_line, rows))
    return 0


def _print(name: str, waits: Sequence[Sequence[float]]) -> None:
    every = sorted(wait * 1000 for of_one in waits for wait in of_one)
    cuts = quantiles(every, n=100)
    counts = [len(of_one) for of_one in waits]
    line = f"{name:34}{len(every) / SECONDS:8.0f}{cuts[49]:7.1f} ms{cuts[98]:7.1f} ms{every[-1]:7.0f} ms"
    print(f"{line}{min(counts):7} –{max(counts):5}", flush=True)


def _measure(in_line: bool, rows: int) -> list[list[float]]:
    """The waits of every thread, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "waits.sqlite3"
        with _engine(path, in_line).begin() as connection:
            connection.exec_driver_sql("CREATE TABLE waits (id INTEGER PRIMARY KEY, what TEXT)")
        with FORK.Pool(PROCESSES) as processes:
            parts = processes.starmap(_crowd, [(path, in_line, rows)] * PROCESSES, chunksize=1)
    return [of_one for part in parts for of_one in part]


def _engine(path: Path, in_line: bool) -> Engine:
    engine = create_engine(f"sqlite:///{path}", pool_size=THREADS, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _connected(driver: Any, _record: Any) -> None:
        driver.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            driver.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        turns.begin_immediate(connection, BUSY_SECONDS)

    if in_line:
        turns.setup(engine)
    return engine


def _crowd(path: Path, in_line: bool, rows: int) -> list[list[float]]:
    """The threads of one process, each writing as often as it can."""
    engine = _engine(path, in_line)
    end = monotonic() + SECONDS

    def _write(_number: int) -> list[float]:
        waits = []
        while (asked := monotonic()) < end:
            with engine.begin() as connection:
                waits.append(monotonic() - asked)
                for _ in range(rows):
                    connection.exec_driver_sql("INSERT INTO waits (what) VALUES ('x')")
        return waits

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(_write, range(THREADS)))


if __name__ == "__main__":
    sys.exit(main())

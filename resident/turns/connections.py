"""A connection stands in the line before it begins to write."""

from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, event

from resident.turns.lines import line


def setup(engine: Engine) -> None:
    """Learn which file each connection writes to, none in memory, and end its turn when the pool has it back."""

    @event.listens_for(engine, "connect")
    def _connected(driver: Any, record: Any) -> None:
        path = driver.execute("PRAGMA database_list").fetchone()[2]
        if path:
            record.info["line"] = line(path)

    @event.listens_for(engine, "checkin")
    def _has_come_back(_driver: Any, record: Any) -> None:
        if turn := record.info.pop("turn", None):
            turn.end()


def begin_immediate(connection: Connection, seconds: float) -> None:
    """Wait in the line and begin to write; what the line took is taken off SQLite's own wait.

    Raises Busy when the turn has not come within `seconds`.
    """
    arrived = monotonic()
    if "line" in connection.info:
        connection.info["turn"] = connection.info["line"].take(seconds)
    left = max(0.0, seconds - (monotonic() - arrived))
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA busy_timeout={left * 1000:.0f}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout={seconds * 1000:.0f}")

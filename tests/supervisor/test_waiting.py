"""A start waits for its database, a minute at most."""

import sqlite3
from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from resident.supervisor import start
from resident.supervisor.start import LONGEST_WAIT, Unable, prepare

AWAY = OperationalError("", {}, psycopg.OperationalError("connection refused\nIs the server running?"))
WRONG = ProgrammingError("", {}, psycopg.errors.UndefinedTable("no such table"))
HERE = ("127.0.0.1", 8000)
Tried = list[DBAPIError | str]


@pytest.fixture
def trying(monkeypatch: pytest.MonkeyPatch) -> Callable[[Tried], list[float]]:
    """Have each try end like this, at a time of our own; gives the pauses."""
    pauses: list[float] = []

    def _trying(ends: Tried) -> list[float]:
        def _prepare(_host: str, _port: int) -> str:
            end = ends.pop(0) if len(ends) > 1 else ends[0]
            if isinstance(end, DBAPIError):
                raise end
            return end

        monkeypatch.setattr(start, "build", lambda: None)
        monkeypatch.setattr(start, "_prepare_database", _prepare)
        monkeypatch.setattr(start, "sleep", pauses.append)
        monkeypatch.setattr(start, "monotonic", lambda: sum(pauses))
        return pauses

    return _trying


def test_a_database_that_comes_up_later_is_waited_for(trying) -> None:
    pauses = trying([AWAY, AWAY, "settings"])
    assert prepare(*HERE) == "settings"
    assert len(pauses) == 2


def test_after_a_minute_the_start_fails_with_the_reason(trying) -> None:
    pauses = trying([AWAY])
    with pytest.raises(Unable, match=r"does not answer\. connection refused$"):
        prepare(*HERE)
    assert sum(pauses) == LONGEST_WAIT


@pytest.mark.parametrize("fault", [WRONG, OperationalError("", {}, sqlite3.OperationalError("disk I/O error"))])
def test_other_faults_are_not_waited_for(trying, fault: DBAPIError) -> None:
    pauses = trying([fault])
    with pytest.raises(type(fault)):
        prepare(*HERE)
    assert pauses == []

"""Copies of an SQLite file, by SQLite's own online backup: whoever writes meanwhile does not wait for it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from resident.db import db
from resident.operation.copies.facts import Facts, facts_of
from resident.operation.faults import Refused

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


@contextmanager
def copied(place: Path) -> Iterator[Facts]:
    """All at once, from one read of the database: page by page would begin anew at each write of others.

    What was deleted does not travel along: the copy is written anew from what its tables hold.
    """
    source: Any = db.engine.raw_connection()
    try:
        with closing(sqlite3.connect(place, isolation_level=None)) as copy:
            source.driver_connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute("VACUUM")
    except sqlite3.Error as error:
        raise Refused(f"The database could not be copied: {error}.") from error
    finally:
        source.close()
    yield opened(place)


def opened(place: Path) -> Facts:
    """What the file holds, once SQLite has looked through all of it."""
    try:
        with closing(sqlite3.connect(f"{place.as_uri()}?mode=ro", uri=True)) as copy:
            copy.execute("PRAGMA trusted_schema=OFF")
            _require_sound(copy)
            tables = [name for (name,) in copy.execute(TABLES)]
            return facts_of(copy.execute, server=sqlite3.sqlite_version, tables=tables)
    except sqlite3.Error as error:
        raise Refused(f"The database of this backup does not open: {error}.") from error


def size_of(url: str) -> int:
    """Bytes of the file and of what is written beside it and not yet in it."""
    path = Path(make_url(url).database or "")
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.is_file())


def holds_tables(url: str) -> bool:
    """Whether there is a file with a table; it is not made by asking."""
    path = Path(make_url(url).database or "")
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as found:
            return found.execute(TABLES).fetchone() is not None
    except sqlite3.Error as error:
        raise Refused(f"{path} is there, and is no database that could be asked: {error}.") from error


def put_back(place: Path, url: str) -> None:
    """Put the file where the app looks for it, under its name only once all of it is there."""
    path = Path(make_url(url).database or "")
    draft = path.with_name(f"{path.name}.restoring")
    draft.unlink(missing_ok=True)
    os.replace(place, draft) if place.stat().st_dev == path.parent.stat().st_dev else _copy(place, draft)
    for left in ("-wal", "-shm", "-journal"):  # of a file without tables, whose writes are not this one's
        path.with_name(path.name + left).unlink(missing_ok=True)
    os.replace(draft, path)


def _require_sound(copy: sqlite3.Connection) -> None:
    wrong = [said for (said,) in copy.execute("PRAGMA integrity_check(3)") if said != "ok"]
    wrong += [f"a row of {table} points nowhere" for table, *_rest in copy.execute("PRAGMA foreign_key_check")][:3]
    if wrong:
        raise Refused(f"The database is not sound: {'; '.join(wrong)}.")


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as old, target.open("xb") as new:
        while piece := old.read(1024**2):
            new.write(piece)
        new.flush()
        os.fsync(new.fileno())

"""Counting what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from resident.communities.context import communities
from resident.db import db
from resident.memory import EXTENSION, Memory


@contextmanager
def statements_of(app: Flask) -> Iterator[list[str]]:
    """Every statement sent inside the block, where what is remembered is not checked; BEGIN and COMMIT are none."""
    seen: list[str] = []
    memory: Memory = app.extensions[EXTENSION]

    def _note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
        communities()  # somebody has looked at a page before
    event.listen(engine, "before_cursor_execute", _note)
    verifies, memory.verifies = memory.verifies, False
    try:
        yield seen
    finally:
        memory.verifies = verifies
        event.remove(engine, "before_cursor_execute", _note)

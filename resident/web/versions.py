"""Rows that two people may edit at once carry a version: the second one is told, never overwrites."""

from typing import Any

from resident.db import lock
from resident.web.errors import Changed, Words


def lock_version(row: Any, shown: int) -> None:
    """Lock a row and see that it still is the version that was `shown`; who changes it counts it up. Raises Changed."""
    lock(row)
    require_version(row, shown)


def require_version(row: Any, shown: int, *, title: Words | None = None, message: Words | None = None) -> None:
    """The same of a row that is locked already. Raises Changed, in these words where its own do not fit."""
    if row.version != shown:
        raise Changed(message, title=title)

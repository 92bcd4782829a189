"""Rows that two people may edit at once carry a version: the second one is told, never overwrites.

What stands there already is no conflict: the same form sent twice is saved once, and says so both times.
"""

from collections.abc import Mapping
from typing import Any

from resident.db import lock
from resident.web.errors import Changed, Words


def lock_version(row: Any, shown: int) -> None:
    """Lock a row and see that it still is the version that was `shown`; who changes it counts it up. Raises Changed."""
    lock(row)
    require_version(row, shown)


def new_in(row: Any, **values: Any) -> dict[str, Any]:
    """What of these a locked row does not hold yet; nothing of it is no save: no version, no event, and no conflict."""
    return {name: value for name, value in values.items() if not is_alike(getattr(row, name), value)}


def is_alike(one: Any, other: Any) -> bool:
    """Whether two values say the same: in a text of two languages an empty one is one that is not there."""
    return bool(_bare(one) == _bare(other))


def _bare(value: Any) -> Any:
    return {key: words for key, words in value.items() if words} if isinstance(value, Mapping) else value


def require_version(row: Any, shown: int, *, title: Words | None = None, message: Words | None = None) -> None:
    """The same of a row that is locked already. Raises Changed, in these words where its own do not fit."""
    if row.version != shown:
        raise Changed(message, title=title)

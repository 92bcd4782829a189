"""Lists in pages that begin after the last row seen, never at an offset."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import literal, tuple_

from resident.db import UtcDateTime, db

PAGE_SIZE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Page:
    """Some rows and, where there are more, what to ask for next (`?after=`)."""

    rows: list[Any]
    after: str


def page_of(
    query: Any,
    keys: tuple[Any, ...],
    after: str,
    size: int = PAGE_SIZE,
    *,
    scalars: bool = True,
    ascending: bool = False,
) -> Page:
    """The rows of `query` that come after `after`, newest first by `keys` (moments or whole numbers, the last unique).

    One statement whatever the number of rows; an `after` that is not ours starts at the beginning.
    `scalars` gives objects, else rows whose attributes carry the keys' names; `ascending` begins with the smallest.
    """
    seen = _read(after, keys)
    if seen:
        query = query.where(tuple_(*keys) > tuple_(*seen) if ascending else tuple_(*keys) < tuple_(*seen))
    query = query.order_by(*(key.asc() if ascending else key.desc() for key in keys)).limit(size + 1)
    result = db.session.execute(query)
    rows: list[Any] = list(result.scalars() if scalars else result)
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, "-".join(_write(getattr(rows[-1], str(key.key))) for key in keys) if more else "")


def _write(value: datetime | int) -> str:
    return str((value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value)


def _read(after: str, keys: tuple[Any, ...]) -> list[Any]:
    """The values in `after`, bound with their columns' types; empty where it is not ours."""
    parts = after.split("-")
    if len(parts) != len(keys) or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return []
    values = []
    for part, key in zip(parts, keys, strict=True):
        is_moment = isinstance(key.type, UtcDateTime)
        try:
            value: datetime | int = EPOCH + int(part) * MICROSECOND if is_moment else int(part)
        except OverflowError:
            return []
        values.append(literal(value, key.type))
    return values

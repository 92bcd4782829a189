"""Lists in pages that begin after the last row seen, never at an offset."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, bindparam, tuple_

from resident.columns import UtcDateTime
from resident.statements import rows as all_rows

R = TypeVar("R")
S = TypeVar("S")

PAGE_SIZE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Page(Generic[R]):
    """Some rows and, where there are more, what to ask for next (`?after=`)."""

    rows: list[R]
    after: str

    def map(self, change: Callable[[list[R]], list[S]]) -> "Page[S]":
        """The same page with other rows."""
        return Page(change(self.rows), self.after)


class Keyset(Generic[R]):
    """A list in pages, its statements built once: a constant of the module that reads it.

    `statement` gives the columns of `kind` (a NamedTuple) and is narrowed by bound values; `keys` are columns of it
    (moments or whole numbers, the last unique) that stand in `kind` under their own names. Newest first, or with
    `ascending` the smallest first.
    """

    def __init__(
        self,
        kind: Callable[..., R],
        statement: Select[*tuple[Any, ...]],
        *keys: Any,
        size: int = PAGE_SIZE,
        ascending: bool = False,
    ) -> None:
        self.kind, self.keys, self.size = kind, keys, size
        ordered = statement.order_by(*(key.asc() if ascending else key.desc() for key in keys)).limit(size + 1)
        here = tuple_(*keys)
        seen = tuple_(*(bindparam(f"seen_{place}", type_=key.type) for place, key in enumerate(keys)))
        self._first, self._next = ordered, ordered.where(here > seen if ascending else here < seen)

    def page(self, after: str, **values: Any) -> Page[R]:
        """The rows that come after `after`; what is not ours starts at the beginning. One statement."""
        seen = _values(after, self.keys)
        if seen:
            values |= {f"seen_{place}": value for place, value in enumerate(seen)}
        found = all_rows(self.kind, self._next if seen else self._first, **values)
        rows = found[: self.size]
        more = len(found) > self.size
        return Page(rows, self.mark(rows[-1]) if more else "")

    def mark(self, row: R) -> str:
        """Behind which row the next page begins."""
        return "-".join(_write(getattr(row, str(key.key))) for key in self.keys)


def _write(value: datetime | int) -> str:
    return str((value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value)


def _values(after: str, keys: tuple[Any, ...]) -> list[datetime | int]:
    """The values in `after`, one a key; none where it is not ours."""
    parts = after.split("-")
    if len(parts) != len(keys) or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return []
    try:
        return [
            EPOCH + int(part) * MICROSECOND if isinstance(key.type, UtcDateTime) else int(part)
            for part, key in zip(parts, keys, strict=True)
        ]
    except OverflowError:
        return []

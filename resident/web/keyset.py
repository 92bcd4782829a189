"""Lists in pages that begin after the last row seen, never at an offset.

Where somebody has read on, the address says how far (`?through=`): reloaded, the page shows the same rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import Select, bindparam, tuple_

from resident.columns import UtcDateTime
from resident.statements import rows as all_rows

R = TypeVar("R")
S = TypeVar("S")

PAGE_SIZE = 20
MOST = 100  # rows on one page, however far somebody has read on; then a new page begins
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Page(Generic[R]):
    """Some rows, where there are more what to ask for next (`?after=`), and how far these go (`?through=`).

    Of a beginning (`web/beginnings.py`) the rest is asked for at once, without either.
    """

    rows: list[R]
    after: str
    through: str = ""
    is_beginning: bool = False

    def map(self, change: Callable[[list[R]], list[S]]) -> "Page[S]":
        """The same page with other rows."""
        return Page(change(self.rows), self.after, self.through, self.is_beginning)


def place_in_list() -> str:
    """Which rows the address at hand asks for: those after one, and through another where somebody had read on."""
    after, through = request.args.get("after", ""), request.args.get("through", "")
    return f"{after}~{through}" if through else after


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
        self.kind, self.keys, self.size, self.ascending = kind, keys, size, ascending
        ordered = statement.order_by(*(key.asc() if ascending else key.desc() for key in keys))
        here = tuple_(*keys)
        seen = tuple_(*(bindparam(f"seen_{place}", type_=key.type) for place, key in enumerate(keys)))
        later = ordered.where(here > seen if ascending else here < seen)
        self._statements = {
            (is_later, is_far): (later if is_later else ordered).limit((MOST if is_far else size) + 1)
            for is_later in (False, True)
            for is_far in (False, True)
        }

    def page(self, place: str, **values: Any) -> Page[R]:
        """The rows at a place (`place_in_list`): after one, a page of them or as far as somebody had read on.

        What is not ours starts at the beginning and reads a page. One statement.
        """
        after, _between, through = place.partition("~")
        seen, far = _values(after, self.keys), _values(through, self.keys)
        if seen:
            values |= {f"seen_{place}": value for place, value in enumerate(seen)}
        found = all_rows(self.kind, self._statements[bool(seen), bool(far)], **values)
        size = min(MOST, max(self.size, sum(self._is_within(row, far) for row in found))) if far else self.size
        rows = found[:size]
        last = self._mark(rows)
        return Page(rows, last if len(found) > size else "", last)

    def joined(self, place: str, *pages: Page[R]) -> Page[R]:
        """Pages of several lists with the same keys, all read at one place, as one page."""
        far = _values(place.partition("~")[2], self.keys)
        found = sorted((row for page in pages for row in page.rows), key=self._key, reverse=not self.ascending)
        size = max(self.size, sum(self._is_within(row, far) for row in found)) if far else self.size
        last = self._mark(found[:size])
        has_more = len(found) > size or any(page.after for page in pages)
        return Page(found[:size], last if has_more else "", last)

    def _mark(self, rows: list[R]) -> str:
        return "-".join(map(_write, self._key(rows[-1]))) if rows else ""

    def _key(self, row: R) -> list[datetime | int]:
        return [getattr(row, str(key.key)) for key in self.keys]

    def _is_within(self, row: R, far: list[datetime | int]) -> bool:
        """Whether a row stands no later in the list than `far`."""
        return bool(self._key(row) <= far if self.ascending else self._key(row) >= far)


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

"""What one kind of export is made of."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Executable, bindparam

from resident.columns import UtcDateTime
from resident.communities.models import Community
from resident.ids import PersonId
from resident.statements import rows, value
from resident.web.errors import Words

BATCH = 200  # rows that are read at once
MOST = 50_000  # rows of one sheet
SHORT, MIDDLE, LONG = 12, 20, 48  # widths of columns, in digits
NOT_ENDED = ""
AFTER: BindParameter[int] = bindparam("after")
HERE: BindParameter[int] = bindparam("community")
SINCE: BindParameter[datetime] = bindparam("since", type_=UtcDateTime)
UNTIL: BindParameter[datetime] = bindparam("until", type_=UtcDateTime)
PHONE = "phone"
Row = TypeVar("Row")


class Column(NamedTuple):
    """A column with the heading that stands over it unless a community has its own."""

    key: str
    heading: Words
    width: int = SHORT
    is_taken: bool = True  # unless a community has chosen


class Span(NamedTuple):
    """Of what a sheet speaks: from one moment to before another. `sees_all`: who asked may read every demand."""

    community: Community
    since: datetime
    until: datetime
    sees_all: bool = False

    @property
    def bound(self) -> dict[str, object]:
        """The values of a statement over it."""
        return {"community": self.community.id, "since": self.since, "until": self.until}

    def moment(self, when: datetime | None) -> str:
        """A moment on the community's clock, as spreadsheets sort it."""
        return self._local(when).strftime("%Y-%m-%d %H:%M") if when else NOT_ENDED

    def day(self, when: datetime | None) -> str:
        """A day on the community's clock."""
        return self._local(when).strftime("%Y-%m-%d") if when else NOT_ENDED

    def hour(self, when: datetime) -> str:
        """A time of the day on the community's clock."""
        return self._local(when).strftime("%H:%M")

    def _local(self, when: datetime) -> datetime:
        return when.astimezone(ZoneInfo(self.community.time_zone))


class Line(NamedTuple):
    """One row: the key after which the next batch begins, its texts by column, and whose phone number is among them."""

    key: int
    cells: dict[str, str]
    person: PersonId | None = None


class Kind(NamedTuple):
    """One kind: `count(span)` says how many rows there are, `read(span, after)` gives the next batch."""

    code: str
    title: Words
    about: Words
    columns: tuple[Column, ...]
    count: Callable[[Span], int]
    read: Callable[[Span, int], list[Line]]

    @property
    def has_phones(self) -> bool:
        """Whether phone numbers can be among it."""
        return any(column.key == PHONE for column in self.columns)


def read_by(
    count: Executable, batch: Executable, make: Callable[..., Row], line: Callable[[Span, Row], Line]
) -> tuple[Callable[[Span], int], Callable[[Span, int], list[Line]]]:
    """`count` and `read` of a kind whose rows are one statement's, in batches of BATCH after AFTER."""

    def _count(span: Span) -> int:
        return int(value(count, **span.bound))

    def _read(span: Span, after: int) -> list[Line]:
        return [line(span, one) for one in rows(make, batch, after=after, **span.bound)]

    return _count, _read


def hours(minutes: int) -> str:
    """Minutes as hours, to the hundredth: `12.5`."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")

"""The figures of a month, as the app counted them when the page was made: a value that is kept and never counted again."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zlib import crc32

from resident.dates.months import Month

SCHEMA = 1


class RateThen(NamedTuple):
    """So many of so many demands, in whole percent where those are not too few; `name` is that of its list."""

    name: str
    part: int
    whole: int
    percent: int | None


@dataclass(frozen=True)
class MonthFigures:
    """One month: demands by the state they were in when this was counted, and by category; hours; points.

    `month` is `2026-11`, `counted_at` a moment as ISO 8601. Minutes and points are whole numbers.
    """

    month: str
    counted_at: str
    raised: int
    overdue: int
    states: tuple[tuple[str, int], ...]
    categories: tuple[tuple[dict[str, str], int], ...]
    rates: tuple[RateThen, ...]
    minutes: int
    minutes_by_hand: int
    volunteers: int
    shifts: int
    points_given: int
    points_spent: int

    def as_json(self) -> dict[str, Any]:
        """As the row keeps it, with the version of its shape."""
        return {"schema": SCHEMA, **asdict(self)}

    @property
    def counted_on(self) -> datetime:
        """When it was counted."""
        return datetime.fromisoformat(self.counted_at)

    @property
    def as_month(self) -> Month:
        """The calendar month."""
        return Month(*map(int, self.month.split("-")))

    @property
    def digest(self) -> int:
        """The same for the same figures, whenever they were counted: what a form carries of those that were shown."""
        kept = self.as_json() | {"counted_at": ""}
        return crc32(json.dumps(kept, sort_keys=True).encode())


def figures_in(kept: dict[str, Any]) -> MonthFigures:
    """What a row keeps; every shape there ever was is read here."""
    values = {name: value for name, value in kept.items() if name != "schema"}
    values["rates"] = tuple(RateThen(*rate) for rate in values["rates"])
    for name in ("states", "categories"):
        values[name] = tuple((what, number) for what, number in values[name])
    return MonthFigures(**values)

"""Calendar months on the community's wall clock: named `2026-11` in addresses."""

from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from resident.i18n import time_zone


class Month(NamedTuple):
    """A calendar month."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """As it stands in an address: `2026-11`."""
        return f"{self.year:04d}-{self.number:02d}"

    def back(self, months: int) -> "Month":
        """The month so many before it; a negative number is after it."""
        index = self.year * 12 + self.number - 1 - months
        return Month(index // 12, index % 12 + 1)

    def bounds(self, zone: str = "") -> tuple[datetime, datetime]:
        """When it begins, and when the next one does; in this time zone, else in that of the community at hand."""
        return _begins(self, zone), _begins(self.back(-1), zone)


def _begins(month: Month, zone: str) -> datetime:
    return datetime.combine(date(month.year, month.number, 1), time(), ZoneInfo(zone or time_zone()))


def month_of(moment: datetime, zone: str = "") -> Month:
    """The month in which a moment falls here, or in this time zone."""
    here = moment.astimezone(ZoneInfo(zone or time_zone()))
    return Month(here.year, here.month)

"""Which days are worked: the State Council's yearly notice of holidays and of weekend days worked instead.

The notices come with `chinesecalendar`. For a year it lacks Monday to Friday are worked but for the days that the law
itself names (全国年节及纪念日放假办法, by `holidays`, which knows the lunar calendar): such dates are only expected.
Days that a community entered by hand stand above both: a notice that came since, or a local holiday.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import chinese_calendar
from holidays.countries import China

OFF, WORKED = "off", "worked"
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """The working days of one community: `own` are days entered by hand, each OFF or WORKED, in their order."""

    own: tuple[tuple[date, str], ...] = ()
    _by_day: dict[date, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_day.update(self.own)

    def works(self, day: date) -> bool:
        """Whether it is a working day."""
        if day in self._by_day:
            return self._by_day[day] == WORKED
        return bool(chinese_calendar.is_workday(day)) if has_notice(day.year) else _works_by_law(day)

    def is_known(self, year: int) -> bool:
        """Whether the year's notice is known, from the library or by hand; else its days are only expected.

        A local holiday is no notice: that names weekend days worked instead, and every holiday of the law.
        """
        return (
            has_notice(year)
            or any(kind == WORKED and day.year == year for day, kind in self.own)
            or all(self._by_day.get(day) == OFF for day in _named_by_law(year))
        )


def calendar_of(own: Iterable[tuple[str, str]]) -> Calendar:
    """The calendar with days entered by hand: `("2027-02-05", OFF)`."""
    return Calendar(tuple(sorted((date.fromisoformat(day), kind) for day, kind in own)))


@lru_cache(maxsize=128)
def has_notice(year: int) -> bool:
    """Whether the library has the notice of that year."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def _works_by_law(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _named_by_law(day.year)


@lru_cache(maxsize=128)
def _named_by_law(year: int) -> frozenset[date]:
    """The holidays of everybody: New Year, Spring Festival, Qingming, Labour Day, Dragon Boat, Mid-Autumn, National Day.

    Days in lieu of those on a weekend are left out: which days they are only the notice says.
    """
    return frozenset(China(years=year, observed=False))

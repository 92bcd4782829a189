"""Until when something is promised: working days and office hours on the community's wall clock.

Periods in days leave out the day they begin on and end with the office hours of their last day (Civil Code art. 201,
203); periods in hours count office hours alone, so that nobody is late over night.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from resident import clock
from resident.dates.hours import Hours, length_of, read_hours
from resident.dates.working_days import Calendar, calendar_of

ONE_DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NOTHING = timedelta()
DAYS_KNOWN = 4_000  # of one office


class WorkedDay(NamedTuple):
    """From when until when an office is open on one day, in UTC, and how long that is together."""

    spans: tuple[tuple[datetime, datetime], ...]
    length: timedelta


@dataclass(frozen=True)
class Office:
    """When a committee is at work: the hours of a working day, its working days, its wall clock."""

    hours: Hours
    calendar: Calendar
    time_zone: str
    _days: dict[date, WorkedDay] = field(init=False, repr=False, compare=False, default_factory=dict)

    @property
    def minutes_a_day(self) -> int:
        """How long a working day is, the pause left out."""
        return length_of(self.hours) // MINUTE

    def opens(self, moment: datetime) -> datetime:
        """The moment itself while the office is open, else when it opens next: what comes outside comes then."""
        for begins, ends in self._open_from(self._day(moment)):
            if moment < ends:
                return max(moment, begins)
        raise AssertionError("the working days never end")

    def later(self, start: datetime, minutes: int) -> datetime:
        """The first moment when so many minutes of office time have passed since `start`."""
        left = timedelta(minutes=minutes)
        for begins, ends in self._open_from(self._day(start)):
            if ends <= start:
                continue
            begins = max(begins, start)
            if begins + left <= ends:
                return begins + left
            left -= ends - begins
        raise AssertionError("the working days never end")

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole minutes of office time from `start` to `end`; 0 where there are none."""
        passed, first, last = NOTHING, self._day(start), self._day(end)
        for number in range((last - first).days + 1):
            spans, length = self._worked(first + number * ONE_DAY)
            if number > 0 and first + number * ONE_DAY < last:
                passed += length
                continue
            for begins, ends in spans:
                passed += max(min(ends, end) - max(begins, start), NOTHING)
        return passed // MINUTE

    def due(self, start: datetime, days: int) -> datetime:
        """The end of the office hours of the last of `days` working days that follow the day of `start`."""
        day = self._day(start)
        while days:
            day += ONE_DAY
            days -= self.calendar.works(day)
        return self._at(day, self.hours[-1].ends)

    def same_hour(self, start: datetime) -> datetime:
        """The same office hour of the next working day; what comes outside office hours comes when they begin."""
        begun = clock.local(self.opens(start), self.time_zone)
        day = begun.date() + ONE_DAY
        while not self.calendar.works(day):
            day += ONE_DAY
        return self._at(day, begun.time())

    def days_between(self, start: datetime, end: datetime) -> int:
        """How many working days lie after the day of `start` up to the day of `end`; 0 where there are none."""
        first, last = self._day(start), self._day(end)
        return sum(self.calendar.works(first + n * ONE_DAY) for n in range(1, (last - first).days + 1))

    def is_expected(self, moment: datetime) -> bool:
        """Whether it lies in a year whose notice is not known yet, so that the day may turn out to be a holiday."""
        return not self.calendar.is_known(self._day(moment).year)

    def _day(self, moment: datetime) -> date:
        return clock.local(moment, self.time_zone).date()

    def _at(self, day: date, hour: time) -> datetime:
        """In UTC: Python subtracts two moments of one wall clock without asking whether it was changed between."""
        return datetime.combine(day, hour, ZoneInfo(self.time_zone)).astimezone(UTC)

    def _worked(self, day: date) -> WorkedDay:
        """Looked up once for a day: a queue asks for the same few weeks in every line."""
        known = self._days.get(day)
        if known is None:
            hours = self.hours if self.calendar.works(day) else ()
            spans = tuple((self._at(day, span.begins), self._at(day, span.ends)) for span in hours)
            known = WorkedDay(spans, sum((ends - begins for begins, ends in spans), NOTHING))
            if len(self._days) >= DAYS_KNOWN:
                self._days.clear()
            self._days[day] = known
        return known

    def _open_from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        while True:
            yield from self._worked(day).spans
            day += ONE_DAY


@lru_cache(maxsize=1024)
def office_of(hours: str, own_days: tuple[tuple[str, str], ...], time_zone: str) -> Office:
    """The office of a community, from its settings as they are kept. Raises UnreadableHours."""
    return Office(read_hours(hours), calendar_of(own_days), time_zone)

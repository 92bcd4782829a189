"""Until when something should be done: working days, Monday to Friday, on the community's wall clock."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from resident import clock

WORKING_DAYS = 5
RESPONSE_TIME = timedelta(hours=24)
SATURDAY = 5
END_OF_DAY = time(23, 59, 59)


def due_after(start: datetime, time_zone: str, days: int = WORKING_DAYS) -> datetime:
    """The end of the last of `days` working days that follow the day of `start`."""
    day = clock.local(start, time_zone).date()
    while days:
        day += timedelta(days=1)
        days -= _works(day)
    return datetime.combine(day, END_OF_DAY, ZoneInfo(time_zone))


def working_days_between(start: datetime, end: datetime, time_zone: str) -> int:
    """How many working days lie after the day of `start` up to the day of `end`; 0 where there are none."""
    first, last = clock.local(start, time_zone).date(), clock.local(end, time_zone).date()
    weeks, rest = divmod(max((last - first).days, 0), 7)
    return weeks * WORKING_DAYS + sum(_works(first + timedelta(days=n)) for n in range(1, rest + 1))


def _works(day: date) -> bool:
    return day.weekday() < SATURDAY

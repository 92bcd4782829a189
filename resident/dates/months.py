"""Calendar months on a community's wall clock: what is counted, is counted by them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from resident import clock

YEAR = 12


def month_of(moment: datetime, time_zone: str, *, back: int = 0) -> datetime:
    """The first moment of the calendar month of `moment`, or of the one so many months earlier, in UTC."""
    then = clock.local(moment, time_zone)
    year, month = divmod(then.year * YEAR + then.month - 1 - back, YEAR)
    return datetime(year, month + 1, 1, tzinfo=ZoneInfo(time_zone)).astimezone(UTC)

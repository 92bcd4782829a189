"""Working days on the community's wall clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from resident.demands.deadlines import due_after, working_days_between

SHANGHAI = "Asia/Shanghai"


def _local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(SHANGHAI))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        (_local(2026, 3, 2, 9), _local(2026, 3, 9, 23, 59, 59)),  # Monday to Monday
        (_local(2026, 3, 6, 18), _local(2026, 3, 13, 23, 59, 59)),  # Friday evening to Friday
        (_local(2026, 3, 7, 8), _local(2026, 3, 13, 23, 59, 59)),  # Saturday counts from Monday
        (datetime(2026, 3, 1, 17, tzinfo=UTC), _local(2026, 3, 9, 23, 59, 59)),  # Monday already in Shanghai
    ],
)
def test_five_working_days_after_the_day_it_was_raised(raised: datetime, due: datetime) -> None:
    assert due_after(raised, SHANGHAI) == due


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (_local(2026, 3, 2, 9), _local(2026, 3, 2, 23), 0),
        (_local(2026, 3, 2, 9), _local(2026, 3, 3, 1), 1),
        (_local(2026, 3, 6, 9), _local(2026, 3, 8, 9), 0),
        (_local(2026, 3, 6, 9), _local(2026, 3, 9, 9), 1),
        (_local(2026, 3, 2, 9), _local(2026, 3, 30, 9), 20),
        (_local(2026, 3, 5, 9), _local(2026, 3, 2, 9), 0),
    ],
)
def test_working_days_between_two_moments(start: datetime, end: datetime, days: int) -> None:
    assert working_days_between(start, end, SHANGHAI) == days


def test_what_is_due_after_some_days_lies_that_many_working_days_away() -> None:
    for day in range(1, 29):
        start = _local(2026, 2, day, 12)
        assert working_days_between(start, due_after(start, SHANGHAI, 7), SHANGHAI) == 7

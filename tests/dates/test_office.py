"""Promises count office hours on the community's wall clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resident.dates import Office, office_of

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = office_of("08:00-12:00 14:00-18:00", (), "Asia/Shanghai")
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 30), timezones=st.just(ZONE))


def _local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        (_local(2026, 3, 2, 9), _local(2026, 3, 9, 18)),  # Monday to Monday
        (_local(2026, 3, 2, 23, 59, 59), _local(2026, 3, 9, 18)),  # a minute before midnight it is Monday still
        (_local(2026, 3, 3, 0), _local(2026, 3, 10, 18)),
        (_local(2026, 3, 6, 18), _local(2026, 3, 13, 18)),  # Friday evening to Friday
        (_local(2026, 3, 7, 8), _local(2026, 3, 13, 18)),  # from Saturday Monday is the first
        (datetime(2026, 3, 1, 17, tzinfo=UTC), _local(2026, 3, 9, 18)),  # Monday already in Shanghai
    ],
)
def test_five_working_days_after_the_day_it_was_raised_at_the_end_of_office_hours(
    raised: datetime, due: datetime
) -> None:
    assert OFFICE.due(raised, 5) == due


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (_local(2026, 3, 2, 9), _local(2026, 3, 2, 23), 0),
        (_local(2026, 3, 2, 9), _local(2026, 3, 3, 1), 1),
        (_local(2026, 3, 6, 9), _local(2026, 3, 8, 9), 0),
        (_local(2026, 3, 6, 9), _local(2026, 3, 9, 9), 1),
        (_local(2026, 3, 2, 9), _local(2026, 3, 30, 9), 20),
        (_local(2026, 3, 5, 9), _local(2026, 3, 2, 9), 0),
        (_local(2026, 9, 28, 9), _local(2026, 10, 10, 9), 5),
    ],
)
def test_working_days_between_two_moments(start: datetime, end: datetime, days: int) -> None:
    assert OFFICE.days_between(start, end) == days


@pytest.mark.parametrize(
    ("came", "opens"),
    [
        (_local(2026, 3, 2, 9, 30), _local(2026, 3, 2, 9, 30)),
        (_local(2026, 3, 2, 7, 59, 59), _local(2026, 3, 2, 8)),
        (_local(2026, 3, 2, 8), _local(2026, 3, 2, 8)),
        (_local(2026, 3, 2, 11, 59, 59), _local(2026, 3, 2, 11, 59, 59)),
        (_local(2026, 3, 2, 12), _local(2026, 3, 2, 14)),  # the midday pause
        (_local(2026, 3, 2, 18), _local(2026, 3, 3, 8)),
        (_local(2026, 3, 6, 21, 3), _local(2026, 3, 9, 8)),  # Friday evening: Monday
        (_local(2026, 10, 9, 19), _local(2026, 10, 10, 8)),  # Friday evening: the Saturday worked instead
        (_local(2026, 9, 30, 19), _local(2026, 10, 8, 8)),  # before the National Day week
    ],
)
def test_what_comes_outside_office_hours_counts_as_come_when_they_next_begin(came: datetime, opens: datetime) -> None:
    assert OFFICE.opens(came) == opens


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (_local(2026, 3, 2, 21, 3), 240, _local(2026, 3, 3, 12)),  # four hours: by noon tomorrow, not by 14:00
        (_local(2026, 3, 2, 6, 42), 42, _local(2026, 3, 2, 8, 42)),
        (_local(2026, 3, 2, 11, 30), 60, _local(2026, 3, 2, 14, 30)),
        (_local(2026, 3, 6, 17), 120, _local(2026, 3, 9, 9)),
        (_local(2026, 9, 30, 17, 30), 60, _local(2026, 10, 8, 8, 30)),
    ],
)
def test_so_many_minutes_of_office_time_later(start: datetime, minutes: int, end: datetime) -> None:
    assert OFFICE.later(start, minutes) == end
    assert OFFICE.minutes_between(start, end) == minutes


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (_local(2026, 3, 2, 21, 3), _local(2026, 3, 3, 6, 42), 0),  # nobody is late over night
        (_local(2026, 3, 2, 9), _local(2026, 3, 2, 9, 42), 42),
        (_local(2026, 3, 6, 17, 30), _local(2026, 3, 9, 8, 30), 60),
        (_local(2026, 3, 3), _local(2026, 3, 2), 0),
        (_local(2026, 3, 2), _local(2026, 3, 3), 480),
    ],
)
def test_minutes_of_office_time_between_two_moments(start: datetime, end: datetime, minutes: int) -> None:
    assert OFFICE.minutes_between(start, end) == minutes


@pytest.mark.parametrize(
    ("raised", "by"),
    [
        (_local(2026, 3, 2, 10, 15), _local(2026, 3, 3, 10, 15)),
        (_local(2026, 3, 2, 12, 30), _local(2026, 3, 3, 14)),
        (_local(2026, 3, 2, 21, 3), _local(2026, 3, 4, 8)),  # it counts as come on Tuesday at eight
        (_local(2026, 3, 6, 10), _local(2026, 3, 9, 10)),
        (_local(2026, 3, 7, 10), _local(2026, 3, 10, 8)),
        (_local(2026, 9, 30, 10), _local(2026, 10, 8, 10)),
        (_local(2026, 10, 9, 10), _local(2026, 10, 10, 10)),
    ],
)
def test_by_the_same_office_hour_of_the_next_working_day(raised: datetime, by: datetime) -> None:
    assert OFFICE.same_hour(raised) == by


@settings(deadline=None)
@given(start=MOMENTS, minutes=st.integers(1, 3000))
def test_what_is_promised_in_office_time_is_that_much_office_time_away(start: datetime, minutes: int) -> None:
    end = OFFICE.later(start, minutes)
    assert OFFICE.minutes_between(start, end) == minutes
    assert OFFICE.minutes_between(start, end - timedelta(seconds=1)) == minutes - 1


@settings(deadline=None)
@given(start=MOMENTS, days=st.integers(1, 30))
def test_what_is_due_after_some_working_days_lies_that_many_away(start: datetime, days: int) -> None:
    due = OFFICE.due(start, days)
    assert OFFICE.days_between(start, due) == days
    assert OFFICE.minutes_between(due - timedelta(minutes=1), due + timedelta(hours=2)) == 1


@settings(deadline=None)
@given(start=MOMENTS)
def test_office_hours_hold_on_every_day_that_the_clock_is_not_moved_in_shanghai(start: datetime) -> None:
    whole_day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    passed = OFFICE.minutes_between(whole_day, whole_day + timedelta(days=1))
    assert passed == (480 if OFFICE.calendar.works(whole_day.date()) else 0)


def _in(zone: str) -> Office:
    return office_of("09:00-17:00", (), zone)


def test_each_community_goes_by_its_own_wall_clock() -> None:
    came = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert _in("Asia/Shanghai").opens(came) == datetime(2026, 3, 3, 1, tzinfo=UTC)  # Tuesday, 9:00
    assert _in("Asia/Urumqi").opens(came) == datetime(2026, 3, 3, 3, tzinfo=UTC)
    assert _in("Pacific/Honolulu").opens(came) == came  # Monday, 13:30


def test_where_clocks_are_moved_the_hour_on_the_wall_counts() -> None:
    berlin = _in("Europe/Berlin")
    friday = datetime(2026, 3, 27, 10, tzinfo=ZoneInfo("Europe/Berlin"))  # on Sunday the clocks go forward
    assert berlin.same_hour(friday) == datetime(2026, 3, 30, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    assert berlin.minutes_between(friday, berlin.same_hour(friday)) == 480
    assert berlin.due(friday, 1) == datetime(2026, 3, 30, 15, tzinfo=UTC)

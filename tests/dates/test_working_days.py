"""China's working days: the State Council's notices, years without one, and days entered by hand."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from resident.dates import DEFAULT_HOURS, OFF, WORKED, office_of
from resident.dates.working_days import SATURDAY, Calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOTICES = Calendar()
# Every day of 2025 and 2026 on which Monday to Friday is wrong, by the notices 国办发明电〔2024〕12号 and 〔2025〕7号:
# what is raised on it is due five working days later.
WRONG = [
    ("2025-01-01", "2025-01-08"),
    ("2025-01-26", "2025-02-08"),
    ("2025-01-28", "2025-02-10"),
    ("2025-01-29", "2025-02-10"),
    ("2025-01-30", "2025-02-10"),
    ("2025-01-31", "2025-02-10"),
    ("2025-02-03", "2025-02-10"),
    ("2025-02-04", "2025-02-10"),
    ("2025-02-08", "2025-02-14"),
    ("2025-04-04", "2025-04-11"),
    ("2025-04-27", "2025-05-07"),
    ("2025-05-01", "2025-05-12"),
    ("2025-05-02", "2025-05-12"),
    ("2025-05-05", "2025-05-12"),
    ("2025-06-02", "2025-06-09"),
    ("2025-09-28", "2025-10-11"),
    ("2025-10-01", "2025-10-14"),
    ("2025-10-02", "2025-10-14"),
    ("2025-10-03", "2025-10-14"),
    ("2025-10-06", "2025-10-14"),
    ("2025-10-07", "2025-10-14"),
    ("2025-10-08", "2025-10-14"),
    ("2025-10-11", "2025-10-17"),
    ("2026-01-01", "2026-01-08"),
    ("2026-01-02", "2026-01-08"),
    ("2026-01-04", "2026-01-09"),
    ("2026-02-14", "2026-02-28"),
    ("2026-02-16", "2026-02-28"),
    ("2026-02-17", "2026-02-28"),
    ("2026-02-18", "2026-02-28"),
    ("2026-02-19", "2026-02-28"),
    ("2026-02-20", "2026-02-28"),
    ("2026-02-23", "2026-02-28"),
    ("2026-02-28", "2026-03-06"),
    ("2026-04-06", "2026-04-13"),
    ("2026-05-01", "2026-05-11"),
    ("2026-05-04", "2026-05-11"),
    ("2026-05-05", "2026-05-11"),
    ("2026-05-09", "2026-05-15"),
    ("2026-06-19", "2026-06-26"),
    ("2026-09-20", "2026-09-28"),
    ("2026-09-25", "2026-10-09"),
    ("2026-10-01", "2026-10-13"),
    ("2026-10-02", "2026-10-13"),
    ("2026-10-05", "2026-10-13"),
    ("2026-10-06", "2026-10-13"),
    ("2026-10-07", "2026-10-13"),
    ("2026-10-10", "2026-10-16"),
]


def _due(day: date, own: tuple[tuple[str, str], ...] = ()) -> date:
    start = datetime.combine(day, datetime.min.time(), SHANGHAI).replace(hour=10)
    return office_of(DEFAULT_HOURS, own, "Asia/Shanghai").due(start, 5).astimezone(SHANGHAI).date()


@pytest.mark.parametrize(("raised", "due"), WRONG)
def test_what_is_raised_on_a_day_that_monday_to_friday_gets_wrong_is_due_by_the_notice(raised: str, due: str) -> None:
    day = date.fromisoformat(raised)
    assert _due(day) == date.fromisoformat(due)
    assert NOTICES.works(day) is (day.weekday() >= SATURDAY)


def _next_worked(day: date) -> date:
    """By the table alone: Monday to Friday, but for the days on which that is wrong."""
    wrong = {date.fromisoformat(one) for one, _due_day in WRONG}
    following = (day + timedelta(days=n) for n in range(1, 20))
    return next(one for one in following if (one.weekday() < SATURDAY) is not (one in wrong))


@pytest.mark.parametrize("day", [date.fromisoformat(day) for day, _due_day in WRONG], ids=str)
@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (7, 59), (8, 0), (10, 0), (12, 0), (13, 59), (18, 0), (21, 3)])
def test_on_these_days_the_review_and_the_first_contact_are_promised_by_the_notice(
    day: date, hour: int, minute: int
) -> None:
    came = datetime.combine(day, time(hour, minute), SHANGHAI)
    office, is_worked = office_of(DEFAULT_HOURS, (), "Asia/Shanghai"), day.weekday() >= SATURDAY
    is_over = not is_worked or hour >= 18
    first = _next_worked(day) if is_over else day
    begins = time(8) if is_over or hour < 8 else time(14) if 12 <= hour < 14 else came.time()
    assert office.opens(came) == datetime.combine(first, begins, SHANGHAI)
    assert office.same_hour(came) == datetime.combine(_next_worked(first), begins, SHANGHAI)
    reviewed = {time(8): time(12), time(10): time(16), time(14): time(18)}[begins]
    assert office.later(came, 240) == datetime.combine(first, reviewed, SHANGHAI)


def test_on_all_other_days_of_both_years_monday_to_friday_is_right() -> None:
    wrong = {date.fromisoformat(day) for day, _due_day in WRONG}
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(730)]
    assert {day for day in days if NOTICES.works(day) is not (day.weekday() < SATURDAY)} == wrong


@pytest.mark.parametrize(
    ("raised", "due"), [("2026-09-28", "2026-10-10"), ("2026-04-30", "2026-05-11"), ("2026-02-16", "2026-02-28")]
)
def test_before_a_long_holiday_the_days_worked_instead_count(raised: str, due: str) -> None:
    assert _due(date.fromisoformat(raised)) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("raised", "due", "why"),
    [
        ("2031-03-03", "2031-03-10", "an ordinary week"),
        ("2031-12-26", "2032-01-05", "New Year"),
        ("2031-01-17", "2031-01-29", "Spring Festival: its eve, 22 January, and three days"),
        ("2031-04-03", "2031-04-10", "Qingming, 5 April, is a Saturday: nothing is lost"),
        ("2031-04-28", "2031-05-07", "1 and 2 May"),
        ("2031-06-20", "2031-06-30", "Dragon Boat, 24 June"),
        ("2031-09-29", "2031-10-09", "1, 2 and 3 October, with Mid-Autumn on the first"),
    ],
)
def test_a_year_without_a_notice_counts_monday_to_friday_but_the_holidays_of_the_law(
    raised: str, due: str, why: str
) -> None:
    assert _due(date.fromisoformat(raised)) == date.fromisoformat(due), why


def test_days_entered_by_hand_stand_above_the_rule_and_above_a_notice() -> None:
    own = (("2031-05-05", OFF), ("2031-05-10", WORKED), ("2026-04-20", OFF))
    assert _due(date(2031, 4, 30), own) == date(2031, 5, 10)
    assert _due(date(2026, 4, 17), own) == date(2026, 4, 27)


def test_a_date_is_expected_until_the_notice_of_its_year_is_known() -> None:
    noon = datetime(2031, 1, 10, 12, tzinfo=SHANGHAI)
    unknown = office_of(DEFAULT_HOURS, (), "Asia/Shanghai")
    entered = office_of(DEFAULT_HOURS, (("2031-01-25", WORKED),), "Asia/Shanghai")
    assert (unknown.is_expected(noon), entered.is_expected(noon)) == (True, False)
    assert not unknown.is_expected(noon.replace(year=2026))
    assert unknown.is_expected(noon.replace(year=2030))


def test_a_local_holiday_alone_is_no_notice_but_all_holidays_of_the_law_are() -> None:
    noon = datetime(2031, 1, 10, 12, tzinfo=SHANGHAI)
    local_holiday = office_of(DEFAULT_HOURS, (("2031-03-03", OFF),), "Asia/Shanghai")
    assert local_holiday.is_expected(noon)
    by_law = [
        "01-01",
        "01-22",
        "01-23",
        "01-24",
        "01-25",
        "04-05",
        "05-01",
        "05-02",
        "06-24",
        "10-01",
        "10-02",
        "10-03",
    ]
    every = tuple((f"2031-{day}", OFF) for day in by_law)
    assert not office_of(DEFAULT_HOURS, every, "Asia/Shanghai").is_expected(noon)
    assert office_of(DEFAULT_HOURS, every[:-1], "Asia/Shanghai").is_expected(noon)


def test_which_year_it_is_the_wall_clock_says() -> None:
    eve = datetime(2026, 12, 31, 20, tzinfo=ZoneInfo("UTC"))  # four in the morning of 1 January in Shanghai
    last_known = office_of(DEFAULT_HOURS, (("2027-01-09", WORKED),), "Asia/Shanghai")
    assert not last_known.is_expected(eve)
    assert office_of(DEFAULT_HOURS, (("2028-01-08", WORKED),), "Asia/Shanghai").is_expected(
        eve.replace(year=2028, month=12)
    )

"""Days as people copy them from a notice."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resident.dates import UnreadableDays, read_days, write_days

NEW_YEAR = [date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "1月1日至3日",
        "1月1日（周五）至3日（周日）放假，共3天",
        "元旦：1月1日至1月3日放假调休，共 3 天。",
        "1/1-1/3",
        "1.1 - 3",
        "2027-01-01 - 2027-01-03",
        "2027年1月1日到3日",
        "1月1日\r\n1月2日\r\n1月3日",
        "1月1日、1月2日；1/3, 1月1日",
        "1月1日 1月2日 1月3日",
        "1月1日—3日",
    ],
)
def test_a_stretch_of_days_is_understood_as_a_notice_writes_it(text: str) -> None:
    assert read_days(text, 2027) == NEW_YEAR


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2月30日", "2月30日"),
        ("1/1\n国庆", "国庆"),
        ("1/3-1/1", "1/3-1/1"),
        ("2026-12-31", "2026-12-31"),
        ("12/30 - 2028-01-02", "12/30 - 2028-01-02"),
        ("1/1-3/1", "1/1-3/1"),
        ("0/1", "0/1"),
        ("99999999999/1", "99999999999/1"),
    ],
)
def test_what_is_no_day_of_the_year_is_named(text: str, words: str) -> None:
    with pytest.raises(UnreadableDays, match=f"^{words}$"):
        read_days(text, 2027)


def test_nothing_typed_is_no_day() -> None:
    assert read_days(" \n", 2027) == []


@settings(deadline=None)
@given(days=st.sets(st.dates(date(2027, 1, 1), date(2027, 1, 28)) | st.dates(date(2027, 6, 1), date(2027, 6, 20))))
def test_what_was_written_is_read_again(days: set[date]) -> None:
    for in_chinese in (True, False):
        assert read_days(write_days(days, in_chinese=in_chinese), 2027) == sorted(days)

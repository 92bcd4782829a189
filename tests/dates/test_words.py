"""Moments and lengths of time as people say them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from resident import clock as now
from resident.dates import due_day, due_moment, hours_and_minutes, lasting, waited
from resident.dates.words import promised
from tests.conftest import Clock


@pytest.fixture(params=["en", "zh-CN"])
def language(sqlite_app: Flask, request: pytest.FixtureRequest, clock: Clock) -> Iterator[str]:
    """Monday, 2 March 2026, for a reader of this language."""
    with sqlite_app.test_request_context("/", headers={"Accept-Language": request.param}):
        yield request.param


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        (0, "2 March", "3月2日"),
        (3, "this Thursday", "本周四"),
        (6, "this Sunday", "本周日"),
        (7, "next Monday", "下周一"),
        (13, "next Sunday", "下周日"),
        (14, "16 March", "3月16日"),
        (-3, "27 February", "2月27日"),
    ],
)
def test_a_day_of_this_week_or_the_next_is_called_by_its_name(
    language: str, days: int, english: str, chinese: str
) -> None:
    assert due_day(now.now() + timedelta(days=days)) == (english if language == "en" else chinese)


@pytest.mark.parametrize(
    ("minutes", "english", "chinese"),
    [
        (0, "less than a minute", "不到 1 分钟"),
        (5, "5\u00a0min", "5\u00a0分\u2060钟"),
        (60, "1\u00a0hour", "1\u00a0小\u2060时"),
        (120, "2\u00a0hours", "2\u00a0小\u2060时"),
        (125, "2\u00a0h 5\u00a0min", "2\u00a0小\u2060时 5\u00a0分\u2060钟"),
    ],
)
def test_hours_are_hours(language: str, minutes: int, english: str, chinese: str) -> None:
    assert hours_and_minutes(minutes) == (english if language == "en" else chinese)


def test_days_are_days(language: str) -> None:
    assert lasting(2 * 24 * 60) == ("2\u00a0days" if language == "en" else "2\u00a0天")
    assert lasting(51 * 60) == ("2\u00a0d 3\u00a0h" if language == "en" else "2\u00a0天 3\u00a0小\u2060时")


def test_at_night_the_promise_of_four_office_hours_is_noon_tomorrow(language: str, clock: Clock) -> None:
    clock.moment = datetime(2026, 3, 2, 13, 3, tzinfo=UTC)  # 21:03
    assert promised(240) == ("tomorrow 12:00" if language == "en" else "明天 12:00")


def test_a_moment_of_a_year_whose_notice_is_not_known_is_expected(language: str, clock: Clock) -> None:
    clock.moment = datetime(2030, 12, 31, 13, 3, tzinfo=UTC)
    words = ("2 January 2031 12:00 (expected)", "预计2031年1月2日 12:00")
    assert promised(240) == words[language == "zh-CN"]
    assert due_moment(datetime(2026, 3, 3, 4, tzinfo=UTC)).endswith("12:00")
    assert due_moment(None) == ""


@pytest.mark.parametrize(
    ("came", "english", "chinese"),
    [
        (datetime(2026, 3, 2, 3, 58, 30, tzinfo=UTC), "1\u00a0min", "1\u00a0分\u2060钟"),  # 11:58, it is 14:00 by now
        (datetime(2026, 3, 2, 1, tzinfo=UTC), "3\u00a0hours", "3\u00a0小\u2060时"),  # the midday pause left out
        (datetime(2026, 2, 28, 13, 3, tzinfo=UTC), "4\u00a0hours", "4\u00a0小\u2060时"),  # Saturday evening
        (datetime(2026, 2, 28, 1, tzinfo=UTC), "1 working day", "1 个工作日"),  # a Saturday that was worked
        (datetime(2026, 2, 13, 6, tzinfo=UTC), "7 working days", "7 个工作日"),  # before Spring Festival
        (datetime(2026, 1, 2, 6, tzinfo=UTC), "59\u00a0days", "59\u00a0天"),
    ],
)
def test_what_waits_has_waited_as_promises_count(
    language: str, clock: Clock, came: datetime, english: str, chinese: str
) -> None:
    clock.moment = datetime(2026, 3, 2, 6, tzinfo=UTC)  # Monday, 14:00
    assert waited(came) == (english if language == "en" else chinese)

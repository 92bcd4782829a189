"""Moments and lengths of time as people say them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from resident import clock as now
from resident.dates import due_day, hours_and_minutes, lasting
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

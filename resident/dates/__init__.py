"""Moments in words, China's working days, and the hours of an office."""

from flask import Flask

from resident.dates import words
from resident.dates.hours import DEFAULT_HOURS, Span, UnreadableHours, is_too_short, read_hours, write_hours
from resident.dates.office import Office, office_of
from resident.dates.spans import hours_and_minutes, lasting, since
from resident.dates.typed import UnreadableDays, read_days, write_days
from resident.dates.words import (
    day,
    day_by_name,
    due_day,
    due_moment,
    hour,
    leaf_words,
    local,
    long_day,
    moment,
    office_at_hand,
    waited,
    weekday,
)
from resident.dates.working_days import OFF, WORKED, has_notice

__all__ = [
    "DEFAULT_HOURS",
    "OFF",
    "WORKED",
    "Office",
    "Span",
    "UnreadableDays",
    "UnreadableHours",
    "day",
    "day_by_name",
    "due_day",
    "due_moment",
    "has_notice",
    "hour",
    "hours_and_minutes",
    "is_too_short",
    "lasting",
    "leaf_words",
    "local",
    "long_day",
    "moment",
    "office_at_hand",
    "office_of",
    "read_days",
    "read_hours",
    "setup",
    "since",
    "waited",
    "weekday",
    "write_days",
    "write_hours",
]


def setup(app: Flask) -> None:
    """The filters of `words` for templates."""
    words.setup(app)

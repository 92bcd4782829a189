"""The office hours of a working day: `08:00-12:00 14:00-18:00`."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from resident.patterns import Pattern

SPAN = Pattern(r"([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})", longest=11)


class Span(NamedTuple):
    """From when until when the office is open without a pause."""

    begins: time
    ends: time


Hours: TypeAlias = tuple[Span, ...]
SHORTEST_DAY = timedelta(hours=2)  # what is promised within office hours must be kept within a few days
DEFAULT_HOURS = "08:00-12:00 14:00-18:00"


class UnreadableHours(ValueError):
    """No hours, or some that overlap, end before they begin or go past midnight."""


@lru_cache(maxsize=256)
def read_hours(text: str) -> Hours:
    """The spans of a day in their order. Raises UnreadableHours."""
    found = [SPAN.fullmatch(part) for part in text.split()]
    try:
        spans = tuple(Span(*map(time.fromisoformat, one.groups())) for one in found if one)
    except ValueError:
        raise UnreadableHours(text) from None
    moments = [moment for span in spans for moment in span]
    if not spans or None in found or any(a >= b for a, b in pairwise(moments)):
        raise UnreadableHours(text)
    return spans


def is_too_short(hours: Hours) -> bool:
    """Whether somebody is there for less than the shortest working day that promises can be counted in."""
    return length_of(hours) < SHORTEST_DAY


def length_of(hours: Hours) -> timedelta:
    """How long somebody is there on a working day, the pause left out."""
    return sum((_length(span) for span in hours), timedelta())


def _length(span: Span) -> timedelta:
    return datetime.combine(date.min, span.ends) - datetime.combine(date.min, span.begins)


def write_hours(*spans: Span) -> str:
    """The same as it is kept. Raises UnreadableHours."""
    text = " ".join(f"{span.begins:%H:%M}-{span.ends:%H:%M}" for span in spans)
    read_hours(text)
    return text

"""The times of a shift: what lies at the same time, when people are checked in and out, how long somebody was there."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement

CHECK_IN_BEFORE = timedelta(minutes=30)
CHECK_OUT_AFTER = timedelta(hours=2)


class Span(Protocol):
    """A stretch of time: a shift, as a row or as a page shows it."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def ends_at(self) -> datetime:
        """When it ends."""


def overlap(one: Span, other: Span) -> bool:
    """Whether one cannot be in both: one right after the other is possible."""
    return one.starts_at < other.ends_at and one.ends_at > other.starts_at


def overlapping(one: Any, other: Any) -> ColumnElement[bool]:
    """The same as a condition of a statement; each is the table of shifts, an alias of it, or bound values."""
    return (one.starts_at < other.ends_at) & (one.ends_at > other.starts_at)


def check_in_from(shift: Span) -> datetime:
    """From when on people are checked in; they may be until the shift ends."""
    return shift.starts_at - CHECK_IN_BEFORE


def check_out_until(shift: Span) -> datetime:
    """Until when people are checked out; what was missed is entered by hand."""
    return shift.ends_at + CHECK_OUT_AFTER


def minutes_inside(shift: Span, came: datetime | None, left: datetime | None) -> int:
    """Whole minutes between check-in and check-out, as far as they lie inside the shift; 0 without both.

    Coming early or staying on is not what people were called for: where it was work after all,
    the person in charge enters it by hand with a reason.
    """
    if came is None or left is None:
        return 0
    first, last = max(came, shift.starts_at), min(left, shift.ends_at)
    return max(0, int((last - first).total_seconds()) // 60)

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


def seen_time(shift: Span, came: datetime | None, left: datetime | None) -> tuple[datetime, int] | None:
    """From when on and how many whole minutes between check-in and check-out lie inside the shift; None without any.

    Coming early or staying on is not what people were called for: where it was work after all,
    the person in charge enters it by hand with a reason.
    """
    if came is None or left is None:
        return None
    first, last = max(came, shift.starts_at), min(left, shift.ends_at)
    minutes = whole_minutes(first, last)
    return (first, minutes) if minutes > 0 else None


def minutes_inside(shift: Span, came: datetime | None, left: datetime | None) -> int:
    """Those minutes alone; 0 where there are none."""
    seen = seen_time(shift, came, left)
    return seen[1] if seen else 0


def whole_minutes(first: datetime, last: datetime) -> int:
    """Whole minutes from one moment to another; negative where the other was before."""
    return int((last - first).total_seconds()) // 60


def fits(shift: Span, came: datetime, left: datetime) -> bool:
    """Whether minutes by hand need nothing but their reason: inside check-in and check-out, and no longer than
    the shift and the time for checking out together. Anything beyond is for the committee to say.
    """
    longest = shift.ends_at - shift.starts_at + CHECK_OUT_AFTER
    return check_in_from(shift) <= came and left <= check_out_until(shift) and left - came <= longest

"""The figures of each month that a span touches, counted by what its monthly page counts them by."""

from collections.abc import Iterator
from datetime import timedelta

from resident.activities.queries import given_in
from resident.dates.months import Month, month_of
from resident.demands.queries import count_month, rates
from resident.demands.queries.figures import Rate
from resident.exports.kinds.base import MIDDLE, Column, Kind, Line, Span, hours
from resident.i18n import lazy_gettext as _l
from resident.points.queries import moved_between

A_BATCH = 12


def _months(span: Span) -> list[Month]:
    zone = span.community.time_zone
    first, last = month_of(span.since, zone), month_of(span.until - timedelta(microseconds=1), zone)
    count = (last.year - first.year) * 12 + last.number - first.number + 1
    return [first.back(-later) for later in range(count)]


def _count(span: Span) -> int:
    return len(_months(span))


def _read(span: Span, after: int) -> list[Line]:
    return list(_lines(span, after, _months(span)[after : after + A_BATCH]))


def _lines(span: Span, after: int, months: list[Month]) -> Iterator[Line]:
    for place, month in enumerate(months, start=after + 1):
        yield Line(place, _cells(span, month))


def _cells(span: Span, month: Month) -> dict[str, str]:
    counted, given = count_month(span.community, month), given_in(span.community, month)
    figures, moved = rates(counted), moved_between(span.community, *month.bounds(span.community.time_zone))
    return {
        "month": month.name,
        "raised": str(counted.raised),
        "answerable": str(counted.answerable),
        "answered": str(counted.answered_in_time),
        "response": _share(figures.response),
        "judged": str(counted.judged),
        "solved": str(counted.solved),
        "solved_rate": _share(figures.solved),
        "satisfied": str(counted.satisfied),
        "satisfaction": _share(figures.satisfaction),
        "overdue": str(counted.overdue),
        "seen": hours(given.seen),
        "by_hand": hours(given.by_hand),
        "volunteers": str(given.volunteers),
        "shifts": str(given.shifts),
        "points_given": str(moved.given),
        "points_spent": str(moved.spent),
    }


def _share(rate: Rate) -> str:
    """In whole percent; a dash where too few were counted to say one, as on the pages."""
    return "–" if rate.percent is None else f"{rate.percent}%"


MONTHS = Kind(
    "months",
    _l("Figures by month"),
    _l("The three rates and what stands behind them, one row a month, whole months."),
    (
        Column("month", _l("Month")),
        Column("raised", _l("Demands raised")),
        Column("answerable", _l("First answer was due")),
        Column("answered", _l("Answered in time")),
        Column("response", _l("Response rate")),
        Column("judged", _l("Rated or past the date")),
        Column("solved", _l("Solved")),
        Column("solved_rate", _l("Solved rate")),
        Column("satisfied", _l("Satisfied")),
        Column("satisfaction", _l("Satisfaction rate")),
        Column("overdue", _l("Overdue")),
        Column("seen", _l("Hours checked in and out"), MIDDLE),
        Column("by_hand", _l("Hours noted or entered by hand"), MIDDLE),
        Column("volunteers", _l("Volunteers")),
        Column("shifts", _l("Shifts")),
        Column("points_given", _l("Points given")),
        Column("points_spent", _l("Points spent")),
    ),
    _count,
    _read,
)

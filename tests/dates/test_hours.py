"""The office hours of a day as they are kept."""

from datetime import time

import pytest

from resident.dates import DEFAULT_HOURS, Span, UnreadableHours, read_hours, write_hours


def test_hours_are_read_as_they_were_written() -> None:
    spans = read_hours(DEFAULT_HOURS)
    assert spans == (Span(time(8), time(12)), Span(time(14), time(18)))
    assert write_hours(*spans) == DEFAULT_HOURS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "08:00",
        "08:00-",
        "12:00-08:00",
        "08:00-08:00",
        "08:00-12:00 11:59-18:00",
        "14:00-18:00 08:00-12:00",
        "08:00-12:00 12:00-18:00",
        "22:00-24:00",
        "25:00-26:00",
        "08:00-12:00 later",
        "٠٨:٠٠-١٢:٠٠",
    ],
)
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(UnreadableHours):
        read_hours(text)


def test_nothing_is_written_that_could_not_be_read() -> None:
    with pytest.raises(UnreadableHours):
        write_hours()
    with pytest.raises(UnreadableHours):
        write_hours(Span(time(12), time(8)))

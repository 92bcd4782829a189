"""Numbers that a page carries along."""

import pytest

from resident.web.forms import number_in

BIGGEST = 2**63 - 1


@pytest.mark.parametrize(
    ("carried", "number"),
    [
        ("1", 1),
        (" 12 ", 12),
        (7, 7),
        (str(BIGGEST), BIGGEST),
        ("007", 7),
        (str(BIGGEST + 1), 0),
        ("9" * 400, 0),
        ("-1", 0),
        ("+1", 0),
        ("1.0", 0),
        ("1e3", 0),
        ("1_000", 0),
        ("٣", 0),
        ("²", 0),
        ("x", 0),
        ("", 0),
        (None, 0),
    ],
)
def test_a_carried_number_is_one_the_database_can_hold_or_none(carried: object, number: int) -> None:
    assert number_in(carried) == number

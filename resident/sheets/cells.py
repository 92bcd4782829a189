"""What one cell says, as text: in the process apart."""

import datetime
from typing import Any

from resident.patterns import Pattern
from resident.sheets.tables import LONGEST_CELL, Cell, Fault

SURE = 10**15  # spreadsheets keep fifteen digits of a number
EXPONENT = Pattern(r"[+-]?[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{1,3}")
FORMULA = Pattern(r"=[A-Za-z(+\"'$-]")
ERROR = Pattern(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)")


def of_value(value: Any) -> Cell:
    """A cell of a workbook: text, a number as it would be typed, or what cannot be taken as a text."""
    if isinstance(value, str):
        return of_text(value)
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return _of_number(value)
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return Cell(str(value), Fault.DATE)
    return Cell()


def of_text(text: str) -> Cell:
    """A text without the space around it; one that is a formula, an error or a shortened number is no name of anything."""
    bare = text[: LONGEST_CELL + 1].strip()
    if len(bare) > LONGEST_CELL or len(text.strip()) > LONGEST_CELL:
        return Cell(bare[:LONGEST_CELL], Fault.LONG)
    if EXPONENT.fullmatch(bare):
        return Cell(bare, Fault.EXPONENT)
    if ERROR.fullmatch(bare):
        return Cell(bare, Fault.ERROR)
    return Cell(bare, Fault.FORMULA if FORMULA.match(bare) else "")


def _of_number(number: float) -> Cell:
    if number != number or abs(number) >= SURE:
        return Cell(str(number), Fault.EXPONENT)
    return Cell(str(int(number)) if number == int(number) else repr(number))

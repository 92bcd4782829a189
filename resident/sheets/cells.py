"""What one cell says, as text: in the process apart."""

import datetime
from typing import Any

from resident.patterns import Pattern
from resident.sheets.tables import EMPTY, LONGEST_CELL, Cell, Fault

SURE = 10**15  # spreadsheets keep fifteen digits of a number
EXPONENT = Pattern(r"[+-]?[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{1,3}")
FORMULA = Pattern(r"=[0-9A-Za-z(+\"'$-]")
MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATE = Pattern(  # as spreadsheets write 3-12 into a CSV once they have taken it for a day
    r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}([/-])[0-9]{1,2}\1[0-9]{1,2}"
    rf"|[0-9]{{1,2}}-(?:{MONTH})(?:-[0-9]{{2,4}})?|(?:{MONTH})-[0-9]{{2}}",
    longest=20,
    ignores_case=True,
)
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
    """A text without the space around it; one that is a formula, an error, a date or a shortened number is no name of anything."""
    bare = text[: LONGEST_CELL + 1].strip()
    if len(bare) > LONGEST_CELL or len(text.strip()) > LONGEST_CELL:
        return Cell(bare[:LONGEST_CELL], Fault.LONG)
    if not bare:
        return EMPTY
    if DATE.fullmatch(bare):
        return Cell(bare, Fault.DATE)
    if EXPONENT.fullmatch(bare):
        return Cell(bare, Fault.EXPONENT)
    if ERROR.fullmatch(bare):
        return Cell(bare, Fault.ERROR)
    return Cell(bare, Fault.FORMULA if FORMULA.match(bare) else "")


def _of_number(number: float) -> Cell:
    if number != number or abs(number) >= SURE:
        return Cell(str(number), Fault.EXPONENT)
    return Cell(str(int(number)) if number == int(number) else repr(number))

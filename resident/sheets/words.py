"""Why a file or a cell is not taken, in words for who sent it."""

from typing import Any

from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.sheets.tables import Fault, Unread, Why, letters

WHY = {
    Why.EMPTY: _l("There is nothing in this file. Please choose it again."),
    Why.NOT_A_SHEET: _l("This is no sheet. Please choose a file that ends in .xlsx, .xls or .csv."),
    Why.OTHER_SHEET: _l("This kind of sheet cannot be read here. Open it in Excel or WPS and save it as .xlsx."),
    Why.DAMAGED: _l("This file is damaged. Open it in Excel or WPS, save it anew as .xlsx and send that."),
    Why.PASSWORD: _l("This file has a password. Save it without one and send that."),
    Why.MACROS: _l("This file holds macros, which are not taken here. Save it as .xlsx without macros and send that."),
    Why.TOO_LARGE: _l("This file is too large. At most 10 MB, please, and 50 MB unpacked: take out pictures."),
    Why.TOO_HEAVY: _l("This file holds more than can be read here. Send only the columns that are needed."),
    Why.TOO_MANY_ROWS: _l("This file has more than 20,000 rows. Send it in parts."),
    Why.TOO_WIDE: _l("This file has more than 200 columns. Send only the columns that are needed."),
    Why.OVERLAPPING: _l("Two merged cells overlap at row %(row)d, column %(column)s. Unmerge them."),
    Why.ENCODING: _l("The signs of this file cannot be read. Save it as .xlsx, or as CSV in UTF-8."),
    Why.QUOTES: _l("A quotation mark is not closed near line %(line)d. Save the file as .xlsx and send that."),
}
FAULTS = {
    Fault.FORMULA: _l("A formula stands here. Copy the column and paste it as values."),
    Fault.ERROR: _l("A formula has gone wrong here. Type what should stand here."),
    Fault.DATE: _l("The spreadsheet has made a date of this. Set the column to text and type it again."),
    Fault.EXPONENT: _l("This number was shortened and its digits are lost. Set the column to text and type it again."),
    Fault.LONG: _l("This cell holds more than 500 characters."),
    Fault.COVERED: _l("This cell is merged with others and says something else than they do. Unmerge them."),
    Fault.UNREADABLE: _l("Some signs of this cell cannot be read. Type it again."),
}


def why_unread(error: Unread) -> str:
    """Why a file is not read, as a sentence that says what to do."""
    where: dict[str, Any] = dict(error.where)
    if "column" in where:
        where["column"] = letters(where["column"])
    return str(WHY[error.why]) % where if where else str(WHY[error.why])


def place_of(row: int, *, column: int, sheet: str = "") -> str:
    """Where a cell is: "Sheet1, row 12, column C"; without the name of the sheet where there is only one."""
    if sheet:
        return _("%(sheet)s, row %(row)d, column %(column)s", sheet=sheet, row=row, column=letters(column))
    return _("Row %(row)d, column %(column)s", row=row, column=letters(column))

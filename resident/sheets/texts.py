"""CSV files, whatever parts their cells: in the process apart."""

import csv
import io
from collections.abc import Iterator

from resident.sheets.cells import of_text
from resident.sheets.encoding import BAD, ERRORS, MARK, UnknownEncoding, encoding_in
from resident.sheets.tables import MOST_COLUMNS, MOST_ROWS, Cell, Fault, Row, Table, Unread, Why

DELIMITERS = (",", "\t", ";")
LONGEST_FIELD = 40_000
JUDGED = 50  # lines by which the sign between the cells is known
NUL = b"\0"


def read(content: bytes) -> list[Table]:
    """The one table of a CSV file. Raises Unread."""
    try:
        encoding = encoding_in(io.BytesIO(content))
    except UnknownEncoding as error:
        raise Unread(Why.NOT_A_SHEET if NUL in content else Why.ENCODING) from error
    text = content.decode(encoding.codec, errors=ERRORS).lstrip(MARK)
    if "\0" in text:
        raise Unread(Why.NOT_A_SHEET)
    return [Table("", tuple(_rows(text)))]


def _rows(text: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    count = 0
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS and any(map(str.strip, cells[MOST_COLUMNS:])):
                raise Unread(Why.TOO_WIDE)
            row = Row(reader.line_num, tuple(map(_cell, cells[:MOST_COLUMNS])))
            if any(cell.text for cell in row.cells):
                count += 1
                yield row
            if count > MOST_ROWS:
                raise Unread(Why.TOO_MANY_ROWS)
    except csv.Error as error:
        raise Unread(Why.QUOTES, line=reader.line_num) from error


def _cell(text: str) -> Cell:
    return Cell(text.replace(BAD, "\ufffd"), Fault.UNREADABLE) if BAD in text else of_text(text)


def _delimiter(text: str) -> str:
    """The sign that stands in most of the first lines; commas where none does."""
    lines = [line for line in text[: JUDGED * LONGEST_FIELD].splitlines()[:JUDGED] if line.strip()]
    return max(DELIMITERS, key=lambda sign: sum(sign in line for line in lines))

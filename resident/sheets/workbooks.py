"""XLSX and old .xls files: in the process apart.

python-calamine reads what cells say, of formulas and errors it says nothing: these are looked for in the file itself
(`parts.py`, `records.py`), before it is read, together with how far it reaches.
"""

import io
from collections.abc import Iterable, Mapping

import python_calamine as calamine

from resident.sheets import parts, records
from resident.sheets.cells import of_value
from resident.sheets.tables import EMPTY, FARTHEST, MOST_COLUMNS, MOST_ROWS, Cell, Fault, Row, Table, Unread, Why

UNKNOWN = "…"  # what a formula says that nobody has worked out
Places = Mapping[tuple[int, int], Fault]


class Merges:
    """The merged cells of a sheet: which cell each of theirs takes its text from. Raises Unread where two overlap.

    Below the `last` row that says something nothing is filled: people merge a column to its end.
    """

    def __init__(self, ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]], last: int) -> None:
        self.first: dict[tuple[int, int], tuple[int, int]] = {}
        for (top, left), (bottom, right) in ranges:
            for row in range(top, min(bottom, last) + 1):
                for column in range(left, min(right, MOST_COLUMNS) + 1):
                    if self.first.setdefault((row, column), (top, left)) != (top, left):
                        raise Unread(Why.OVERLAPPING, row=row + 1, column=column)


def read_new(content: bytes) -> list[Table]:
    """The tables of an XLSX file. Raises Unread."""
    return _tables(content, parts.faults_in(content))


def read_old(content: bytes) -> list[Table]:
    """The tables of an .xls file. Raises Unread."""
    return _tables(content, records.faults_in(content))


def _tables(content: bytes, faults: Mapping[str, Places]) -> list[Table]:
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet and sheet.visible == calamine.SheetVisibleEnum.Visible
        ]
        return [_table(book.get_sheet_by_name(name), faults.get(name, {})) for name in shown]
    except calamine.PasswordError as error:
        raise Unread(Why.PASSWORD) from error
    except calamine.CalamineError as error:
        raise Unread(Why.DAMAGED) from error


def _table(sheet: calamine.CalamineSheet, faults: Places) -> Table:
    if sheet.start is None:
        return Table(sheet.name, ())
    if sheet.total_height > FARTHEST:
        raise Unread(Why.TOO_MANY_ROWS)
    above, left = sheet.start
    values = sheet.to_python(skip_empty_area=True)
    grid = {
        (above + row, left + column): of_value(value)
        for row, cells in enumerate(values)
        for column, value in enumerate(cells)
        if value != ""
    }
    for place, fault in faults.items():
        grid[place] = Cell(grid.get(place, EMPTY).text or UNKNOWN, fault)
    if any(column >= MOST_COLUMNS for _row, column in grid):
        raise Unread(Why.TOO_WIDE)
    last = max((row for row, _column in grid), default=0)
    _fill(grid, Merges(sheet.merged_cell_ranges or (), last))
    return Table(sheet.name, tuple(_rows(grid)))


def _fill(grid: dict[tuple[int, int], Cell], merges: Merges) -> None:
    """Every cell of a merged one says what the first says; what hides behind it and says something else is named."""
    for place, first in merges.first.items():
        said, own = grid.get(first, EMPTY), grid.get(place, EMPTY)
        if place == first or not (said.text or own.text):
            continue
        if own.text and own.text != said.text:
            grid[place] = Cell(own.text, Fault.COVERED, first[0] + 1)
        else:
            grid[place] = Cell(said.text, said.fault, first[0] + 1)


def _rows(grid: Mapping[tuple[int, int], Cell]) -> Iterable[Row]:
    by_row: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in grid.items():
        if cell.text:
            by_row.setdefault(row, {})[column] = cell
    if len(by_row) > MOST_ROWS:
        raise Unread(Why.TOO_MANY_ROWS)
    for row, cells in sorted(by_row.items()):
        yield Row(row + 1, tuple(cells.get(column, EMPTY) for column in range(max(cells) + 1)))

"""What a sheet says, cell by cell, with the rows and columns as people count them. Nothing here but the standard library."""

import enum
from collections.abc import Iterable
from typing import Any, NamedTuple

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024  # bytes of an XLSX, which is a ZIP file
MOST_ROWS = 20_000  # that say something, of all the sheets of a file together
MOST_COLUMNS = 200
FARTHEST = 100_000  # rows, the empty ones between them counted
LONGEST_CELL = 500  # characters; what is longer is cut and named
MOST_CHARACTERS = 6_000_000  # of all cells together, each as often as it stands there
LETTERS = 26


class Why(enum.StrEnum):
    """Why a file is not read at all."""

    EMPTY = "empty"
    NOT_A_SHEET = "not_a_sheet"
    OTHER_SHEET = "other_sheet"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 -- that there is one
    MACROS = "macros"
    TOO_LARGE = "too_large"
    TOO_HEAVY = "too_heavy"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_WIDE = "too_wide"
    OVERLAPPING = "overlapping"
    ENCODING = "encoding"
    QUOTES = "quotes"


class Fault(enum.StrEnum):
    """Why a cell cannot be taken as it stands."""

    FORMULA = "formula"
    ERROR = "error"
    DATE = "date"
    EXPONENT = "exponent"
    LONG = "long"
    COVERED = "covered"
    UNREADABLE = "unreadable"


class Unread(Exception):
    """A file that is not read at all: why, and where that is known: `sheet`, `cell`, `line`."""

    def __init__(self, why: Why, **where: Any) -> None:
        super().__init__(why.value)
        self.why, self.where = why, where


class Cell(NamedTuple):
    """The text of one cell; `begun` is the row in which its merged cell begins, 0 for a cell of its own."""

    text: str = ""
    fault: str = ""
    begun: int = 0


class Row(NamedTuple):
    """One row that says something, by its number."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, column: int) -> Cell:
        """The cell of a column, counted from 0; an empty one behind the last."""
        return self.cells[column] if column < len(self.cells) else EMPTY


class Table(NamedTuple):
    """One sheet of a file, without its empty rows. A CSV file is one without a name."""

    name: str
    rows: tuple[Row, ...]


EMPTY = Cell()


def letters(column: int) -> str:
    """A column counted from 0 as spreadsheets call it: A, Z, AA."""
    named = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, LETTERS)
        named = chr(ord("A") + rest) + named
    return named


def plain(tables: Iterable[Table]) -> list[Any]:
    """As JSON; a cell that is nothing but a text is that text."""
    return [[name, [[number, [_plain(cell) for cell in cells]] for number, cells in rows]] for name, rows in tables]


def from_plain(tables: Iterable[Any]) -> tuple[Table, ...]:
    """The other way round."""
    return tuple(
        Table(name, tuple(Row(number, tuple(_cell(cell) for cell in cells)) for number, cells in rows))
        for name, rows in tables
    )


def _plain(cell: Cell) -> str | list[Any]:
    return cell.text if cell == Cell(cell.text) else list(cell)


def _cell(said: str | list[Any]) -> Cell:
    return Cell(said) if isinstance(said, str) else Cell(*said)

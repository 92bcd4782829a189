"""The records of a CSV file with the lines they stand in; broken ones are named, and reading goes on behind them."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from resident.sheets.encoding import BAD, ERRORS, MARK, Encoding
from resident.web.forms import one_line

LONGEST_FIELD = 40_000  # four times the longest text that is taken
LONGEST_RECORD = 200_000
SHOWN = 1_000  # characters of a record without end that are shown again
NEEDED = ("title", "body", "created_at")
DELIMITERS = (",", ";", "\t")
REPLACED = "\ufffd"


class BrokenFile(ValueError):
    """The file as a whole cannot be taken: empty, or without the columns we need."""


class TooLong(csv.Error):
    """A record that has no end within `LONGEST_RECORD` characters."""


@dataclass(frozen=True)
class Record:
    """One record: its first line, its cells, and where it cannot be read the reason (`cells` is then the raw line)."""

    line: int
    cells: list[str]
    reason: str = ""


@dataclass
class _Lines:
    """The lines of a file, never more of them at once than a record may have; with those a broken one swallowed given back."""

    file: TextIO
    returned: deque[str] = field(default_factory=deque)
    taken: list[str] = field(default_factory=list)
    number: int = 0
    size: int = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.returned.popleft() if self.returned else self._read()
        self.number += 1
        self.size += len(line)
        self.taken.append(line)
        if self.size > LONGEST_RECORD:
            raise TooLong(f"more than {LONGEST_RECORD} characters")
        return line

    def _read(self) -> str:
        """The next line; of one without end its beginning, and the rest is passed over."""
        line = self.file.readline(LONGEST_RECORD + 1)
        if not line:
            raise StopIteration
        if self.number == 0:
            line = line.lstrip(MARK)
        rest = line
        while rest and not rest.endswith(("\n", "\r")):
            rest = self.file.readline(LONGEST_RECORD)
        return line

    def begin(self) -> int:
        """A record begins; gives the number of its first line."""
        self.taken, self.size = [], 0
        return self.number + 1

    def give_up(self) -> str:
        """The record is broken: only its first line is lost, the others are read again. Gives that line."""
        first, *others = self.taken
        self.returned.extendleft(reversed(others))
        self.number -= len(others)
        return first[:SHOWN].rstrip("\r\n").replace(BAD, REPLACED)

    def bad_line(self, first: int) -> int:
        """The line of this record in which a byte could not be read; 0 where all could."""
        return next((first + place for place, line in enumerate(self.taken) if BAD in line), 0)


def read_records(path: Path, encoding: Encoding) -> tuple[list[str], Iterator[Record]]:
    """The names of the columns, and the records one by one. Raises BrokenFile for a file without usable columns."""
    csv.field_size_limit(LONGEST_FIELD)
    records, head = _with_head(path, encoding)
    if head is None:
        raise BrokenFile("The file is empty.")
    if head.reason:
        raise BrokenFile(f"Line {head.line}, which names the columns, cannot be read: {head.reason}.")
    columns = _names(head)
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise BrokenFile(f"Columns missing in line {head.line}: {', '.join(missing)}. Found: {', '.join(columns)}.")
    doubled = sorted({name for name in columns if name and columns.count(name) > 1})
    if doubled:
        raise BrokenFile(f"Columns named twice in line {head.line}: {', '.join(doubled)}.")
    return columns, (_fitting(record, len(columns)) for record in records)


def _with_head(path: Path, encoding: Encoding) -> tuple[Iterator[Record], Record | None]:
    """The records behind the one that names the columns, read with the sign that parts its names; commas where none does."""
    for delimiter in DELIMITERS:
        records = _records(path, encoding, delimiter)
        head = next(records, None)
        if head is not None and set(NEEDED) <= set(_names(head)):
            return records, head
    records = _records(path, encoding, DELIMITERS[0])
    return records, next(records, None)


def _names(head: Record) -> list[str]:
    return [one_line(name).lower() for name in head.cells]


def _records(path: Path, encoding: Encoding, delimiter: str) -> Iterator[Record]:
    with path.open(encoding=encoding.codec, errors=ERRORS, newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, strict=True, delimiter=delimiter)
        while True:
            first = lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                words = str(error) if isinstance(error, TooLong) else f"broken quotes ({error})"
                yield Record(first, [lines.give_up()], words)
                reader = csv.reader(lines, strict=True, delimiter=delimiter)
                continue
            if cells:
                yield _readable(first, cells, lines.bad_line(first), encoding)


def _readable(first: int, cells: list[str], bad_line: int, encoding: Encoding) -> Record:
    if not bad_line:
        return Record(first, cells)
    shown = [cell.replace(BAD, REPLACED) for cell in cells]
    return Record(first, shown, f"line {bad_line} holds a byte that is not {encoding.words}")


def _fitting(record: Record, width: int) -> Record:
    if record.reason or len(record.cells) == width:
        return record
    return Record(record.line, record.cells, f"{len(record.cells)} columns instead of {width}")

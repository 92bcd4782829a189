"""The records of a CSV file with the lines they stand in; broken ones are named, and reading goes on behind them."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LONGEST_FIELD = 100_000
NEEDED = ("title", "body", "created_at")


class BrokenFile(ValueError):
    """The file as a whole cannot be taken: empty, or without the columns we need."""


@dataclass(frozen=True)
class Record:
    """One record: its first line, its cells, and where it cannot be read the reason (`cells` is then the raw line)."""

    line: int
    cells: list[str]
    reason: str = ""


@dataclass
class _Lines:
    """The lines of a file, with those a broken record has swallowed given back."""

    source: Iterator[str]
    returned: deque[str] = field(default_factory=deque)
    taken: list[str] = field(default_factory=list)
    number: int = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.returned.popleft() if self.returned else next(self.source)
        self.number += 1
        self.taken.append(line)
        return line

    def begin(self) -> int:
        """A record begins; gives the number of its first line."""
        self.taken = []
        return self.number + 1

    def give_up(self) -> str:
        """The record is broken: only its first line is lost, the others are read again. Gives that line."""
        first, *others = self.taken
        self.returned.extendleft(reversed(others))
        self.number -= len(others)
        return first


def read_records(path: Path, encoding: str) -> tuple[list[str], Iterator[Record]]:
    """The names of the columns, and the records one by one. Raises BrokenFile for a file without usable columns."""
    csv.field_size_limit(LONGEST_FIELD)
    records = _records(path, encoding)
    head = next(records, None)
    if head is None:
        raise BrokenFile("The file is empty.")
    if head.reason:
        raise BrokenFile(f"Line {head.line}, which names the columns, cannot be read: {head.reason}.")
    columns = [name.strip().lower() for name in head.cells]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise BrokenFile(f"Columns missing in line {head.line}: {', '.join(missing)}. Found: {', '.join(columns)}.")
    doubled = sorted({name for name in columns if name and columns.count(name) > 1})
    if doubled:
        raise BrokenFile(f"Columns named twice in line {head.line}: {', '.join(doubled)}.")
    return columns, (_fitting(record, len(columns)) for record in records)


def _records(path: Path, encoding: str) -> Iterator[Record]:
    with path.open(encoding=encoding, newline="") as file:
        lines = _Lines(iter(file))
        reader = csv.reader(lines, strict=True)
        while True:
            first = lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Record(first, [lines.give_up().rstrip("\r\n")], f"broken quotes ({error})")
                reader = csv.reader(lines, strict=True)
                continue
            if cells:
                yield Record(first, cells)


def _fitting(record: Record, width: int) -> Record:
    if record.reason or len(record.cells) == width:
        return record
    return Record(record.line, record.cells, f"{len(record.cells)} columns instead of {width}")

"""Sorting the records of a file: good rows go on, the others into a file of their own with the reason."""

import csv
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from resident.demands.importing.records import BrokenFile, Record
from resident.demands.importing.rows import Rejected, Row, row_of

OF_THE_REJECTED = ("line", "reason")  # what we have written before the columns of a file


class RejectedFile:
    """The rows that cannot be taken, in the columns of the file they came from, so that they can be mended and sent again."""

    def __init__(self, source: Path, columns: list[str]) -> None:
        self.source, self.count = source, 0
        self._left_out = {place for place, column in enumerate(columns) if column in OF_THE_REJECTED}
        self._header = [*OF_THE_REJECTED, *self._kept(columns)]
        self.path = source
        self._file: IO[str] | None = None
        self._writer: Any = None

    def __enter__(self) -> "RejectedFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()

    def add(self, record: Record, reason: str) -> None:
        """Write one row down; the file is made with the first one, with a BOM so that spreadsheets read it."""
        if self._file is None:
            self._file = self._begun()
            self._writer = csv.writer(self._file)
            self._writer.writerow(self._header)
        self.count += 1
        self._writer.writerow([record.line, reason, *self._kept(record.cells)])

    def _kept(self, cells: list[str]) -> list[str]:
        """Without what an earlier round has written before them; a line that could not be parted stays whole."""
        if len(cells) <= len(self._left_out):
            return cells
        return [cell for place, cell in enumerate(cells) if place not in self._left_out]

    def _begun(self) -> IO[str]:
        """A file of its own: one that is there already may hold rows that somebody has mended."""
        number = 1
        while (path := self._path(number)).exists():
            number += 1
        self.path = path
        try:
            return path.open("x", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise BrokenFile(f"Cannot write {path}: {error.strerror}.") from None

    def _path(self, number: int) -> Path:
        return self.source.with_name(f"{self.source.name}.rejected{f'-{number}' if number > 1 else ''}.csv")


class Sorter:
    """Goes through records and counts what becomes of them; `categories` are the names known here."""

    def __init__(
        self, columns: list[str], rejected: RejectedFile, *, time_zone: str, categories: Container[str]
    ) -> None:
        self.columns, self.rejected = columns, rejected
        self.time_zone, self.categories = time_zone, categories
        self.unknown_categories: Counter[str] = Counter()
        self._lines: dict[str, int] = {}

    def good_rows(self, records: Iterable[Record]) -> Iterator[Row]:
        """The rows that can be taken, one by one."""
        for record in records:
            try:
                yield self._good(record)
            except Rejected as error:
                self.rejected.add(record, str(error))

    def _good(self, record: Record) -> Row:
        if record.reason:
            raise Rejected(record.reason)
        row = row_of(dict(zip(self.columns, record.cells, strict=True)), self.time_zone)
        first = self._lines.setdefault(row.source_id, record.line)
        if first != record.line:
            raise Rejected(f"the same id as in line {first}")
        if row.categories and not any(name in self.categories for name in row.categories):
            self.unknown_categories["|".join(row.categories)] += 1
        return row

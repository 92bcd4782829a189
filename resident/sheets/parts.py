"""The parts of an XLSX file, which is a ZIP of XML: how much there is, macros, formulas and errors; in the process apart."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from resident.sheets.tables import FARTHEST, LETTERS, MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED, Fault, Unread, Why

MOST_PARTS = 2_000
CHUNK = 1 << 16
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEETS = "xl/worksheets/"
SAYS = {"v", "is", "f"}  # the value of a cell, its text, its formula
OTHERS = ("xl/workbook.bin", "mimetype", "Index/Document.iwa", "word/document.xml")  # XLSB, ODS, Numbers, Word
Places = dict[tuple[int, int], Fault]


def faults_in(content: bytes) -> Mapping[str, Places]:
    """For each sheet by its name the cells (row and column from 0) that hold formulas and errors. Raises Unread."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            _check(file)
            return {name: _faults(file, part) for name, part in _sheets(file).items() if part.startswith(SHEETS)}
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, KeyError, ValueError, NotImplementedError) as e:
        raise Unread(Why.DAMAGED) from e
    except RuntimeError as error:  # what zipfile says of an encrypted part
        raise Unread(Why.PASSWORD) from error


def _check(file: zipfile.ZipFile) -> None:
    names = file.namelist()
    if BOOK not in names:
        raise Unread(Why.OTHER_SHEET if any(other in names for other in OTHERS) else Why.NOT_A_SHEET)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unread(Why.MACROS)
    if len(names) > MOST_PARTS or sum(part.file_size for part in file.infolist()) > MOST_UNPACKED:
        raise Unread(Why.TOO_LARGE)
    for name in names:  # what a part says of its own size need not be true
        for _chunk in _chunks(file, name):
            pass


def _chunks(file: zipfile.ZipFile, name: str) -> Any:
    with file.open(name) as part:
        while chunk := part.read(CHUNK):
            yield chunk


def _parse(file: zipfile.ZipFile, name: str, begins: Any) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = begins
    parser.StartDoctypeDeclHandler = _refuse  # no spreadsheet writes one, and entities grow without end
    for chunk in _chunks(file, name):
        parser.Parse(chunk)
    parser.Parse(b"", True)


def _refuse(*_doctype: Any) -> None:
    raise Unread(Why.DAMAGED)


def _sheets(file: zipfile.ZipFile) -> dict[str, str]:
    """Which part holds the sheet of a name."""
    links: dict[str, str] = {}
    named: dict[str, str] = {}

    def _link(tag: str, says: dict[str, str]) -> None:
        if _bare(tag) == "Relationship":
            links[says["Id"]] = posixpath.normpath(posixpath.join("/xl", says["Target"])).lstrip("/")

    def _sheet(tag: str, says: dict[str, str]) -> None:
        if _bare(tag) == "sheet":
            named[says["name"]] = next((value for key, value in says.items() if key.endswith(":id")), "")

    _parse(file, LINKS, _link)
    _parse(file, BOOK, _sheet)
    return {name: links[link] for name, link in named.items()}


class _Scan:
    """What is looked for in one sheet, element by element; raises Unread where it reaches too far."""

    def __init__(self) -> None:
        self.faults: Places = {}
        self.row, self.column, self.rows = -1, -1, 0
        self.counted = -1  # the last row that says something

    def begins(self, tag: str, says: dict[str, str]) -> None:
        """A row, a cell, or what is in it."""
        kind = _bare(tag)
        if kind == "row":
            self.row, self.column = int(says.get("r", self.row + 2)) - 1, -1
        elif kind == "c":
            self.column = _column(says["r"]) if "r" in says else self.column + 1
            if says.get("t") == "e":
                self.faults[self.row, self.column] = Fault.ERROR
        elif kind in SAYS:
            self._says(kind)

    def _says(self, kind: str) -> None:
        if kind == "f":
            self.faults[self.row, self.column] = Fault.FORMULA
        if self.column >= MOST_COLUMNS:
            raise Unread(Why.TOO_WIDE)
        if self.row != self.counted:
            self.counted = self.row
            self.rows += 1
        if self.rows > MOST_ROWS or self.row >= FARTHEST:
            raise Unread(Why.TOO_MANY_ROWS)


def _faults(file: zipfile.ZipFile, part: str) -> Places:
    scan = _Scan()
    _parse(file, part, scan.begins)
    return scan.faults


def _bare(tag: str) -> str:
    return tag.rpartition(":")[2]


def _column(reference: str) -> int:
    number = 0
    for sign in reference:
        if not ("A" <= sign <= "Z"):
            break
        number = number * LETTERS + ord(sign) - ord("A") + 1
    return number - 1

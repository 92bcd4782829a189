"""The records of an old .xls file: a password, macros, formulas and errors; in the process apart.

The file is a small file system of sectors ([MS-CFB]), and one file in it a line of records ([MS-XLS] 2.4), of which
only those are looked at whose numbers stand here.
"""

import struct
from collections.abc import Iterator, Mapping

from resident.sheets.tables import MOST_ROWS, Fault, Unread, Why

BOOKS = ("Workbook", "Book")
HEADER, ENTRY, INLINE = 512, 128, 109
LAST = 0xFFFFFFFA  # sectors are numbered below
BOF, EOF, BOUND_SHEET, FILE_PASS, FORMULA, BOOL_ERR = 0x809, 0x0A, 0x85, 0x2F, 0x06, 0x205
OLD_BOOK = 0x500  # BIFF5 writes names byte by byte
Places = dict[tuple[int, int], Fault]


def faults_in(content: bytes) -> Mapping[str, Places]:
    """For each sheet by its name the cells (row and column from 0) that hold formulas and errors. Raises Unread."""
    try:
        streams = _Sectors(content).streams()
        if "EncryptedPackage" in streams:
            raise Unread(Why.PASSWORD)
        if "_VBA_PROJECT_CUR" in streams:
            raise Unread(Why.MACROS)
        name = next((name for name in BOOKS if name in streams), None)
        if name is None:
            raise Unread(Why.NOT_A_SHEET)
        return _of_sheets(streams[name])
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Unread(Why.DAMAGED) from error


class _Sectors:
    """The small file system."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in {9, 12} or mini_shift != 6:
            raise Unread(Why.DAMAGED)
        self.size, self.mini_size = 1 << shift, 1 << mini_shift
        self.first, _signature, self.cutoff, self.first_mini = struct.unpack_from("<IIII", content, 48)
        self.table = self._table()

    def streams(self) -> dict[str, bytes]:
        """What is in it by name; folders too, which are empty."""
        entries = self._chain(self.first)
        found: dict[str, tuple[int, int]] = {}
        root = b""
        for at in range(0, len(entries), ENTRY):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            start, size = struct.unpack_from("<II", entries, at + 116)
            name = entries[at : at + max(0, length - 2)].decode("utf-16-le")
            if kind == 5:
                root = self._chain(start)
            elif kind:
                found[name] = (start, size if kind == 2 else 0)
        return {name: self._stream(start, size, root) for name, (start, size) in found.items()}

    def _stream(self, start: int, size: int, root: bytes) -> bytes:
        if not size:
            return b""
        if size >= self.cutoff:
            return self._chain(start)[:size]
        links = self._chain(self.first_mini)
        table = struct.unpack(f"<{len(links) // 4}I", links)
        return _joined(root, start, table, size=self.mini_size, begins=0)[:size]

    def _table(self) -> tuple[int, ...]:
        """Which sector follows which."""
        sectors = list(struct.unpack_from(f"<{INLINE}I", self.content, 76))
        more, count = struct.unpack_from("<II", self.content, 68)
        for _one in range(min(count, len(self.content) // self.size)):
            if more >= LAST:
                break
            *others, more = struct.unpack_from(f"<{self.size // 4}I", self.content, self._at(more))
            sectors += others
        joined = b"".join(self.content[self._at(one) :][: self.size] for one in sectors if one < LAST)
        return struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4])

    def _chain(self, start: int) -> bytes:
        return _joined(self.content, start, self.table, size=self.size, begins=self.size)

    def _at(self, sector: int) -> int:
        return self.size * (sector + 1)


def _joined(content: bytes, start: int, table: tuple[int, ...], *, size: int, begins: int) -> bytes:
    """The sectors of a chain one after the other; a chain that bites its tail ends."""
    pieces: list[bytes] = []
    while start < LAST and len(pieces) <= len(table):
        pieces.append(content[begins + start * size :][:size])
        start = table[start]
    if len(pieces) > len(table):
        raise Unread(Why.DAMAGED)
    return b"".join(pieces)


def _of_sheets(book: bytes) -> dict[str, Places]:
    sheets: dict[str, int] = {}
    version = struct.unpack_from("<H", book, 4)[0]
    for kind, body in _records(book, 0):
        if kind == FILE_PASS:
            raise Unread(Why.PASSWORD)
        if kind == BOUND_SHEET:
            sheets[_name(body[6:], version)] = struct.unpack_from("<I", body)[0]
    return {name: _faults(book, at) for name, at in sheets.items()}


def _name(said: bytes, version: int) -> str:
    if version <= OLD_BOOK:
        return said[1 : 1 + said[0]].decode("gb18030", errors="replace")
    if said[1] & 1:
        return said[2 : 2 + 2 * said[0]].decode("utf-16-le")
    return said[2 : 2 + said[0]].decode("latin-1")


def _faults(book: bytes, at: int) -> Places:
    faults: Places = {}
    for kind, body in _records(book, at):
        if kind == FORMULA:
            faults[struct.unpack_from("<HH", body)] = Fault.FORMULA
        elif kind == BOOL_ERR and body[7]:
            faults[struct.unpack_from("<HH", body)] = Fault.ERROR
        if len(faults) > MOST_ROWS * 10:
            raise Unread(Why.TOO_HEAVY)
    return faults


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of a book or a sheet, until it ends; what is embedded in it is passed over."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 1:
            yield kind, book[at + 4 : at + 4 + length]
        if depth == 0:
            return
        at += 4 + length

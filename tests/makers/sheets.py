"""Sheets for tests, as committees keep them and as nobody should send them."""

import csv
import io
import struct
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # xlwt is as old as the files it writes
    import xlwt

HEADINGS = ["序号", "网格", "楼栋", "单元", "房号", "户主", "联系电话"]


def make_xlsx(rows: Iterable[Sequence[Any]], *, merges: Iterable[str] = (), name: str = "台账") -> bytes:
    """An XLSX file of one sheet; `merges` are ranges like A1:C1."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for cells in merges:
        sheet.merged_cells.add(cells)  # as a spreadsheet writes it: what is covered has no cells of its own
    return saved(book)


def saved(book: Any) -> bytes:
    """The file of a workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def make_xls(rows: Iterable[Sequence[Any]], *, merges: Iterable[tuple[int, int, int, int]] = ()) -> bytes:
    """An old .xls file of one sheet; `merges` are first and last row, first and last column, counted from 0."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账", cell_overwrite_ok=True)
    for cells in merges:
        sheet.merge(*cells)
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is not None:
                sheet.write(row, column, value)
    return saved(book)


def make_csv(rows: Iterable[Sequence[Any]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A CSV file."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode(encoding)


def make_old_file_of(name: str) -> bytes:
    """An old file in which something of this name is kept: EncryptedPackage where an XLSX has a password."""
    before = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18)
    after = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2)
    content = make_xls([["楼栋"]])
    assert before in content
    return content.replace(before, after)


def with_part(content: bytes, name: str, body: bytes) -> bytes:
    """An XLSX file with a part more, or with another one in its place."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, body)
    return file.getvalue()


def make_register(*, grids: int = 3, buildings: int = 40, units: int = 3, floors: int = 6, doors: int = 3) -> bytes:
    """The register of a neighbourhood: a title, merged cells of grids, buildings and units, a blank row, a sum, a note."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "住户台账"
    sheet.append(["桂花社区住户台账（2026年）"])
    sheet.merge_cells("A1:G1")
    sheet.append(["填表人：李主任", None, None, "填表日期：2026年3月1日"])
    sheet.append(HEADINGS)
    number, at = 0, 3
    begins: dict[tuple[str, object], int] = {}
    for building in range(1, buildings + 1):
        grid = f"第{'一二三四五六七八九'[(building - 1) * grids // buildings]}网格"
        for unit in range(1, units + 1):
            for floor in range(1, floors + 1):
                for place in range(1, doors + 1):
                    number += 1
                    at += 1
                    keys = (("B", grid), ("C", building), ("D", (building, unit)))
                    first = [begins.setdefault(key, at) == at for key in keys]
                    said = [grid, f"{building}栋", f"{unit}单元"]
                    sheet.append(
                        [
                            number,
                            *(word if is_first else None for word, is_first in zip(said, first, strict=True)),
                            floor * 100 + place,
                            "张三",
                            "13900000000",
                        ]
                    )
    _merge(sheet, begins)
    sheet.append([])
    sheet.append(["合计", None, None, None, number])
    sheet.append(["备注：空置房也要填写"])
    return saved(book)


def _merge(sheet: Any, begins: dict[tuple[str, object], int]) -> None:
    """Each word goes down to where the next one of its column begins."""
    last = sheet.max_row
    for column in "BCD":
        rows = sorted(row for (letter, _word), row in begins.items() if letter == column)
        for row, after in zip(rows, [*rows[1:], last + 1], strict=True):
            if after - row > 1:
                sheet.merge_cells(f"{column}{row}:{column}{after - 1}")

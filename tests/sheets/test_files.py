"""Reading sheets in a process of its own."""

import datetime
import io
import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
import xlwt
from flask import Flask

from resident import apart, turns
from resident.sheets import files, reader
from resident.sheets.files import read
from resident.sheets.tables import Cell, Fault, Table, Unread, Why
from resident.sheets.words import FAULTS, WHY
from tests.makers.sheets import make_csv, make_old_file_of, make_register, make_xls, make_xlsx, saved, with_part

ROWS = [["网格", "楼栋", "房号"], ["第一网格", "3栋", 101], [None, None, 102.0]]
TEXTS = [(1, ["网格", "楼栋", "房号"]), (2, ["第一网格", "3栋", "101"]), (3, ["", "", "102"])]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path) -> Iterator[Path]:
    app = Flask("sheets alone")
    app.config["RESIDENT"] = SimpleNamespace(data_dir=tmp_path)
    with app.app_context():
        yield tmp_path


def tables(content: bytes) -> list[Table]:
    """What the process apart would answer, without starting one."""
    return reader.read(content)


def read_apart(content: bytes) -> tuple[Table, ...]:
    return read(io.BytesIO(content), until=monotonic() + 50)


def why_apart(content: bytes) -> Why:
    with pytest.raises(Unread) as refused:
        read_apart(content)
    return refused.value.why


def texts(content: bytes) -> list[tuple[int, list[str]]]:
    [table] = tables(content)
    return [(row.number, [cell.text for cell in row.cells]) for row in table.rows]


def why(content: bytes) -> Why:
    with pytest.raises(Unread) as refused:
        tables(content)
    return refused.value.why


@pytest.mark.parametrize(
    "content",
    [
        make_xlsx(ROWS),
        make_xls(ROWS),
        *(
            make_csv([*ROWS[:2], ["", "", "102"]], encoding=code)
            for code in ("utf-8", "utf-8-sig", "gb18030", "utf-16")
        ),
        make_csv([*ROWS[:2], ["", "", "102"]], delimiter="\t"),
        make_csv([*ROWS[:2], ["", "", "102"]], delimiter=";"),
    ],
    ids=["xlsx", "xls", "utf-8", "utf-8 with BOM", "gb18030", "utf-16", "tabs", "semicolons"],
)
def test_every_kind_says_the_same(content: bytes) -> None:
    assert texts(content) == TEXTS


def test_merged_cells_fill_down_and_say_where_they_begin() -> None:
    for content in (make_xlsx(ROWS, merges=["A2:A3", "B2:B3"]), make_xls(ROWS, merges=[(1, 2, 0, 0), (1, 2, 1, 1)])):
        [table] = tables(content)
        assert table.rows[2].cells == (Cell("第一网格", begun=2), Cell("3栋", begun=2), Cell("102"))


def test_what_hides_behind_a_merged_cell_is_named() -> None:
    [table] = tables(make_xls([*ROWS[:2], [None, "4栋", 102]], merges=[(1, 2, 1, 1)]))
    assert table.rows[2].at(1) == Cell("4栋", Fault.COVERED, 2)


def test_merged_cells_that_overlap_are_named_by_row_and_column() -> None:
    with pytest.raises(Unread) as refused:
        tables(make_xls(ROWS, merges=[(1, 2, 0, 0), (2, 3, 0, 1)]))
    assert (refused.value.why, refused.value.where) == (Why.OVERLAPPING, {"row": 3, "column": 0})


def test_formulas_errors_and_dates_are_named_where_they_stand() -> None:
    rows = [["楼栋", "房号"], ["=A1", "#REF!"], [datetime.date(2026, 3, 2), "1.38E+10"], [1.38e10, "x" * 501]]
    [table] = tables(make_xlsx(rows))
    faults = [[cell.fault for cell in row.cells] for row in table.rows]
    assert faults == [["", ""], [Fault.FORMULA, Fault.ERROR], [Fault.DATE, Fault.EXPONENT], ["", Fault.LONG]]
    assert table.rows[3].at(0).text == "13800000000"


def test_formulas_of_an_old_file_are_named() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("一")
    sheet.write(0, 0, "楼栋")
    sheet.write(1, 0, xlwt.Formula('A1&"3"'))
    book.add_sheet("two").write(4, 1, xlwt.Formula("1+1"))
    first, second = tables(saved(book))
    assert [row.cells for row in first.rows] == [(Cell("楼栋"),), (Cell("…", Fault.FORMULA),)]
    assert [(row.number, row.at(1).fault) for row in second.rows] == [(5, Fault.FORMULA)]


def test_a_shortened_number_of_a_csv_is_named() -> None:
    [table] = tables("楼栋,电话\n3栋,1.38E+10\n".encode())
    assert table.rows[1].at(1) == Cell("1.38E+10", Fault.EXPONENT)


def test_bytes_that_are_no_signs_are_named() -> None:
    [table] = tables("楼栋,房号\n三栋在小区的东边,".encode() + b"\xff\n")
    assert table.rows[1].at(1).fault == Fault.UNREADABLE


def test_hidden_sheets_are_passed_over() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "shown"
    hidden = book.create_sheet("old")
    hidden["A1"], hidden.sheet_state = "hidden", "hidden"
    assert [[cell.text for cell in table.rows[0].cells] for table in tables(saved(book))] == [["shown"]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Why.EMPTY),
        (b" \r\n", Why.EMPTY),
        (make_xlsx([]), Why.EMPTY),
        (b"%PDF-1.7\n", Why.NOT_A_SHEET),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), Why.NOT_A_SHEET),
        (os.urandom(4_000) + b"\0", Why.NOT_A_SHEET),
        (b"<html><table><tr><td>3</td></tr></table>", Why.OTHER_SHEET),
        (make_old_file_of("WordDocument"), Why.NOT_A_SHEET),
        (make_old_file_of("EncryptedPackage"), Why.PASSWORD),
        (make_old_file_of("_VBA_PROJECT_CUR"), Why.MACROS),
        (make_xls(ROWS)[:900], Why.DAMAGED),
        (make_xlsx(ROWS)[:-200], Why.DAMAGED),
        (with_part(make_xlsx(ROWS), "xl/vbaProject.bin", b"macro"), Why.MACROS),
        (with_part(make_xlsx(ROWS), SHEET, b"<worksheet><sheetData>"), Why.DAMAGED),
        (with_part(make_xlsx(ROWS), "xl/media/image1.png", bytes(51 * 1024 * 1024)), Why.TOO_LARGE),
        (make_xlsx([["x"]] * 20_001), Why.TOO_MANY_ROWS),
        (make_csv([["x"]] * 20_001), Why.TOO_MANY_ROWS),
        (make_csv([["x"]] * 200_000), Why.TOO_MANY_ROWS),
        (make_xlsx([["x"] * 201]), Why.TOO_WIDE),
        (make_csv([["x"] * 201]), Why.TOO_WIDE),
        (b'a,b\n"open,1\n', Why.QUOTES),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_reason(content: bytes, reason: Why) -> None:
    assert why(content) == reason


def test_a_file_of_more_than_ten_megabytes_is_not_read() -> None:
    assert why_apart(b"a,b\n" * 2_700_000) == Why.TOO_LARGE


def test_a_cell_at_the_end_of_the_sheet_is_too_far() -> None:
    cells = b'<worksheet><sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert why(with_part(make_xlsx(ROWS), SHEET, cells)) == Why.TOO_MANY_ROWS
    cells = b'<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'
    assert why(with_part(make_xlsx(ROWS), SHEET, cells)) == Why.TOO_WIDE


def test_entities_that_grow_are_not_followed() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    assert why(with_part(make_xlsx(ROWS), SHEET, bomb)) == Why.DAMAGED


def test_a_small_file_of_endless_texts_ends_with_its_process() -> None:
    """A text of 32,767 signs that stands in 20,000 cells is 600 million signs, in a file of some kilobytes."""
    text = b"<sst><si><t>" + b"x" * 32_767 + b"</t></si></sst>"
    row = b'<row r="%d"><c r="A%d" t="s"><v>0</v></c><c r="B%d" t="s"><v>0</v></c></row>'
    cells = b"".join(row % (number, number, number) for number in range(1, 19_001))
    bomb = with_part(make_xlsx([["a"]]), "xl/sharedStrings.xml", text)
    bomb = with_part(bomb, SHEET, b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>")
    assert len(bomb) < 1_000_000
    assert why_apart(bomb) == Why.TOO_HEAVY


def test_a_reader_that_dies_or_does_not_end_is_no_error_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "dying.py").write_text("import os; os.abort()", encoding="utf-8")
    (tmp_path / "endless.py").write_text("while True:\n    pass", encoding="utf-8")
    for module in ("dying", "endless"):
        program = apart.program(module, memory=files.MOST_MEMORY, seconds=1, root=tmp_path)
        monkeypatch.setattr(files, "READER", program)
        assert why_apart(make_xlsx(ROWS)) == Why.TOO_HEAVY


def test_one_file_is_read_at_a_time(data_folder: Path) -> None:
    turn = turns.line(str(data_folder / "sheets")).take(30)
    with pytest.raises(turns.Busy):
        read(io.BytesIO(make_xlsx(ROWS)), until=monotonic() + 0.1)
    turn.end()
    assert read_apart(make_xlsx(ROWS)) == tuple(tables(make_xlsx(ROWS)))


def test_the_reader_loads_nothing_of_the_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process apart has no keys, no database and no web server in it."""
    monkeypatch.setenv("RESIDENT_DATA_KEY", "secret")
    lines = "import os, sys, resident.sheets.reader\nprint('flask' in sys.modules, 'sqlalchemy' in sys.modules, dict(os.environ))"
    telling = tmp_path / "resident" / "telling.py"
    telling.parent.mkdir()
    telling.write_text(lines, encoding="utf-8")
    (tmp_path / "resident" / "sheets").symlink_to(Path(files.__file__).parent)
    for name in ("patterns.py", "characters.py"):
        (tmp_path / "resident" / name).symlink_to(Path(files.__file__).parents[1] / name)
    said = apart.answer(
        apart.program("resident.telling", memory=files.MOST_MEMORY, seconds=5, root=tmp_path), b"", left=30
    )
    assert said.split(b" ", 2)[:2] == [b"False", b"False"]
    assert b"secret" not in said


def test_every_reason_has_its_words() -> None:
    known: dict[Any, Any] = {**WHY, **FAULTS}
    assert known.keys() == {*Why, *Fault}


def test_the_register_of_a_neighbourhood_is_read() -> None:
    content = make_register()
    [table] = tables(content)
    assert read_apart(content) == (table,)
    assert len(table.rows) == 2_160 + 5
    assert [cell.text for cell in table.rows[2_162].cells[1:5]] == ["第三网格", "40栋", "3单元", "603"]


def test_a_column_that_is_merged_to_its_end_ends_with_the_last_row() -> None:
    [table] = tables(make_xlsx(ROWS, merges=["A2:A1048576", "B2:B60000"]))
    assert [(row.number, row.at(0).text, row.at(1).text) for row in table.rows[1:]] == [
        (2, "第一网格", "3栋"), (3, "第一网格", "3栋"),
    ]  # fmt: skip

"""What is written is read back sign by sign, by other programs than ours."""

import io
import zipfile

import openpyxl
import pytest
import python_calamine

from resident.sheets import reader
from resident.sheets.writing import LONGEST_CELL, Book, exact

SIGNS = [
    *("=1+1", '=HYPERLINK("http://x","y")', "+86 138", "-2", "@x", "'quoted", "007", "0571-88000018"),
    *(
        "1380000000100",
        "330102199001011234",
        "1.38E+10",
        "TRUE",
        "#REF!",
        "2026-11-26",
        "第3栋\n二单元",
        " space ",
        "a\tb",
    ),
    *("👩‍👩‍👧 好", "𠮷野家", '<b>&amp;"</b>', "]]>"),
]


def written(rows: list[list[str]], title: str = "诉求") -> bytes:
    stream = io.BytesIO()
    with Book(stream, title=title, headings=["甲", "=乙"], widths=[12, 20]) as book:
        for row in rows:
            book.add(row)
    return stream.getvalue()


def test_every_cell_is_a_text_with_its_exact_signs() -> None:
    content = written([[text, text] for text in SIGNS])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [[(cell.value, cell.data_type, cell.number_format) for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert cells == [[(text, "s", "@")] * 2 for text in SIGNS]
    assert [cell.value for cell in sheet[1]] == ["甲", "=乙"]
    calamine = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_name("诉求").to_python()
    assert calamine[1:] == [[text, text] for text in SIGNS]


def test_what_looks_like_a_coded_sign_stays_what_was_typed() -> None:
    """`_x0041_` is an A for a spreadsheet, unless its first sign is coded itself."""
    content = zipfile.ZipFile(io.BytesIO(written([["_x0041_", "_x_"]]))).read("xl/worksheets/sheet1.xml").decode()
    assert "_x005F_x0041_" in content
    assert ">_x_<" in content


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x1bc\ud800\ufffe", "a\ufffdb\ufffdc\ufffd\ufffd"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("x" * (LONGEST_CELL + 5), "x" * (LONGEST_CELL - 1) + "…"),
    ],
)
def test_what_no_cell_can_hold_is_shown_as_such(text: str, kept: str) -> None:
    assert exact(text) == kept
    assert len(exact("😀" * LONGEST_CELL).encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert openpyxl.load_workbook(io.BytesIO(written([[text, ""]]))).active["A2"].value == kept


def test_the_name_of_a_sheet_and_empty_cells_make_no_broken_file() -> None:
    content = written([["", ""], ["", "x"]], title='a/b:[c]*?"<' + "长" * 40)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(book.sheetnames[0]) <= 31
    assert [[cell.value for cell in row] for row in book.active.iter_rows(min_row=3)] == [[None, "x"]]
    assert [[cell.text for cell in row.cells] for row in reader.read(content)[0].rows][-1] == ["", "x"]

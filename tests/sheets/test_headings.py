"""Finding the headings of a table."""

import pytest

from resident.sheets.headings import bare, section_of
from resident.sheets.tables import Cell, Row, Table, letters

WORDS = {"楼栋": "building", "building": "building", "房号": "room", "roomno": "room", "单元": "unit"}


def table(*rows: list[str]) -> Table:
    return Table("", tuple(Row(number, tuple(map(Cell, cells))) for number, cells in enumerate(rows, start=1)))


def enough(columns: object) -> bool:
    return {"building", "room"} <= set(columns)  # type: ignore[call-overload]


def test_title_rows_above_and_headings_of_each_page_are_passed_over() -> None:
    again = ["楼栋", "房号"]
    section = section_of(
        table(["台账"], ["3栋 的房号", ""], again, ["3栋", "101"], again, ["3栋", "102"]), WORDS, enough
    )
    assert section is not None
    assert (section.heading.number, section.columns) == (3, {"building": 0, "room": 1})
    assert [row.number for row in section.above] == [1, 2]
    assert [row.number for row in section.rows] == [4, 6]


@pytest.mark.parametrize(
    "heading",
    ["房号", " 房 号 ", "房号*", "房号（室）", "房号(必填)", "Room No.", "ROOM NO", "房號".replace("號", "号")],
)
def test_a_heading_is_known_in_whatever_spelling(heading: str) -> None:
    section = section_of(table(["Building", heading]), WORDS, enough)
    assert section is not None


def test_the_row_that_names_most_is_the_heading() -> None:
    section = section_of(table(["楼栋", "房号", ""], ["楼栋", "房号", "单元"], ["3栋", "101", "1"]), WORDS, enough)
    assert section is not None
    assert section.heading.number == 2


def test_a_column_that_says_what_another_says_is_named() -> None:
    section = section_of(table(["楼栋", "房号", "building"]), WORDS, enough)
    assert section is not None
    assert section.doubled == (2,)


def test_a_table_without_headings_is_none() -> None:
    assert section_of(table(["楼栋"], ["3栋"]), WORDS, enough) is None
    assert section_of(table(), WORDS, enough) is None


def test_columns_are_called_as_spreadsheets_call_them() -> None:
    assert [letters(column) for column in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert bare("楼 栋：") == "楼栋"

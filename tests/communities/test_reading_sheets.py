"""What a committee's sheet says of grids, buildings and homes, and what would come of it."""

import datetime
from typing import Any

import openpyxl
import pytest

from resident.communities.importing import BuildingHere, GridHere, Here, Outcome, compare, kept_of, said_in
from resident.communities.importing.reading import House, Said
from resident.communities.models import BuildingKind
from resident.sheets import reader
from tests.makers.sheets import make_csv, make_register, make_xls, make_xlsx, saved

EMPTY = Here((), (), frozenset())
HEAD = ["网格", "楼栋", "单元", "房号"]
ONE = ["第一网格", "3栋", "1单元", "101"]


def said_by(content: bytes) -> Said:
    return said_in(kept_of(reader.read(content)).tables)


def said(*rows: list[Any]) -> Said:
    return said_by(make_xlsx(rows))


def house(*rows: list[Any]) -> House:
    found = said(*rows)
    assert not found.wrong, [str(one.words) for one in found.wrong]
    [only] = found.houses.values()
    return only


def wrong(*rows: list[Any], here: Here = EMPTY) -> list[tuple[int, int]]:
    return [(one.at.row, one.at.column) for one in compare(said(*rows), here).wrong]


def outcome(*rows: list[Any], here: Here = EMPTY) -> Outcome:
    return compare(said(*rows), here)


def test_the_register_of_a_neighbourhood() -> None:
    content = make_register()
    kept = kept_of(reader.read(content))
    found = said_in(kept.tables)
    assert found.wrong == []
    assert (len(found.grids), len(found.houses)) == (3, 40)
    assert sum(len(one.homes) for one in found.houses.values()) == 2_160
    assert [one.text for one in kept.passed] == ["合计", "备注：空置房也要填写"]
    assert "张三" not in str(kept.tables)
    assert "13900000000" not in str(kept.tables)


@pytest.mark.parametrize("unit", ["2单元", "二单元", "2 单元", "2", 2, "第二单元", "Unit 2", "２单元", "二"])
def test_a_unit_is_one_in_every_spelling(unit: Any) -> None:
    assert list(house(HEAD, ["一网格", "3栋", unit, "301室"]).homes) == [("2", "301")]


@pytest.mark.parametrize("name", ["3栋", "三栋", "第三栋", "３栋", "3 栋", 3, "3"])
def test_a_building_is_one_in_every_spelling_of_its_words(name: Any) -> None:
    found = said(HEAD, ONE, ["第一网格", name, "1单元", "102"])
    assert (found.wrong, len(found.houses)) == ([], 1)


@pytest.mark.parametrize("name", ["3号楼", "3幢", "3#楼", "三号楼"])
def test_a_building_twice_in_different_words_is_named(name: str) -> None:
    assert wrong(HEAD, ONE, ["第一网格", name, "1单元", "102"]) == [(3, 1)]


@pytest.mark.parametrize(
    ("heading", "value", "name"),
    [
        ("楼号", 3, "3号楼"),
        ("楼栋", 3, "3栋"),
        ("幢号", "3", "3幢"),
        ("楼栋", "A", "A栋"),
        ("楼栋", "桂花苑A座", "桂花苑A座"),
        ("楼号", "3#", "3号楼"),
        ("楼栋", "3#楼", "3号楼"),
    ],
)
def test_a_bare_number_is_called_as_its_column_is(heading: str, value: Any, name: str) -> None:
    assert house(["网格", heading, "房号"], ["一网格", value, "101"]).name == name


def test_blank_cells_say_what_stands_above_and_a_new_building_begins_without_a_unit() -> None:
    rows = [HEAD, ["一网格", "3栋", "1单元", "101"], [None, None, None, "102"], [None, None, "2单元", "101"]]
    rows += [[None, "4栋", None, "101"], ["二网格", "5栋", None, "101"]]
    found = said(*rows)
    assert found.wrong == []
    assert [list(one.homes) for one in found.houses.values()] == [
        [("1", "101"), ("1", "102"), ("2", "101")],
        [("", "101")],
        [("", "101")],
    ]
    assert [one.grid for one in found.houses.values()] == ["1网格", "1网格", "2网格"]
    assert found.filled == 2


def test_merged_cells_and_blank_ones_of_a_csv_say_the_same() -> None:
    rows = [HEAD, [*ONE], [None, None, None, "102"], [None, None, "2单元", "101"]]
    merged = make_xls(rows, merges=[(1, 3, 0, 0), (1, 3, 1, 1), (1, 2, 2, 2)])
    blank = make_csv([[cell or "" for cell in row] for row in rows], encoding="gb18030")
    first, second = (said_by(content) for content in (merged, blank))
    assert [list(one.homes) for one in first.houses.values()] == [list(one.homes) for one in second.houses.values()]
    assert first.wrong == second.wrong == []


def test_an_address_in_one_cell_is_taken_apart() -> None:
    found = said(["网格", "住址"], ["一网格", "3栋2单元301室"], ["一网格", "3-2-302"], ["一网格", "4号楼101"])
    assert found.wrong == []
    assert {one.name: list(one.homes) for one in found.houses.values()} == {
        "3栋": [("2", "301"), ("2", "302")],
        "4号楼": [("", "101")],
    }


def test_a_room_may_say_its_unit_and_must_not_say_another_one() -> None:
    assert list(house(["楼栋", "房号"], ["3栋", "2-301"]).homes) == [("2", "301")]
    assert list(house(HEAD, ["一网格", "3栋", "2单元", "3-2-301"]).homes) == [("2", "301")]
    assert wrong(HEAD, ["一网格", "3栋", "1单元", "2单元301"]) == [(2, 2)]


def test_a_room_in_two_buildings_is_named() -> None:
    assert wrong(HEAD, ["一网格", "3栋", "1单元", "4栋1单元301"]) == [(2, 3)]
    merged = make_xls(
        [["网格", "楼栋", "房号"], ["一网格", "3栋", "101"], ["一网格", "4栋", None]], merges=[(1, 2, 2, 2)]
    )
    assert [(one.at.row, one.at.column) for one in said_by(merged).wrong] == [(3, 2)]


def test_a_sheet_for_each_building_need_not_name_it_again() -> None:
    book = openpyxl.Workbook()
    for number, name in enumerate(("1栋", "2栋", "说明")):
        sheet = book.active if not number else book.create_sheet()
        sheet.title = name
        for row in (["单元", "房号"], ["1单元", 101], [None, 102], ["2单元", 101]):
            sheet.append(row)
    found = said_by(saved(book))
    assert found.wrong == []
    assert {one.name: list(one.homes) for one in found.houses.values()} == {
        "1栋": [("1", "101"), ("1", "102"), ("2", "101")],
        "2栋": [("1", "101"), ("1", "102"), ("2", "101")],
    }


def test_one_row_a_building() -> None:
    head = ["网格", "小区", "楼号", "单元数", "层数", "每层户数", "总户数"]
    found = house(head, ["一网格", "桂花苑", 3, 2, "6层", "两梯二户", 24])
    assert found.name == "桂花苑3号楼"
    assert len(found.homes) == 24
    assert [list(found.homes)[place] for place in (0, 1, 11, 12, -1)] == [
        ("1", "101"), ("1", "102"), ("1", "602"), ("2", "101"), ("2", "602"),
    ]  # fmt: skip
    assert list(house(head, ["一网格", "桂花苑", 3, None, "17-18", 1, None]).homes) == [("", "1701"), ("", "1801")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ([3, 2, 6, 2, 25], 4),
        ([3, 2, "many", 2, None], 2),
        ([3, "x", 6, 2, None], 1),
        ([3, 2, 6, "-", None], 3),
        ([3, 99, 6, 2, None], 2),
        ([3, 1, 9999, 2, None], 2),
        ([3, 1, 6, 9999, None], 2),
    ],
)
def test_a_building_that_cannot_be_is_named(row: list[Any], column: int) -> None:
    assert wrong(["楼号", "单元数", "层数", "每层户数", "总户数"], row)[0] == (2, column)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["一网格", "=A1", "1", "101"], 1),
        (["一网格", datetime.date(2026, 3, 2), "1", "101"], 1),
        (["一网格", "3栋", "1", "1.38E+10"], 3),
        (["一网格", "3栋", "1", "#REF!"], 3),
        (["一网格", "3栋", "1", "101、102"], 3),
        (["一网格", "3栋", "1", "101-104"], 3),
        (["一网格", "3栋", "1", None], 3),
        (["一网格", "3栋", "1", "12345678901"], 3),
        (["一网格", "三" * 41, "1", "101"], 1),
        (["网" * 41, "3栋", "1", "101"], 0),
        (["一网格", None, "1", "101"], 1),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_by_row_and_column(row: list[Any], column: int) -> None:
    assert (2, column) in wrong(HEAD, row)


def test_a_building_in_two_grids_is_named() -> None:
    assert wrong(HEAD, ONE, ["第二网格", "3栋", "1单元", "102"]) == [(3, 0)]


def test_a_column_twice_is_named() -> None:
    assert wrong([*HEAD, "楼号"], [*ONE, "4"])[0] == (1, 4)


def test_a_new_building_needs_a_grid_unless_there_is_only_one() -> None:
    assert wrong(["楼栋", "房号"], ["3栋", "101"]) == [(2, 0)]
    here = Here((GridHere(7, {"zh_Hans": "南片", "en": ""}, False),), (), frozenset())
    assert outcome(["楼栋", "房号"], ["3栋", "101"], here=here).houses[0].grid == "南片"


def make_here(name: str = "3栋", *, archived: bool = False, kind: str = BuildingKind.BUILDING) -> Here:
    grids = (
        GridHere(7, {"zh_Hans": "第一网格", "en": ""}, False),
        GridHere(8, {"zh_Hans": "第二网格", "en": ""}, False),
    )
    building = BuildingHere(5, {"zh_Hans": name, "en": "Building 3"}, 7, archived, kind)
    return Here(grids, (building,), frozenset({(5, "1", "101")}))


def test_what_is_here_already_is_not_new() -> None:
    found = outcome(HEAD, ONE, here=make_here())
    assert (found.changes, found.known, found.wrong) == (False, 1, ())
    found = outcome(HEAD, ONE, [None, None, None, "102"], here=make_here())
    assert [(one.id, one.homes) for one in found.homes] == [(5, (("1", "102"),))]
    assert (found.grids, found.houses, found.moved) == ((), (), ())


def test_a_building_in_another_grid_is_a_change() -> None:
    found = outcome(HEAD, ["二网格", *ONE[1:]], here=make_here())
    assert [(one.id, one.grid) for one in found.moved] == [(5, "2网格")]
    assert found.grids == ()


def test_an_english_sheet_finds_the_same_building() -> None:
    found = outcome(
        ["Grid", "Building", "Unit", "Room no."], ["一网格", "building 3", "Unit 1", "Room 101"], here=make_here()
    )
    assert (found.changes, found.wrong) == (False, ())


@pytest.mark.parametrize(
    "here",
    [
        make_here("3号楼"),
        make_here(archived=True),
        make_here(kind=BuildingKind.GARDEN),
    ],
    ids=["another spelling", "archived", "a garden"],
)
def test_a_building_that_may_be_another_one_is_named(here: Here) -> None:
    english = Here(here.grids, tuple(one._replace(name=one.name | {"en": ""}) for one in here.buildings), here.homes)
    assert wrong(HEAD, ONE, here=english) == [(2, 1)]


def test_an_archived_grid_is_named() -> None:
    here = Here((GridHere(7, {"zh_Hans": "第一网格", "en": ""}, True),), (), frozenset())
    assert (2, 0) in wrong(HEAD, ONE, here=here)


def test_the_mark_changes_with_what_would_be_done() -> None:
    assert outcome(HEAD, ONE).mark == outcome(HEAD, ONE).mark
    assert outcome(HEAD, ONE).mark != outcome(HEAD, ONE, here=make_here()).mark


def test_more_homes_than_a_neighbourhood_has_are_named() -> None:
    rows = [["一网格", number, 30, 80, 60] for number in range(1, 3)]
    found = said(["网格", "楼号", "单元数", "层数", "每层户数"], *rows)
    assert len(found.wrong) == 1

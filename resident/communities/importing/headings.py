"""The headings of committees' sheets, in either language, and how a sheet is reduced to the columns that are needed."""

import enum
from collections.abc import Iterable, Set
from typing import NamedTuple

from resident.communities.importing.doorplates import named_house
from resident.patterns import Pattern
from resident.sheets.headings import Section, bare, section_of
from resident.sheets.tables import EMPTY, Row, Table

SHOWN = 40
NOTE = Pattern(
    r"(?:合\s*计|总\s*计|小\s*计|共\s*计|备\s*注|说\s*明|注[:：]|填表|制表|审核|total|sum|notes?\b|remarks?\b)",
    longest=SHOWN,
    ignores_case=True,
)


class Column(enum.StrEnum):
    """What a column of such a sheet says."""

    GRID = "grid"
    ESTATE = "estate"
    BUILDING = "building"
    UNIT = "unit"
    ROOM = "room"
    ADDRESS = "address"
    UNITS = "units"
    FLOORS = "floors"
    DOORS = "doors"
    TOTAL = "total"


SPELLINGS: dict[Column, tuple[str, ...]] = {
    Column.GRID: ("网格", "所属网格", "网格名称", "网格号", "网格编号", "grid", "grid name"),
    Column.ESTATE: ("小区", "小区名称", "所属小区", "院落", "苑", "estate", "compound", "estate name"),
    Column.BUILDING: (
        *(
            "楼栋",
            "楼栋号",
            "楼栋名称",
            "所属楼栋",
            "栋",
            "栋号",
            "幢",
            "幢号",
            "楼号",
            "楼",
            "楼幢",
            "楼宇",
            "座",
            "座号",
        ),
        *("building", "building no", "building number", "building name", "bldg", "block", "tower"),
    ),
    Column.UNIT: ("单元", "单元号", "单元名称", "所属单元", "门洞", "unit", "unit no", "unit number", "entrance"),
    Column.ROOM: (
        *("房号", "房间号", "房间", "室", "室号", "房屋号", "户号", "门牌", "门牌号", "房门号", "门号", "房"),
        *("room", "room no", "room number", "flat", "flat no", "apartment", "door", "door no"),
    ),
    Column.ADDRESS: ("地址", "住址", "家庭住址", "详细地址", "居住地址", "房屋地址", "address", "home address"),
    Column.UNITS: ("单元数", "单元数量", "单元总数", "number of units", "units"),
    Column.FLOORS: ("层数", "楼层数", "总层数", "楼层", "floors", "storeys", "number of floors"),
    Column.DOORS: (
        *("每层户数", "每单元每层户数", "单元每层户数", "一层户数", "每层", "梯户", "梯户比", "户型"),
        *("homes per floor", "flats per floor", "doors per floor"),
    ),
    Column.TOTAL: ("总户数", "户数", "住户数", "合计户数", "total homes", "homes"),
}
HEADINGS = {bare(spelling): column for column, spellings in SPELLINGS.items() for spelling in spellings}
NAMED_AFTER = {
    "楼号": "号楼",
    "幢": "幢",
    "幢号": "幢",
    "楼幢": "幢",
    "座": "座",
    "座号": "座",
}  # what a bare number is


def is_enough(columns: Set[str]) -> bool:
    """Whether homes can be read from such columns: one row a home, or one a building."""
    return has_homes(columns) and bool(columns & {Column.BUILDING, Column.ADDRESS})


def has_homes(columns: Set[str]) -> bool:
    """Whether such columns name homes, of whichever building."""
    return bool(columns & {Column.ROOM, Column.ADDRESS}) or {Column.FLOORS, Column.DOORS} <= columns


class Passed(NamedTuple):
    """A row that says nothing of a home: a sum, a note, a title between the rows; of row 0 a whole sheet without headings."""

    sheet: str
    row: int
    text: str


class Kept(NamedTuple):
    """What is kept of a file until it is taken over."""

    tables: tuple[Table, ...]
    passed: tuple[Passed, ...]


def kept_of(tables: Iterable[Table]) -> Kept:
    """The tables in which headings were found, without the columns of which nothing is needed: names, numbers to call.

    Rows stay where they were, and so do columns.
    """
    kept: list[Table] = []
    passed: list[Passed] = []
    for table in tables:
        section = section_in(table)
        if section is None:
            passed += [Passed(table.name, 0, table.name)] if table.rows else []
            continue
        notes = {row.number: text for row in section.rows if (text := _note(row, section))}
        passed += [Passed(section.name, number, text) for number, text in notes.items()]
        rows = [row for row in (section.heading, *section.rows) if row.number not in notes]
        kept.append(Table(section.name, tuple(filter(None, (_reduced(row, section) for row in rows)))))
    return Kept(tuple(kept), tuple(passed))


def section_in(table: Table) -> Section | None:
    """The part of a table that homes can be read from; a sheet that is called after its house need not name it again."""
    return section_of(table, HEADINGS, has_homes if named_house(table.name) else is_enough)


def _reduced(row: Row, section: Section) -> Row | None:
    wanted = {*section.columns.values(), *section.doubled}
    cells = tuple(cell if column in wanted else EMPTY for column, cell in enumerate(row.cells))
    return Row(row.number, cells) if any(cell.text for cell in cells) else None


def _note(row: Row, section: Section) -> str:
    """The text of a row that says nothing of a home; else nothing."""
    said = [cell.text for cell in row.cells if cell.text]
    here = [row.at(column).text for column in section.columns.values()]
    is_title = len(here) > 1 and len(set(here)) == 1 and not here[0].isdecimal()
    return said[0][:SHOWN] if said and (is_title or NOTE.match(said[0])) else ""

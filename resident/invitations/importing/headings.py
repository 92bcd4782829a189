"""The headings of sheets of staff, in either language, and how a sheet is reduced to the columns that are needed."""

import enum
from collections.abc import Iterable, Set

from resident.communities.importing import Kept, Passed
from resident.sheets.headings import Section, bare, section_of
from resident.sheets.tables import EMPTY, Row, Table

SHOWN = 40


class Column(enum.StrEnum):
    """What a column of such a sheet says."""

    NAME = "name"
    PHONE = "phone"
    ROLE = "role"
    BODY = "body"


SPELLINGS: dict[Column, tuple[str, ...]] = {
    Column.NAME: (
        *(
            "姓名",
            "名字",
            "人员",
            "人员姓名",
            "工作人员",
            "员工姓名",
            "成员",
            "成员姓名",
            "网格员",
            "网格员姓名",
            "联系人",
        ),
        *("name", "full name", "staff", "staff name", "person"),
    ),
    Column.PHONE: (
        *("手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "移动电话", "联系手机"),
        *("phone", "phone number", "phone no", "mobile", "mobile number", "mobile phone", "tel", "telephone"),
    ),
    Column.ROLE: (
        *("角色", "岗位", "职务", "职责", "身份", "工作岗位", "担任角色"),
        *("role", "position", "job", "duty", "post"),
    ),
    Column.BODY: (
        *(
            "单位",
            "单位名称",
            "所属单位",
            "工作单位",
            "所在单位",
            "组织",
            "组织名称",
            "所属组织",
            "机构",
            "机构名称",
            "团队",
        ),
        *("body", "organization", "organisation", "organization name", "company", "team"),
    ),
}
HEADINGS = {bare(spelling): column for column, spellings in SPELLINGS.items() for spelling in spellings}


def is_enough(columns: Set[str]) -> bool:
    """Whether people can be invited from such columns."""
    return Column.PHONE in columns and bool(columns & {Column.ROLE, Column.BODY})


def kept_of(tables: Iterable[Table]) -> Kept:
    """The tables in which headings were found, without the columns of which nothing is needed.

    A row without a number and without a role is no person: a sum, a note.
    """
    kept: list[Table] = []
    passed: list[Passed] = []
    for table in tables:
        section = section_in(table)
        if section is None:
            passed += [Passed(table.name, 0, table.name)] if table.rows else []
            continue
        people = [row for row in section.rows if _is_person(row, section)]
        said = {row.number: row for row in section.rows}
        passed += [
            Passed(section.name, number, next(cell.text for cell in row.cells if cell.text)[:SHOWN])
            for number, row in said.items()
            if row not in people
        ]
        kept.append(Table(section.name, tuple(_reduced(row, section) for row in (section.heading, *people))))
    return Kept(tuple(kept), tuple(passed))


def section_in(table: Table) -> Section | None:
    """The part of a table that names people."""
    return section_of(table, HEADINGS, is_enough)


def _is_person(row: Row, section: Section) -> bool:
    return any(
        row.at(section.columns[column]).text for column in (Column.PHONE, Column.ROLE) if column in section.columns
    )


def _reduced(row: Row, section: Section) -> Row:
    wanted = {*section.columns.values(), *section.doubled}
    return Row(row.number, tuple(cell if column in wanted else EMPTY for column, cell in enumerate(row.cells)))

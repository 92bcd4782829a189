"""What a sheet says, row by row: cells that are blank say what stands above them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from resident.communities.importing.doorplates import (
    grid_name,
    house_name,
    key_of,
    kin,
    named_house,
    parts_of,
    tidy,
    unit_of,
)
from resident.communities.importing.headings import NAMED_AFTER, Column, section_in
from resident.communities.importing.rows import Where, rooms_in
from resident.communities.importing.wrong import At, Wrong
from resident.i18n import lazy_gettext as _l
from resident.sheets.headings import Section, bare
from resident.sheets.tables import EMPTY, Fault, Row, Table
from resident.sheets.words import FAULTS
from resident.web.errors import Words

LONGEST_NAME = 40
MOST_HOMES = 30_000
SUFFIX = "栋"


class Named(NamedTuple):
    """A name as it stands first, and where."""

    name: str
    at: At


@dataclass
class House:
    """A house of the sheet: its grid by the key of its name, and the homes in it (unit and room) with where each stands."""

    name: str
    at: At
    grid: str = ""
    homes: dict[tuple[str, str], At] = field(default_factory=dict)


@dataclass
class Said:
    """All that a file says. Keys are names as `same_name` compares them."""

    grids: dict[str, Named] = field(default_factory=dict)
    houses: dict[str, House] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    repeated: int = 0  # rows that name a home once more
    filled: int = 0  # rows whose building was blank
    homes: int = 0


def said_in(tables: Iterable[Table]) -> Said:
    """What the tables say, with everything that is wrong in them."""
    said = Said()
    kins: dict[str, str] = {}
    for table in tables:
        section = section_in(table)
        if section is not None:
            _Reader(said, kins, section).read()
    return said


class _Reader:
    """Goes down one section; keeps what a blank cell stands for."""

    def __init__(self, said: Said, kins: dict[str, str], section: Section) -> None:
        self.said, self.kins, self.section = said, kins, section
        self.grid = self.estate = self.house = self.unit = ""
        self.named = "" if Column.BUILDING in section.columns else named_house(section.name)
        self.merged: dict[tuple[int, int], tuple[str, str]] = {}  # where a merged room was said first
        heading = section.columns.get(Column.BUILDING)
        words = bare(section.heading.at(heading).text) if heading is not None else ""
        self.suffix = NAMED_AFTER.get(words, SUFFIX)

    def read(self) -> None:
        """Read every row; what is wrong in one does not end the others."""
        for column in self.section.doubled:
            self._refuse(self.section.heading, column, _l("Another column says this already. Take one of them out."))
        for row in self.section.rows:
            if not self._is_refused(row):
                self._row(row)
            if self.said.homes > MOST_HOMES:
                self._refuse(row, 0, _l("More than 30,000 homes. Send the sheet in parts."))
                return

    def _is_refused(self, row: Row) -> bool:
        faults = [(column, row.at(column)) for column in self.section.columns.values() if row.at(column).fault]
        for column, cell in faults:
            self.said.wrong.append(Wrong(self._at(row, column), FAULTS[Fault(cell.fault)], cell.text))
        return bool(faults)

    def _row(self, row: Row) -> None:
        parts = parts_of(self._text(row, Column.ROOM) or self._text(row, Column.ADDRESS))
        self.estate = self._text(row, Column.ESTATE) or self.estate
        self._grid(row)
        before = self.house
        if not self._house(row, parts.house):
            return
        unit = self._unit(row, parts.unit, is_same_house=before == self.house)
        if unit is None:
            return
        where = Where(self.section, row, unit, parts.room)
        for number, words in rooms_in(where, self._add):
            self._refuse(row, number, words)

    def _grid(self, row: Row) -> None:
        text = self._text(row, Column.GRID)
        if text:
            name = grid_name(text)
            self.grid = key_of(name)
            self.said.grids.setdefault(self.grid, Named(name[:LONGEST_NAME], self._at(row, self._column(Column.GRID))))
            if len(name) > LONGEST_NAME:
                self._refuse(row, self._column(Column.GRID), _l("At most 40 characters, please."))

    def _house(self, row: Row, in_address: str) -> bool:
        """Whether it is known which house the row is about; it is `self.house` then."""
        column, text = self._column(Column.BUILDING), self._text(row, Column.BUILDING)
        name = house_name(text or in_address or self.named, self.suffix)
        if not name:
            self.said.filled += bool(self.house)
            if not self.house:
                self._refuse(row, column, _l("Which building is it?"))
            return bool(self.house)
        if text and in_address and kin(house_name(in_address, self.suffix)) != kin(name):
            words = _l("This says %(one)s, and the building is %(other)s.", one=in_address, other=text)
            self._refuse(row, self._column(Column.ROOM), words)
            return False
        name = name if not self.estate or name.startswith(self.estate) else f"{self.estate}{name}"
        if len(name) > LONGEST_NAME:
            self._refuse(row, column, _l("At most 40 characters, please."))
            return False
        self.house = key_of(name)
        return self._is_one(row, column, name)

    def _is_one(self, row: Row, column: int, name: str) -> bool:
        """Take the house in, unless it stands here in another spelling or in another grid."""
        other = self.kins.setdefault(kin(name), self.house)
        if other != self.house:
            there = self.said.houses[other]
            words = _l("This may be %(other)s of row %(row)d. Write both alike.", other=there.name, row=there.at.row)
            self._refuse(row, column, words)
            return False
        house = self.said.houses.setdefault(self.house, House(name, self._at(row, column), self.grid))
        house.grid = house.grid or self.grid
        if Column.GRID in self.section.columns and house.grid != self.grid:
            names = {"house": house.name, "grid": self.said.grids[house.grid].name, "row": house.at.row}
            words = _l("%(house)s stands in %(grid)s in row %(row)d.", **names)
            self._refuse(row, self._column(Column.GRID), words)
            return False
        return True

    def _unit(self, row: Row, in_room: str, *, is_same_house: bool) -> str | None:
        """The unit of the row; None where the cells contradict each other."""
        column = self._column(Column.UNIT)
        unit = unit_of(self._text(row, Column.UNIT))
        if unit and in_room and unit != in_room:
            self._refuse(row, column, _l("This is unit %(one)s, and the room says %(other)s.", one=unit, other=in_room))
            return None
        unit = unit or in_room
        building = self.section.columns.get(Column.BUILDING)
        cell = EMPTY if building is None else row.at(building)
        goes_on = not cell.text or (cell.begun and cell.begun != row.number)
        if not unit and Column.UNIT in self.section.columns and goes_on and is_same_house:
            unit = self.unit
        self.unit = unit
        return unit

    def _add(self, row: Row, column: int, home: tuple[str, str]) -> Words:
        """Take a home in; what is wrong with it, or nothing."""
        here, cell = (self.house, home[0]), (column, row.at(column).begun or row.number)
        if column != self.section.columns.get(Column.DOORS) and self.merged.setdefault(cell, here) != here:
            return _l("One merged room stands in two buildings or units. Unmerge it.")
        homes = self.said.houses[self.house].homes
        self.said.repeated += home in homes
        self.said.homes += home not in homes
        homes.setdefault(home, self._at(row, column))
        return ""

    def _text(self, row: Row, column: Column) -> str:
        place = self.section.columns.get(column)
        return "" if place is None else tidy(row.at(place).text)

    def _column(self, column: Column) -> int:
        others = (Column.ADDRESS, Column.BUILDING, Column.ROOM)
        columns = self.section.columns
        return next(columns[one] for one in (column, *others) if one in columns)

    def _at(self, row: Row, column: int) -> At:
        return At(self.section.name, row.number, column)

    def _refuse(self, row: Row, column: int, words: Words) -> None:
        self.said.wrong.append(Wrong(self._at(row, column), words, row.at(column).text))

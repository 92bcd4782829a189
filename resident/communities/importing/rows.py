"""The homes of one row: one with its room, or all of a house or a unit."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from resident.communities.doors import LONGEST_NUMBER
from resident.communities.importing.doorplates import count_in, floors_in
from resident.communities.importing.headings import Column
from resident.communities.importing.outlines import Outline
from resident.i18n import lazy_gettext as _l
from resident.patterns import Pattern
from resident.sheets.headings import Section
from resident.sheets.tables import Row
from resident.web.errors import Words

SEVERAL = Pattern(r"[0-9]{2,}[A-Za-z]?\s?[、,;/~至-]\s?[0-9]{2,}.*")
NOT_A_COUNT = _l("Please write a whole number here.")


class Where(NamedTuple):
    """A row with what is known of it: its unit, and the room its cell names."""

    section: Section
    row: Row
    unit: str
    room: str

    def text(self, column: Column) -> str:
        """What stands in a column; nothing where the sheet has none."""
        place = self.section.columns.get(column)
        return "" if place is None else self.row.at(place).text


Wrong = tuple[int, Words]
Add = Callable[[Row, int, tuple[str, str]], Words]


def rooms_in(where: Where, add: Add) -> Iterator[Wrong]:
    """Add the homes of a row; gives what is wrong, by the column."""
    columns = where.section.columns
    room = columns.get(Column.ROOM, columns.get(Column.ADDRESS))
    if room is not None and where.row.at(room).text:
        yield from _one(where, room, add)
    elif {Column.FLOORS, Column.DOORS} <= columns.keys():
        yield from _many(where, add)
    else:
        yield room or 0, _l("Which room is it?")


def _one(where: Where, column: int, add: Add) -> Iterator[Wrong]:
    if not where.room:
        yield column, _l("Which room is it?")
    elif SEVERAL.fullmatch(where.room):
        yield column, _l("Several rooms in one cell. One row for each, please.")
    elif max(len(where.room), len(where.unit)) > LONGEST_NUMBER:
        yield column, _l("At most 10 characters, please.")
    elif words := add(where.row, column, (where.unit, where.room)):
        yield column, words


def _many(where: Where, add: Add) -> Iterator[Wrong]:
    """All homes of a house, or of the unit that the row names."""
    columns = where.section.columns
    floors, doors = floors_in(where.text(Column.FLOORS)), count_in(where.text(Column.DOORS))
    units = count_in(where.text(Column.UNITS)) if where.text(Column.UNITS) else 0
    wrong = [column for column, said in ((Column.FLOORS, floors), (Column.DOORS, doors)) if not said]
    wrong += [Column.UNITS] if units is None else []
    if wrong:
        yield from ((columns[column], NOT_A_COUNT) for column in wrong)
        return
    named = tuple(str(number) for number in range(1, min(units or 0, LONGEST_NUMBER * LONGEST_NUMBER) + 1))
    outline = Outline((where.unit,) if where.unit or not named else named, floors or range(0), doors or 0)
    total = count_in(where.text(Column.TOTAL)) if where.text(Column.TOTAL) else None
    if not outline.is_a_house:
        yield columns[Column.FLOORS], _l("No house is as large. Look at units, floors and homes a floor.")
    elif total is not None and total != outline.homes:
        counted = _l(
            "Units, floors and homes a floor make %(counted)d homes, not %(said)d.", counted=outline.homes, said=total
        )
        yield columns[Column.TOTAL], counted
    else:
        yield from (
            (columns[Column.DOORS], words)
            for home in outline.rooms()
            if (words := add(where.row, columns[Column.DOORS], home))
        )

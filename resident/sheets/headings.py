"""Where the headings of a table stand, and which column says what, in whatever spelling."""

from collections.abc import Callable, Mapping, Set
from typing import NamedTuple

from resident.characters import normal
from resident.patterns import Pattern
from resident.sheets.tables import Row, Table

LOOKED_AT = 30  # rows that say something, from above
LONGEST = 40
IN_BRACKETS = Pattern(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】", longest=LONGEST)


class Section(NamedTuple):
    """The part of a table below its headings: which column holds what, by the names of the vocabulary.

    `doubled` are columns that say what another one says already; `above` are the rows passed over.
    """

    name: str
    heading: Row
    columns: Mapping[str, int]
    doubled: tuple[int, ...]
    above: tuple[Row, ...]
    rows: tuple[Row, ...]


def section_of(table: Table, words: Mapping[str, str], is_enough: Callable[[Set[str]], bool]) -> Section | None:
    """The section under the row that names most columns; None where no row names enough of them.

    `words` leads from headings, as `bare` gives them, to what they mean; `is_enough` says of a set of meanings whether
    a table can be read by them.
    """
    best: tuple[int, dict[str, int], tuple[int, ...]] | None = None
    for place, row in enumerate(table.rows[:LOOKED_AT]):
        columns, doubled = _columns(row, words)
        if is_enough(columns.keys()) and (best is None or len(columns) > len(best[1])):
            best = place, columns, doubled
    if best is None:
        return None
    place, columns, doubled = best
    heading = table.rows[place]
    below = tuple(row for row in table.rows[place + 1 :] if not _is_again(row, heading, columns))
    return Section(table.name, heading, columns, doubled, table.rows[:place], below)


def bare(heading: str) -> str:
    """A heading without spaces, signs and capitals: "Room no. *" is roomno, "楼 栋" is 楼栋."""
    return "".join(sign for sign in normal("NFKC", heading, LONGEST).casefold() if sign.isalnum())


def _columns(row: Row, words: Mapping[str, str]) -> tuple[dict[str, int], tuple[int, ...]]:
    columns: dict[str, int] = {}
    doubled = []
    for column, cell in enumerate(row.cells):
        meaning = words.get(bare(cell.text)) or words.get(bare(_without_brackets(cell.text)))
        if meaning and meaning in columns:
            doubled.append(column)
        elif meaning:
            columns[meaning] = column
    return columns, tuple(doubled)


def _without_brackets(heading: str) -> str:
    return IN_BRACKETS.sub("", normal("NFKC", heading, LONGEST))


def _is_again(row: Row, heading: Row, columns: Mapping[str, int]) -> bool:
    """Whether the headings stand here once more, as they do at the top of each printed page."""
    return all(row.at(column).text == heading.at(column).text for column in columns.values())

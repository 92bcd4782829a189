"""What is wrong in a sheet, and where."""

from typing import NamedTuple

from resident.web.errors import Words


class At(NamedTuple):
    """A cell, by the name of its sheet, the number of its row and its column counted from 0."""

    sheet: str
    row: int
    column: int


class Wrong(NamedTuple):
    """A cell that cannot be taken as it stands, and why."""

    at: At
    words: Words
    text: str = ""

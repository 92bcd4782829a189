"""Rows that exist once, whoever asks for them first."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError

from resident.db import Base, db

Row = TypeVar("Row", bound=Base)


def find_or_make(find: Select[Row], make: Callable[[], Row]) -> tuple[Row, bool]:
    """The one row of `find`, and whether it was made just now.

    A unique constraint must stand behind it: of two who make it at the same moment one makes it
    and the other finds it, and the transaction of neither is lost.
    """
    found = db.session.scalar(find)
    if found is not None:
        return found, False
    row = make()
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return db.session.scalars(find).one(), False
    return row, True

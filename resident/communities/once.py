"""Rows that exist once, whoever asks for them first."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError

from resident.db import Base, db
from resident.statements import entity

Row = TypeVar("Row", bound=Base)


def find_or_make(find: Select[Row], make: Callable[[], Row], **values: Any) -> tuple[Row, bool]:
    """The one row of `find` with these values, and whether it was made just now.

    A unique constraint must stand behind it: of two who make it at the same moment one makes it
    and the other finds it, and the transaction of neither is lost.
    """
    found: Row | None = entity(find, **values)
    if found is not None:
        return found, False
    row = make()
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return entity(find, **values), False
    return row, True

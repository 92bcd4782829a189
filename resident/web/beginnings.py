"""Care mode shows the beginning of a long list; the rest stands behind one button, at the same address with `?all=1`."""

from collections.abc import Callable
from typing import TypeVar

from flask import request

from resident.web.keyset import Page, place_in_list
from resident.web.pages import reading_mode

R = TypeVar("R")

FEW, MOST = 3, 5


def beginning(page: Page[R], matters: Callable[[R], bool] = lambda _row: False) -> Page[R]:
    """The page, or in care mode the first rows of it that matter now, and where none does the first few."""
    if reading_mode() != "care" or place_in_list() or "all" in request.args:
        return page
    rows = [row for row in page.rows if matters(row)][:MOST] or page.rows[:FEW]
    return page if len(rows) == len(page.rows) else Page(rows, "", is_beginning=True)

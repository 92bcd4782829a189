"""The order of rows that people move up and down: a button names the row to pass, so that a second tap moves nothing."""

from collections.abc import Sequence
from typing import Protocol


class Ordered(Protocol):
    """A row with its place among its like."""

    id: int
    position: int


def passes(row: Ordered, other_id: int, *, up: bool, among: Sequence[Ordered]) -> bool:
    """Put a row just before another one (`up`) or just behind it, and number all of them anew.

    `among` are its like as they stand now, locked. Whether anything moved: not where it has passed the other already,
    or where one of both has left the list meanwhile.
    """
    order = list(among)
    numbers = {one.id: number for number, one in enumerate(order)}
    here, there = numbers.get(row.id), numbers.get(other_id)
    if here is None or there is None or here == there or (there < here) != up:
        return False
    order.insert(there, order.pop(here))
    for number, one in enumerate(order, 1):
        one.position = number
    return True

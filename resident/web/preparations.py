"""What a community needs before its residents come: each package says its lines, and the data tell which are made.

The administrator's first page and the command that founds a community read the same list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from flask import url_for
from sqlalchemy import ColumnElement, Executable

from resident.ids import CommunityId
from resident.statements import row, together
from resident.web.errors import Words


@dataclass(frozen=True)
class Preparation:
    """One thing to do and why; `made` says of the bound `community` that it is done, or asks what no row can tell.

    `endpoint` is the page on which it is done; '' where the operator does it on the machine.
    """

    name: str
    label: Words
    about: Words
    made: ColumnElement[bool] | Callable[[], bool]
    position: int
    endpoint: str = ""

    @property
    def url(self) -> str:
        """The page on which it is done, in the community at hand; '' where there is none."""
        return url_for(self.endpoint) if self.endpoint else ""


class Prepared(NamedTuple):
    """One thing to do, and whether it is done."""

    preparation: Preparation
    is_made: bool


PREPARATIONS: dict[str, Preparation] = {}


def register(preparation: Preparation) -> None:
    """Put a line on the list; the lower its position, the sooner it is due."""
    PREPARATIONS[preparation.name] = preparation


def preparations_of(*, community_id: CommunityId) -> list[Prepared]:
    """The whole list of a community, in its order; one statement."""
    in_rows = row(_answers, _asking(), community=community_id) or ()
    told = dict(zip((one.name for one in _in_order() if not callable(one.made)), in_rows, strict=True))
    return [Prepared(one, bool(one.made() if callable(one.made) else told[one.name])) for one in _in_order()]


def _in_order() -> list[Preparation]:
    return sorted(PREPARATIONS.values(), key=lambda one: one.position)


@cache  # once for this process: every package has said its lines when the first page asks
def _asking() -> Executable:
    return together(one.made for one in _in_order() if not callable(one.made))


def _answers(*columns: bool) -> tuple[bool, ...]:
    return columns

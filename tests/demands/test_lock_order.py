"""A decision and a change of what is decided on lock it in one order, and so never wait for each other in a circle."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, select

from resident.db import db
from resident.demands.actions import edit_demand, raise_demand
from resident.moderation.actions import approve
from resident.moderation.kinds import KINDS
from resident.moderation.models import ReviewItem
from tests.demands.conftest import Place

TABLE = re.compile(r"FROM (\w+)")


@contextmanager
def locked() -> Iterator[list[str]]:
    """The tables of which rows are locked inside the block, in their order."""
    tables: list[str] = []

    def _note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        if "FOR UPDATE" in statement and (found := TABLE.search(statement)):
            tables.append(found[1])

    event.listen(db.engine, "before_cursor_execute", _note)
    try:
        yield tables
    finally:
        event.remove(db.engine, "before_cursor_execute", _note)


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_a_demand_is_locked_before_its_place_in_the_queue(app: Flask, place: Place) -> None:
    demand = raise_demand(community=place.community, draft=place.draft(), by=place.author)
    item = db.session.scalars(select(ReviewItem).where(ReviewItem.subject_id == demand.id)).one()
    with locked() as by_author:
        edit_demand(demand=demand, draft=place.draft(title="x"), version=demand.version, by=place.author)
    with locked() as by_moderator:
        approve(item=item, version=demand.version, by=place.moderator)
    for tables in (by_author, by_moderator):
        assert tables.index("demand") < tables.index("review_item")


def test_every_kind_says_what_a_decision_locks_first(app: Flask) -> None:
    """Protects a new kind from waiting in a circle with its own edits."""
    assert app
    assert [name for name, kind in KINDS.items() if not kind.locks] == []

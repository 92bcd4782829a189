"""The one way to run a statement that was built once.

Protects every query: a bound None finds nothing and says nothing, and what waits to be written is not seen.
"""

from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import bindparam, event, select
from sqlalchemy.orm import aliased

from resident.accounts.models import PersonRow
from resident.config import settings
from resident.db import db, transaction
from resident.statements import column, entities, entity, lock_only, row, rows, value
from tests.makers.accounts import make_person
from tests.statements import statements_of


class Named(NamedTuple):
    """A person as a list shows them."""

    id: int
    display_name: str


BY_NAME = (
    select(PersonRow.id, PersonRow.display_name)
    .where(PersonRow.display_name == bindparam("name"))
    .order_by(PersonRow.id)
)
OF_THESE = (
    select(PersonRow.display_name).where(PersonRow.id.in_(bindparam("ids", expanding=True))).order_by(PersonRow.id)
)
WHOLE = select(PersonRow).where(PersonRow.display_name == bindparam("name")).order_by(PersonRow.id)
OTHER = aliased(PersonRow)
TWICE = WHOLE.join(OTHER, OTHER.id >= PersonRow.id)
ALONE = select(PersonRow.id).where(PersonRow.id == bindparam("person")).with_for_update()
RUN = (
    lambda **bound: rows(Named, BY_NAME, **bound),
    lambda **bound: row(Named, BY_NAME, **bound),
    lambda **bound: value(BY_NAME, **bound),
    lambda **bound: column(BY_NAME, **bound),
    lambda **bound: entities(WHOLE, **bound),
    lambda **bound: entity(WHOLE, **bound),
)
EACH = pytest.mark.parametrize("run", RUN, ids=["rows", "row", "value", "column", "entities", "entity"])


@pytest.fixture
def people(session: None) -> list[int]:
    """Two of one name, one of another."""
    return [make_person(name).id for name in ("李阿姨", "李阿姨", "王敏")]


def test_columns_come_with_their_names_and_in_order(people: list[int]) -> None:
    assert rows(Named, BY_NAME, name="李阿姨") == [Named(people[0], "李阿姨"), Named(people[1], "李阿姨")]
    first = row(Named, BY_NAME, name="李阿姨")
    assert first is not None
    assert (first.id, first.display_name) == (people[0], "李阿姨")
    assert value(BY_NAME, name="李阿姨") == people[0]
    assert column(BY_NAME, name="李阿姨") == people[:2]


def test_many_values_are_bound_as_one(people: list[int]) -> None:
    assert column(OF_THESE, ids=people[1:]) == ["李阿姨", "王敏"]
    assert column(OF_THESE, ids=[]) == []


def test_whole_things_are_those_of_the_session_each_once(people: list[int]) -> None:
    found = entities(WHOLE, name="李阿姨")
    assert [one.id for one in found] == people[:2]
    assert [one.id for one in entities(TWICE, name="李阿姨")] == people[:2]
    assert entity(WHOLE, name="李阿姨") is found[0] is db.session.get(PersonRow, people[0])


@EACH
def test_where_there_is_nothing_it_is_none_or_an_empty_list(people: list[int], run: Any) -> None:
    assert run(name="张三") in (None, [])


@EACH
def test_a_bound_none_is_refused(people: list[int], run: Any) -> None:
    with pytest.raises(ValueError, match="name is None"):
        run(name=None)


@EACH
def test_a_write_sees_what_it_has_changed_itself(people: list[int], run: Any) -> None:
    person = db.session.get_one(PersonRow, people[2])
    person.display_name = "张三"
    assert run(name="张三") not in (None, [])


def test_a_statement_is_sent_once_for_each_call(app: Flask) -> None:
    with app.app_context(), transaction():
        make_person("李阿姨")
    with statements_of(app) as seen, app.app_context():
        for run in RUN:
            run(name="李阿姨")
    assert len(seen) == len(RUN)


def test_the_very_statement_of_the_module_is_run(app: Flask) -> None:
    ran: list[Any] = []

    def _note(_connection: Any, statement: Any, *_others: Any) -> None:
        ran.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_execute", _note)
        try:
            for run in RUN:
                run(name="李阿姨")
        finally:
            event.remove(db.engine, "before_execute", _note)
    assert [one is known for one, known in zip(ran, [BY_NAME] * 4 + [WHOLE] * 2, strict=True)] == [True] * len(RUN)


def test_what_is_derived_from_a_statement_that_ran_is_a_statement_of_its_own(people: list[int]) -> None:
    """Protects what is kept of a statement's text: SQLAlchemy copies what hangs on it when another is made of it."""
    for _again in range(2):
        assert [one.id for one in rows(Named, BY_NAME, name="李阿姨")] == people[:2]
        assert [one.id for one in rows(Named, BY_NAME.order_by(None).order_by(PersonRow.id.desc()), name="李阿姨")] == [
            people[1],
            people[0],
        ]
        assert [one.id for one in rows(Named, BY_NAME.limit(1), name="李阿姨")] == people[:1]


def test_rows_are_only_locked_where_more_than_one_can_write(app: Flask) -> None:
    with app.app_context(), transaction():
        person = make_person().id
    with statements_of(app) as seen, app.app_context(), transaction():
        lock_only(ALONE, person=person)
        assert len([one for one in seen if "FOR UPDATE" in one]) == (not settings().is_sqlite)

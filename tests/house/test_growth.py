"""What a page reads does not grow with the years behind it: no statement walks through rows that it does not show.

The larger city has GROWTH_ROWS demands (20,000 unless said otherwise; 200,000 take minutes to make).
Exports, audits and imports read everything by their nature and are no pages of these walks.
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, event

from resident import clock as app_clock
from resident.activities.jobs import end_notices
from resident.db import db, transaction
from resident.memory import EXTENSION
from resident.notifications.jobs import deliver_outbox, forget_old_messages
from tests.benchmarks.databases import place
from tests.benchmarks.growing import STAFF
from tests.benchmarks.houses import House, new_app, tokens_of
from tests.benchmarks.pages import MORE, PAGES, Page
from tests.conftest import MONDAY_MORNING, POSTGRES, has_postgres
from tests.makers.growth import grow

SMALL, LARGE = 5_000, int(os.environ.get("GROWTH_ROWS") or 20_000)
COMMUNITIES = 10
MOST_ROWS = (
    500 if LARGE >= 200_000 else 750
)  # of one node: a table of some hundred rows, as there are then, is read whole
MOST_TIMES = 1.5  # SQLite's steps at the larger size by those at the smaller
EVERY = 10  # steps between two looks at SQLite
BY_INDEX = {
    "ix_demand_author": "demand",
    "ix_demand_supported": "demand",
    "ix_demand_holder": "demand",
    "ix_demand_committee": "demand",
    "ix_shift_to_come": "shift",
    "ix_service_record_proposed": "service_record",
    "ix_service_record_notice": "service_record",
    "ix_service_record_overlapped": "service_record",
    "ix_service_record_due": "service_record",
    "ix_redemption_pickups": "redemption",
    "ix_notification_age": "notification",
    "ix_outbox_message_waiting": "outbox_message",
    "ix_outbox_message_settled": "outbox_message",
}
WALK = PAGES + MORE
READ = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck", "Rows Removed by Join Filter")
pytestmark = [pytest.mark.timeout(3600), pytest.mark.xdist_group("growth")]


@dataclass(frozen=True)
class Sent:
    """One statement as it was sent, with what was bound."""

    sql: str
    values: Any


@contextmanager
def _grown(database: str, demands: int) -> Iterator[House]:
    """A city of this size with its people signed in."""
    with place(database, f"grown_{demands}") as here:
        house_app = new_app(here.environ)
        app_clock.use(lambda: MONDAY_MORNING)
        grown = grow(house_app, demands=demands, communities=COMMUNITIES)
        house = House(house_app, vars(grown))
        with house_app.app_context():
            with transaction():
                tokens = tokens_of({who: getattr(grown, who) for who in STAFF})
            db.session.remove()
        house.sign_in(tokens)
        house_app.extensions[EXTENSION].verifies = False
        yield house
        with house_app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def houses(request: pytest.FixtureRequest) -> Iterator[tuple[House, House]]:
    """A city with few years behind it, and the same with many."""
    if request.param == "postgresql" and not has_postgres():
        pytest.skip(f"no PostgreSQL at {POSTGRES}")
    with ExitStack() as stack:
        small, large = (stack.enter_context(_grown(request.param, demands)) for demands in (SMALL, LARGE))
        yield small, large


@contextmanager
def _watched(house: House) -> Iterator[tuple[list[Sent], list[int]]]:
    """Every reading statement inside the block, and on SQLite one entry for every few steps it took."""
    sent: list[Sent] = []
    steps: list[int] = []

    def _note(connection: Connection, _cursor: Any, sql: str, values: Any, *_others: Any) -> None:
        driver: Any = connection.connection.driver_connection
        if connection.dialect.name == "sqlite":
            driver.set_progress_handler(lambda: steps.append(EVERY), EVERY)
        if sql.startswith(("SELECT", "WITH")):
            sent.append(Sent(sql, values))

    with house.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", _note)
    try:
        yield sent, steps
    finally:
        event.remove(engine, "before_cursor_execute", _note)


def _ask(house: House, page: Page) -> tuple[list[Sent], int]:
    """What a page sends when nothing is remembered, and how many steps that takes."""
    house.app.extensions[EXTENSION].clear()
    with _watched(house) as (sent, steps):
        answer = house.get(page).answer(house.app)
    assert answer.status_code == 200, f"{page.name}: {answer.status}"
    return sent, sum(steps)


def _plan(connection: Connection, one: Sent, ways: str = "ANALYZE, ") -> Any:
    """How the database goes about it: a tree of nodes on PostgreSQL, lines on SQLite."""
    if connection.dialect.name == "sqlite":
        return [line[3] for line in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one.sql}", one.values)]
    return connection.exec_driver_sql(f"EXPLAIN ({ways}FORMAT JSON) {one.sql}", one.values).scalar_one()[0]["Plan"]


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _most_read(plan: dict[str, Any]) -> int:
    """How many rows the busiest node of a plan reads."""
    return max(int(sum(node.get(name, 0) for name in READ) * node["Actual Loops"]) for node in _nodes(plan))


@pytest.mark.parametrize("houses", ["postgresql"], indirect=True)
def test_no_statement_of_a_page_reads_more_than_it_shows(houses: tuple[House, House]) -> None:
    """Protects the tenth year: every node of every plan reads few rows, those it throws away among them."""
    large = houses[1]
    found = []
    for page in WALK:
        sent, _steps = _ask(large, page)
        with large.app.app_context(), db.engine.connect() as connection:
            for one in sent:
                rows = _most_read(_plan(connection, one))
                if rows > MOST_ROWS:
                    found.append(f"{page.name}: {rows} rows: {one.sql}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("houses", ["sqlite"], indirect=True)
def test_pages_take_no_more_steps_with_many_years_behind_them(houses: tuple[House, House]) -> None:
    """Protects the tenth year on SQLite: at most one and a half times the steps of its virtual machine."""
    found = []
    for page in WALK:
        small, large = (_ask(house, page)[1] for house in houses)
        if large > small * MOST_TIMES:
            found.append(f"{page.name}: {large} steps where the smaller city takes {small}")
    assert not found, "\n".join(found)


def test_every_index_for_what_stays_small_is_used(houses: tuple[House, House]) -> None:
    """Protects conditions of partial indexes, which fit a statement only in its very words, and their choice.

    The planner chooses by itself, as it knows the tables after the night's work.
    """
    large = houses[1]
    with large.app.app_context():
        forget_old_messages()
    with _watched(large) as (sent, _steps):
        large.app.extensions[EXTENSION].clear()
        for page in PAGES + MORE:
            large.get(page).answer(large.app)
        with large.app.app_context():
            end_notices()
            forget_old_messages()
            deliver_outbox()
    with large.app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        different = list({one.sql: one for one in sent}.values())
        unused = [name for name in BY_INDEX if not _is_used(connection, name, different)]
    assert not unused


def _is_used(connection: Connection, index: str, sent: list[Sent]) -> bool:
    """Whether a statement goes by this index, left to the database."""
    asked = [one for one in sent if re.search(rf"(FROM|JOIN) {BY_INDEX[index]}\b", one.sql)]
    return any(index in json.dumps(_plan(connection, one, "")) for one in asked)

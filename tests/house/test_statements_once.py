"""A statement is built once, when its module is loaded, and run with bound values ever after.

Protects the speed of every page: building a `select()` and finding it in SQLAlchemy's cache takes longer than SQLite
takes to run it, and a moment, a language or a setting built into one would stay what it was when the app started.
"""

import ast
import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from resident.accounts import sessions
from resident.accounts.queries import find_by_phone, person_row
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.memory import EXTENSION, Memory
from resident.moderation.models import ReviewItem
from tests.benchmarks.houses import SLUG, STAFF
from tests.benchmarks.pages import PAGES, Page
from tests.house.source import files, nodes, tree
from tests.journeys.conftest import demo_app

CODE = files("resident", ".py")
BUILDS = {"select", "union", "union_all", "exists"}
OF_STATEMENTS = BUILDS | {"where", "join", "values", "bindparam", "literal"}
OF_THE_MOMENT = {"clock.now", "clock.at", "clock.local", "settings", "gettext", "ngettext", "_"}
LAZY = {"lazy_gettext", "_l"}
OF_THE_ORM = (
    "_load_on_pk_identity",
    "_emit_lazyload",
    "_load_via_parent",
    "_load_via_child",
)  # get, refresh, relations
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def called(node: ast.AST) -> str:
    """What a call calls, as it is written; '' for anything else."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def builds(node: ast.AST) -> bool:
    """Whether this builds a statement: `select(…)`, or `….exists()` of one that is there."""
    return called(node).rpartition(".")[2] in BUILDS


def is_of_a_statement(node: ast.AST) -> bool:
    """Whether this is a step on the way to a statement: `….where(…)` of one that is there."""
    return called(node).rpartition(".")[2] in OF_STATEMENTS


def that_run(path: Path) -> list[ast.AST]:
    """The functions that run for a request or a job: the public ones and methods, and all that these name."""
    functions = {node.name: node for node in tree(path).body if isinstance(node, FUNCTIONS)}
    found = [function for name, function in functions.items() if not name.startswith("_")]
    found += [node for one in tree(path).body if isinstance(one, ast.ClassDef) for node in one.body]
    for function in found:  # grows while it is walked
        names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        found += [functions[name] for name in names & set(functions) if functions[name] not in found]
    return found


def asks_the_database(path: Path) -> bool:
    """Whether a file runs statements. The helper itself builds parts of them; the demo is told once, in a new house."""
    if path.stem == "statements" or "demo" in path.parts:
        return False
    return any(node.module in {"resident.db", "resident.statements"} for node in nodes(path, ast.ImportFrom))


def made_at_start(path: Path) -> Iterator[ast.AST]:
    """Everything of a module that is computed when it is loaded; the bodies of functions are not."""
    waiting: list[ast.AST] = [tree(path)]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [one for one in ast.iter_child_nodes(node) if not isinstance(one, (*FUNCTIONS, ast.Lambda))]


@pytest.mark.parametrize("path", [path for path in CODE if asks_the_database(path)], ids=str)
def test_a_function_that_runs_builds_no_statement(path: Path) -> None:
    built = [ast.unparse(node) for one in that_run(path) for node in ast.walk(one) if builds(node)]
    assert built == []


@pytest.mark.parametrize("path", CODE, ids=str)
def test_a_statement_of_a_module_knows_no_moment_language_or_setting(path: Path) -> None:
    """Protects from a moment or a language that would stay what it was when the module was loaded."""
    asked = {called(node) for node in made_at_start(path)}
    assert asked & OF_THE_MOMENT == set()
    statements = [node for node in tree(path).body if not isinstance(node, (*FUNCTIONS, ast.ClassDef))]
    words = {
        called(part)
        for statement in statements
        for part in ast.walk(statement)
        if any(map(is_of_a_statement, ast.walk(statement)))
    }
    assert words & LAZY == set()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demo community as a running app shows it: what is remembered is not read again."""
    app = demo_app(tmp_path_factory.mktemp("once"))
    memory: Memory = app.extensions[EXTENSION]
    memory.verifies = False
    return app


@pytest.fixture(scope="module")
def marks(demo: Flask) -> dict[str, Any]:
    """What fills the paths of the measured pages."""
    visitor = demo.test_client()
    with demo.app_context():
        community = db.session.scalars(select(CommunityRow).where(CommunityRow.slug == SLUG)).one()
        waiting = select(ReviewItem.id).where(
            ReviewItem.community_id == community.id, ReviewItem.decided_at.is_(None), ReviewItem.kind == "demand"
        )
        item = db.session.scalars(waiting.order_by(ReviewItem.id)).first()
        db.session.remove()
    found = {
        name: re.search(rf"/c/{SLUG}/{folder}/([0-9]+)", visitor.get(f"/c/{SLUG}/{folder}").get_data(as_text=True))
        for name, folder in (("demand", "demands"), ("activity", "activities"))
    }
    return {name: match[1] for name, match in found.items() if match} | {"slug": SLUG, "review_item": item}


def browser_of(demo: Flask, who: str) -> FlaskClient:
    """A browser of one of the people whose pages are measured; of a visitor for ''."""
    browser = demo.test_client()
    if who:
        with demo.app_context(), transaction():
            person = find_by_phone(STAFF[who])
            assert person is not None
            token = sessions.open_session(person_row(person), device="test")
        with browser.session_transaction() as cookie:
            cookie[sessions.COOKIE_KEY] = token
            cookie["_fresh"] = True
    return browser


def asked_by_the_orm() -> bool:
    """Whether SQLAlchemy runs a statement of its own: for `get`, a refresh, or a relationship that is touched."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        if frame.f_code.co_name in OF_THE_ORM and "sqlalchemy" in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_whoever_looks_again_runs_statements_that_ran_before(demo: Flask, marks: dict[str, Any], page: Page) -> None:
    """Protects every measured page; of the ORM's own statements, which it builds anew, a page asks at most one."""
    browser, path = browser_of(demo, page.who), page.path.format(**marks)
    ran: list[Any] = []  # kept, so that no later statement gets the place of an earlier one in memory
    of_the_orm: list[Any] = []

    def _note(_connection: Any, statement: Any, *_others: Any) -> None:
        (of_the_orm if asked_by_the_orm() else ran).append(statement)

    with demo.app_context():
        engine = db.engine
    event.listen(engine, "before_execute", _note)
    try:
        assert browser.get(path).status_code == 200
        known = {id(statement) for statement in ran}
        ran_first, of_the_orm[:] = len(ran), []
        assert browser.get(path).status_code == 200
    finally:
        event.remove(engine, "before_execute", _note)
    assert ran_first > 0
    assert [str(statement) for statement in ran[ran_first:] if id(statement) not in known] == []
    assert len(of_the_orm) <= 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_whoever_looks_again_has_sqlite_plan_nothing(demo: Flask, marks: dict[str, Any], page: Page) -> None:
    """Protects from bound words where a partial index has them written: SQLite plans such a statement at each execution."""
    browser, path = browser_of(demo, page.who), page.path.format(**marks)
    planned: list[str] = []

    def _note(action: int, *names: Any) -> int:
        if action != sqlite3.SQLITE_TRANSACTION:  # to begin and to end is nothing to plan
            planned.append(f"{action} {names}")
        return sqlite3.SQLITE_OK

    def _watch(driver: sqlite3.Connection, _record: Any) -> None:
        driver.set_authorizer(_note)

    with demo.app_context():
        engine = db.engine
    engine.dispose()
    event.listen(engine, "connect", _watch)
    try:
        assert browser.get(path).status_code == 200
        planned_first, planned[:] = len(planned), []
        assert browser.get(path).status_code == 200
    finally:
        event.remove(engine, "connect", _watch)
        engine.dispose()
    assert planned_first > 0
    assert planned == []

"""Who may call what: every route, asked as eleven kinds of people, against a table that was written down and read.

Protects: a new route is closed until somebody has decided and written down whom it is open to.
Run with WRITE_ACCESS=1 to write the table anew; then read the difference, line by line.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resident.accounts import sessions
from resident.accounts.models import PersonRow
from resident.accounts.queries import find_by_phone
from resident.db import db, transaction, transactions
from tests.makers.things import KINDS, PEOPLE, address, furnished, rules, things_of

TABLE = Path(__file__).with_name("access.txt")
WITHOUT_TOKEN = {"/language", "/reading-mode"}  # they stand on every page, also before there is a session


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demo community with everything in it, whose forms need no token."""
    app = furnished(tmp_path_factory.mktemp("access"))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture(scope="module")
def things(demo: Flask) -> dict[str, Any]:
    """One thing for every kind of number in an address."""
    return things_of(demo)


@pytest.fixture(autouse=True)
def _nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every call sees the same community: what it changes is rolled back."""
    monkeypatch.setattr(transactions, "_commit", lambda: db.session.rollback())


def browser_of(demo: Flask, kind: str) -> FlaskClient:
    """A browser with this kind of person signed in."""
    client = demo.test_client()
    if kind == "visitor":
        return client
    with demo.app_context(), transaction():
        person = (
            db.session.get(PersonRow, demo.config["STRANGER"]) if kind == "stranger" else find_by_phone(PEOPLE[kind])
        )
        assert person is not None
        token = sessions.open_session(person, device="test")
        db.session.connection().connection.commit()
    client.environ_base["token"] = token
    return client


def answer_of(client: FlaskClient, method: str, path: str, things: dict[str, Any]) -> str:
    """`in`, or how one is kept out: `sign-in`, `403`, `404`."""
    with client.session_transaction() as cookie:
        cookie.clear()
        if client.environ_base.get("token"):
            cookie[sessions.COOKIE_KEY], cookie["_fresh"] = client.environ_base["token"], True
    named = {"shift": things["shift_id"], "shift_id": things["shift_id"], "price": 1, "version": 1}
    data = named if method == "POST" else None
    answer = client.open(path, method=method, data=data, headers={"Origin": "http://localhost"})
    answer.close()
    if answer.status_code >= 500:
        return f"BROKEN {answer.status_code}"
    if answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in"):
        return "sign-in"
    return str(answer.status_code) if answer.status_code in {401, 403, 404, 405} else "in"


def test_every_route_answers_each_kind_of_person_as_written(demo: Flask, things: dict[str, Any]) -> None:
    browsers = {kind: browser_of(demo, kind) for kind in KINDS}
    lines = []
    for method, rule in rules(demo):
        path = address(rule, things)
        answers = " ".join(f"{answer_of(browsers[kind], method, path, things):<8}" for kind in KINDS)
        lines.append(f"{method:<4} {rule.rule:<72} {answers}".rstrip())
    table = "\n".join([f"{'':<4} {'':<72} {' '.join(f'{kind[:8]:<8}' for kind in KINDS)}".rstrip(), *lines]) + "\n"
    if os.environ.get("WRITE_ACCESS"):
        TABLE.write_text(table, encoding="utf-8")
    assert "BROKEN" not in table, "\n".join(line for line in lines if "BROKEN" in line)
    assert table == TABLE.read_text(encoding="utf-8")


def test_every_change_wants_a_token_but_for_two_switches_that_refuse_other_sites(
    demo: Flask, things: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects from a view that somebody takes out of CSRF protection."""
    monkeypatch.setitem(demo.config, "WTF_CSRF_ENABLED", True)
    client = browser_of(demo, "chief")
    changing = {rule.rule: address(rule, things) for method, rule in rules(demo) if method == "POST"}

    def _sent(path: str, site: str) -> TestResponse:
        with client.session_transaction() as cookie:
            cookie[sessions.COOKIE_KEY], cookie["_fresh"] = client.environ_base["token"], True
        return client.post(path, headers={"Accept-Language": "en", "Sec-Fetch-Site": site})

    refused = {rule for rule, path in changing.items() if "This form is too old" in _sent(path, "same-origin").text}
    assert set(changing) - refused == WITHOUT_TOKEN
    assert {_sent(path, "cross-site").status_code for path in WITHOUT_TOKEN} == {403}

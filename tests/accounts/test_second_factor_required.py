"""Administrators without a second factor see the page that sets it up, whichever page they ask for."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from resident.accounts.models import PersonRow
from resident.accounts.sessions import COOKIE_KEY, open_session
from resident.communities.models import CommunityRow, Role
from resident.config import SettingsError, read_settings
from resident.db import db, transaction
from resident.web.errors import Conflict
from tests.makers.accounts import digits_of, make_factor
from tests.makers.communities import make_community, make_resident, make_staff

SET_UP = "/me/second-factor"
OPEN = {
    "accounts.confirm",
    "accounts.confirm_send",
    "accounts.language",
    "accounts.privacy",
    "accounts.reading_mode",
    "accounts.sign_out",
    "feedback.about",
    "feedback.write",
    "health.alive",
    "health.ready",
    "second_factors.code",
    "second_factors.confirm",
    "second_factors.index",
    "second_factors.new",
}
Browser = Callable[[str], FlaskClient]


@pytest.fixture
def strict(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app as it runs outside tests and demos."""
    monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], second_factor="required"))
    with app.app_context(), transaction():
        make_community("guihua")
    return app


@pytest.fixture
def browser(strict: Flask) -> Browser:
    """`browser("administrator")` is that of a new one."""

    def _of(kind: str) -> FlaskClient:
        with strict.app_context(), transaction():
            here = db.session.query(CommunityRow).one()
            person = make_resident(here) if kind == "resident" else make_staff(here, Role(kind))
            token, made = open_session(person.value, device=""), strict.test_client()
            made.environ_base["person"] = person.id
        with made.session_transaction() as cookie:
            cookie[COOKIE_KEY], cookie["_fresh"] = token, True
        return made

    return _of


def _address(rule: Rule) -> str:
    """The address of a rule with something in it; whether it is there does not matter before the gate."""
    filled = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule).replace("<community>", "guihua")
    return re.sub(r"<[^>]+>", "1", filled)


def test_every_route_leads_there_but_for_the_few_that_set_it_up_or_lead_out(strict: Flask, browser: Browser) -> None:
    """Walks the URL map: a new route is closed before anybody thinks of it."""
    chief, stopped = browser("administrator"), set()
    for rule in strict.url_map.iter_rules():
        path = _address(rule)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            if rule.endpoint in OPEN:
                continue
            for part in ({}, {"HX-Request": "true"}):
                answer = chief.open(path, method=method, headers=part)
                led = answer.headers.get("HX-Redirect") if part else answer.location
                assert (led, answer.status_code) == (SET_UP, 401 if part else 303), (method, path)
            stopped.add(rule.endpoint)
    assert stopped | OPEN == {rule.endpoint for rule in strict.url_map.iter_rules()}
    assert chief.get(SET_UP).status_code == 200


def test_once_it_is_set_up_everything_is_open(strict: Flask, browser: Browser) -> None:
    chief = browser("administrator")
    assert chief.get("/c/guihua/admin").location == SET_UP
    chief.post(f"{SET_UP}/new")
    from tests.accounts.test_second_factor_pages import _key

    digits = digits_of(_key(chief.get(f"{SET_UP}/confirm").text))
    assert chief.post(f"{SET_UP}/confirm", data={"step": digits}).status_code == 200
    assert chief.get("/c/guihua/admin").status_code == 200
    assert "/end" not in chief.get(SET_UP).text
    assert chief.post(f"{SET_UP}/end").status_code == Conflict.status
    assert chief.get("/c/guihua/admin").status_code == 200


def test_whose_second_factor_was_taken_off_stands_before_the_gate_again(strict: Flask, browser: Browser) -> None:
    chief = browser("administrator")
    with strict.app_context(), transaction():
        make_factor(db.session.get_one(PersonRow, chief.environ_base["person"]))
    assert chief.get("/c/guihua/admin").status_code == 200


@pytest.mark.parametrize("kind", ["moderator", "worker", "resident"])
def test_nobody_else_must(browser: Browser, kind: str) -> None:
    assert browser(kind).get("/c/guihua/").status_code == 200


@pytest.mark.parametrize("others", [{"second_factor": "optional"}, {"demo": True}])
def test_not_where_the_setting_says_so_and_not_in_a_demo(
    strict: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch, others: dict[str, object]
) -> None:
    monkeypatch.setitem(strict.config, "RESIDENT", replace(strict.config["RESIDENT"], **others))
    assert browser("administrator").get("/c/guihua/admin").status_code == 200


def test_the_setting_is_required_unless_somebody_says_optional(tmp_path) -> None:
    env = {"RESIDENT_DATA_DIR": str(tmp_path)}
    assert read_settings(env).requires_second_factor
    assert read_settings(env | {"RESIDENT_SECOND_FACTOR": " Required "}).requires_second_factor
    assert not read_settings(env | {"RESIDENT_SECOND_FACTOR": "optional"}).requires_second_factor
    assert not read_settings(env | {"RESIDENT_DEMO": "1"}).requires_second_factor
    with pytest.raises(SettingsError, match="RESIDENT_SECOND_FACTOR"):
        read_settings(env | {"RESIDENT_SECOND_FACTOR": "no"})

"""Settings, devices and one's own data, over HTTP."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts import registry
from resident.accounts.models import Consent, PersonRow
from resident.db import db, transaction
from resident.web.errors import Conflict
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.communities import make_community
from tests.statements import statements_of

SignIn = Callable[[int], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
PAGES = ("/me/settings", "/me/data", "/me/data/file")
ACTS = ("/sign-out", "/sign-out-everywhere", "/me/data/close", "/me/settings")


@pytest.fixture
def person_id(app: Flask) -> int:
    with app.app_context(), transaction():
        make_community("guihua")
        return make_person("李阿姨", phone="13800000001").id


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_is_asked_to_sign_in_and_comes_back(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (303, f"/sign-in?next={path}")


@pytest.mark.parametrize("path", ACTS)
def test_a_visitor_changes_nothing(app: Flask, client: FlaskClient, person_id: int, path: str) -> None:
    answer = client.post(path, data={"display_name": "别人"})
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")
    with app.app_context():
        person = db.session.get_one(PersonRow, person_id)
        assert (person.display_name, person.closed_at) == ("李阿姨", None)


def test_a_new_name_is_shown_from_now_on(person_id: int, sign_in: SignIn) -> None:
    browser = sign_in(person_id)
    assert browser.post("/me/settings", data={"display_name": "李 奶奶"}).location == "/me/settings"
    assert 'value="李 奶奶"' in browser.get("/me/settings").text


@pytest.mark.parametrize("name", ["", "字" * 21, "派出所"])
def test_a_refused_name_stays_in_the_field_and_changes_nothing(
    app: Flask, person_id: int, sign_in: SignIn, name: str
) -> None:
    answer = sign_in(person_id).post("/me/settings", data={"display_name": name})
    assert answer.status_code == 422
    assert f'value="{name}"' in answer.text
    with app.app_context():
        assert db.session.get_one(PersonRow, person_id).display_name == "李阿姨"


def test_signing_out_ends_this_device_and_no_other(person_id: int, sign_in: SignIn) -> None:
    here, there = sign_in(person_id), sign_in(person_id)
    assert here.post("/sign-out").location == "/"
    assert here.get("/me/settings").status_code == 303
    assert there.get("/me/settings").status_code == 200
    assert here.post("/sign-out").location.startswith("/sign-in")


def test_signing_out_everywhere_puts_every_device_out_at_its_next_request(person_id: int, sign_in: SignIn) -> None:
    here, there = sign_in(person_id), sign_in(person_id)
    assert here.post("/sign-out-everywhere").location == "/"
    for browser in (here, there):
        assert browser.get("/me/settings").status_code == 303


def test_an_old_cookie_does_not_come_back_to_life(app: Flask, person_id: int, sign_in: SignIn) -> None:
    browser = sign_in(person_id)
    with browser.session_transaction() as cookie:
        old = dict(cookie)
    browser.post("/sign-out")
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(old)
    assert thief.get("/me/settings").status_code == 303


def test_a_session_of_ninety_days_has_run_out_whatever_its_cookie_says(
    person_id: int, sign_in: SignIn, clock: Clock
) -> None:
    browser = sign_in(person_id)
    for days in (29, 29, 29):
        clock.advance(days=days)
        assert browser.get("/me/settings").status_code == 200
    clock.advance(days=3, seconds=-1)
    with browser.session_transaction() as cookie:
        signed_in = dict(cookie)
    assert browser.get("/me/settings").status_code == 200
    clock.advance(seconds=1)
    assert browser.post("/me/settings", data={"display_name": "王阿姨"}).location.startswith("/sign-in")
    assert browser.get("/me/settings").location.startswith("/sign-in")
    with browser.session_transaction() as cookie:
        cookie.clear()
        cookie.update(signed_in)
    assert browser.get("/me/settings").location.startswith("/sign-in")


def test_a_device_whose_session_has_run_out_is_not_listed(person_id: int, sign_in: SignIn, clock: Clock) -> None:
    sign_in(person_id)
    clock.advance(days=29)
    browser = sign_in(person_id)
    assert browser.get("/me/settings", headers=ENGLISH).text.count("Unknown device") == 2
    clock.advance(days=1)
    assert browser.get("/me/settings", headers=ENGLISH).text.count("Unknown device") == 1


def test_the_list_names_this_device(person_id: int, sign_in: SignIn) -> None:
    browser = sign_in(person_id)
    sign_in(person_id)
    page = browser.get("/me/settings", headers=ENGLISH).text
    assert page.count("this device") == 1
    assert page.count("Unknown device") == 2


def test_my_data_are_mine_alone(person_id: int, sign_in: SignIn, app: Flask) -> None:
    with app.app_context(), transaction():
        other = make_person("王敏", phone="13800000009").id
    answer = sign_in(person_id).get("/me/data/file")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["account"]["phone"] == "13800000001"
    assert answer.json["account"]["display_name"] == "李阿姨"
    assert answer.json["messages"] == []
    assert "13800000009" not in answer.text
    assert "138 0000 0009" in sign_in(other).get("/me/data").text


def test_closing_the_account_is_asked_once_and_ends_everything(app: Flask, person_id: int, sign_in: SignIn) -> None:
    browser, other_device = sign_in(person_id), sign_in(person_id)
    assert "/me/data/close" in browser.get("/me/data").text.split("<details")[1]
    assert browser.post("/me/data/close").location == "/"
    for one in (browser, other_device):
        assert one.get("/me/data").status_code == 303
    with app.app_context():
        assert db.session.get_one(PersonRow, person_id).phone_lookup is None
        assert db.session.scalars(select(Consent.withdrawn_at)).one() is not None
    assert browser.post("/me/data/close").location.startswith("/sign-in")


def test_a_package_may_say_what_comes_first(
    app: Flask, person_id: int, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _refuse(_person: PersonRow) -> None:
        raise Conflict("Hand over first.")

    monkeypatch.setattr(registry, "KEPT", dict(registry.KEPT))
    registry.register("tests", "", "", rows=list, close=_refuse)
    browser = sign_in(person_id)
    answer = browser.post("/me/data/close")
    assert answer.status_code == 409
    assert "Hand over first." in answer.text
    assert browser.get("/me/data").status_code == 200


def test_everybody_may_read_the_privacy_page(client: FlaskClient, person_id: int) -> None:
    page = client.get("/privacy")
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert 'href="/privacy"' in page.text


@pytest.mark.parametrize(
    ("path", "most"),
    [("/me/settings", 7), ("/me/data", 6), ("/me/notifications", 6), ("/privacy", 6)],  # settings: a name that waits
)
def test_a_page_takes_few_statements(app: Flask, person_id: int, sign_in: SignIn, path: str, most: int) -> None:
    browser = sign_in(person_id)
    browser.get(path)
    with statements_of(app) as seen:
        assert browser.get(path).status_code == 200
    assert len(seen) <= most, seen

"""How personal data is used has changed: everybody is asked once more, loses nothing by it, and may leave instead."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from resident.accounts.actions import agree_again
from resident.accounts.models import CONSENT_VERSION, Consent, PersonRow
from resident.accounts.queries import has_agreed
from resident.db import db, transaction
from tests.accounts.conftest import AtOnce
from tests.makers.accounts import make_person
from tests.makers.communities import make_community
from tests.recorded import recorded

SignIn = Callable[[int], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
AGREE = "/me/agree"


@pytest.fixture
def earlier(app: Flask) -> int:
    """Somebody who agreed to the text before."""
    with app.app_context(), transaction():
        make_community("guihua")
        person = make_person()
        db.session.execute(update(Consent).values(version="2026-01"))
        return person.id


def versions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Consent.version).order_by(Consent.id)))


def test_every_page_leads_there_and_back_to_where_one_was_going(app: Flask, earlier: int, sign_in: SignIn) -> None:
    client = sign_in(earlier)
    answer = client.get("/c/guihua/demands?q=lamp")
    assert (answer.status_code, answer.location) == (303, "/me/agree?next=/c/guihua/demands?q%3Dlamp")
    page = client.get(answer.location, headers=ENGLISH).text
    assert "It is kept for one year, without who said it." in page
    assert "Backups" not in page
    answer = client.post(AGREE, data={"agreed": "y", "onward": "/c/guihua/demands?q=lamp"})
    assert (answer.status_code, answer.location) == (303, "/c/guihua/demands?q=lamp")
    assert client.get("/c/guihua/demands").status_code == 200
    assert versions(app) == ["2026-01", CONSENT_VERSION]


def test_without_the_tick_nothing_is_agreed_and_the_way_back_stays(app: Flask, earlier: int, sign_in: SignIn) -> None:
    client = sign_in(earlier)
    answer = client.post(AGREE, data={"onward": "/c/guihua/demands"}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "we may not keep an account without your consent" in answer.text
    assert 'value="/c/guihua/demands"' in answer.text
    assert versions(app) == ["2026-01"]


def test_the_way_back_stays_in_this_app(earlier: int, sign_in: SignIn) -> None:
    client = sign_in(earlier)
    assert client.post(AGREE, data={"agreed": "y", "onward": "//elsewhere.example/"}).location == "/"
    assert client.get(f"{AGREE}?next=https://elsewhere.example/").location == "/"


def test_who_does_not_agree_may_read_take_along_and_leave(earlier: int, sign_in: SignIn) -> None:
    client = sign_in(earlier)
    for page in ("/privacy", "/about", "/feedback", "/me/data", "/me/data/file"):
        assert client.get(page).status_code == 200, page
    assert client.post("/me/data/close").location == "/"
    assert client.get("/me/data").status_code == 303


def test_what_was_being_written_is_taken_all_the_same(app: Flask, earlier: int, sign_in: SignIn) -> None:
    client = sign_in(earlier)
    assert client.post("/me/settings", data={"display_name": "王阿姨"}).location == "/me/settings"
    with app.app_context():
        assert db.session.get_one(PersonRow, earlier).display_name == "王阿姨"


def test_a_part_sends_the_whole_page_there(earlier: int, sign_in: SignIn) -> None:
    answer = sign_in(earlier).get("/c/guihua/demands", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith(AGREE)


def test_who_agreed_to_the_present_text_is_not_asked(app: Flask, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        make_community("guihua")
        person = make_person().id
    client = sign_in(person)
    assert client.get("/c/guihua/").status_code == 200
    assert client.get(AGREE).location == "/"


def test_agreeing_twice_is_agreeing_once(session: None) -> None:
    person = make_person()
    db.session.execute(update(Consent).values(version="2026-01"))
    assert has_agreed(person.value)
    agree_again(by=person.value)
    agree_again(by=person.value)
    assert db.session.scalar(select(func.count(Consent.id))) == 2
    assert recorded() == [("person.agreed", person.id, person.id, {})]


def test_two_tabs_at_once_agree_once(app: Flask, earlier: int, at_once: AtOnce) -> None:
    at_once(2, lambda: agree_again(by=db.session.get_one(PersonRow, earlier).value))
    assert versions(app) == ["2026-01", CONSENT_VERSION]

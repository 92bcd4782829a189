"""The language or the size of the type, switched in the middle of a form."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.accounts.models import KeptForm, PersonRow
from resident.accounts.sessions import end_all_sessions
from resident.db import db, transaction
from resident.demands.models import Demand
from resident.media.models import Photo
from tests.makers.communities import make_community, make_resident
from tests.makers.demands import make_category
from tests.makers.media import make_upload

SignIn = Callable[[int], FlaskClient]
EN = {"switch_language": "en"}
WRITTEN = {"title": "楼道的灯不亮了", "body": "三天了，晚上看不见。", "spot": "二楼", "token": "t" * 24}


@pytest.fixture
def town(app: Flask) -> dict[str, int]:
    with app.app_context(), transaction():
        community = make_community("guihua")
        return {"li": make_resident(community, "李阿姨").id, "category": make_category(community).id}


def _count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalars(select(func.count()).select_from(table)).one()


def _lang(page: str) -> str:
    return page.split('<html lang="')[1].split('"')[0]


def test_a_visitor_switches_and_the_number_stays(client: FlaskClient, town: dict[str, int], sent: list[object]) -> None:
    answer = client.post("/sign-in", data={"phone": "1380000", "next": "/c/guihua/demands", **EN})
    assert (answer.status_code, _lang(answer.text)) == (200, "en")
    assert 'value="1380000"' in answer.text
    assert 'name="next" value="/c/guihua/demands"' in answer.text
    assert "field__error" not in answer.text
    assert sent == []
    assert _lang(client.get("/privacy").text) == "en"


def test_a_person_switches_and_nothing_but_that_is_done(app: Flask, town: dict[str, int], sign_in: SignIn) -> None:
    browser = sign_in(town["li"])
    for sent, mode in ((EN, None), ({"switch_mode": "care"}, "care"), (EN | {"switch_mode": "standard"}, "standard")):
        answer = browser.post("/me/settings", data={"display_name": "李 奶奶", **sent})
        assert (answer.status_code, _lang(answer.text)) == (200, "en")
        assert 'value="李 奶奶"' in answer.text
        assert ('data-mode="care"' in answer.text) is (mode == "care")
        with app.app_context():
            person = db.session.get_one(PersonRow, town["li"])
            assert (person.display_name, person.language, person.reading_mode) == ("李阿姨", "en", mode)


def test_what_was_refused_stays_in_the_form_too(town: dict[str, int], sign_in: SignIn) -> None:
    browser = sign_in(town["li"])
    short = WRITTEN | {"title": "灯泡"}
    refused = browser.post("/c/guihua/demands/new", data=short)
    assert refused.status_code == 422
    switched = browser.post("/c/guihua/demands/new", data=short | EN)
    assert (switched.status_code, _lang(switched.text)) == (200, "en")
    assert all(words in switched.text for words in short.values())


def test_chosen_options_and_photos_come_back_and_go_with_the_form(
    app: Flask, town: dict[str, int], sign_in: SignIn
) -> None:
    browser = sign_in(town["li"])
    data = WRITTEN | {"category_id": str(town["category"]), "visibility": "committee"}
    photo = make_upload()
    switched = browser.post("/c/guihua/demands/new", data={**data, **EN, "photos": (photo.stream, "a.jpg")})
    assert switched.status_code == 200
    assert re.search(r'checked[^>]*value="committee"|value="committee"[^>]*checked', switched.text)
    assert re.search(rf'checked[^>]*value="{town["category"]}"|value="{town["category"]}"[^>]*checked', switched.text)
    assert (_count(app, Demand), _count(app, Photo)) == (0, 1)
    assert browser.post("/c/guihua/demands/new", data=data).status_code == 303
    with app.app_context():
        demand = db.session.scalars(select(Demand)).one()
        assert db.session.scalars(select(Photo.owner_id)).one() == demand.id


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_switch(app: Flask, town: dict[str, int], sign_in: SignIn, site: str) -> None:
    browser = sign_in(town["li"])
    answer = browser.post("/me/settings", data={"display_name": "x", **EN}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    with app.app_context():
        assert db.session.get_one(PersonRow, town["li"]).language is None


def test_after_the_session_has_ended_the_text_is_kept_and_the_way_in_is_switched(
    app: Flask, town: dict[str, int], sign_in: SignIn
) -> None:
    browser = sign_in(town["li"])
    with app.app_context(), transaction():
        end_all_sessions(db.session.get_one(PersonRow, town["li"]))
    answer = browser.post("/me/settings", data={"display_name": "李 奶奶", **EN})
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/me/settings")
    assert _lang(browser.get(answer.location).text) == "en"
    with app.app_context():
        assert db.session.scalars(select(KeptForm)).one().fields == {"display_name": ["李 奶奶"]}


def test_what_there_is_not_switches_nothing(app: Flask, town: dict[str, int], sign_in: SignIn) -> None:
    answer = sign_in(town["li"]).post("/me/settings", data={"display_name": "李奶奶", "switch_language": "fr"})
    assert answer.status_code == 303
    with app.app_context():
        assert db.session.get_one(PersonRow, town["li"]).display_name == "李奶奶"


def test_a_button_is_no_form_to_switch_in(app: Flask, town: dict[str, int], sign_in: SignIn) -> None:
    browser = sign_in(town["li"])
    assert browser.post("/me/sessions/end-others", data=EN).status_code == 400


@pytest.mark.parametrize("path", ["/sign-in", "/me/settings", "/me/household", "/c/guihua/demands/new"])
def test_the_switches_of_a_page_belong_to_its_form(
    town: dict[str, int], client: FlaskClient, sign_in: SignIn, path: str
) -> None:
    page = (client if path == "/sign-in" else sign_in(town["li"])).get(path).text
    (form,) = set(re.findall(r'<button[^>]* form="([^"]+)"[^>]*switch_(?:language|mode)', page))
    assert page.count(f'<form id="{form}" method="post"') == 1
    assert 'action="/language"' not in page

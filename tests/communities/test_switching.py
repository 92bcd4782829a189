"""Another community chosen in the middle of a form: what was typed is in its form there."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.accounts.models import KeptForm
from resident.communities.switching import page_in
from resident.db import db, transaction
from resident.demands.models import Demand
from tests.makers.communities import make_building, make_community, make_resident
from tests.makers.demands import make_category, make_demand

SignIn = Callable[[int], FlaskClient]
OTHER = {"switch_community": "1"}
WRITTEN = {"title": "楼道的灯不亮了", "body": "三天了，晚上看不见。", "spot": "二楼", "token": "t" * 24}
NEW = "/c/guihua/demands/new"


@pytest.fixture
def town(app: Flask) -> dict[str, int]:
    with app.app_context(), transaction():
        community, other = make_community("guihua"), make_community("yulan")
        make_category(community)
        make_category(other)
        make_building(other)
        demand = make_demand(community)
        return {"li": make_resident(community, "李阿姨").id, "number": demand.number}


def _demands(app: Flask) -> int:
    with app.app_context():
        return db.session.scalars(select(func.count()).select_from(Demand)).one()


def _choose(browser: FlaskClient, answer_to: str, slug: str = "yulan") -> str:
    page = browser.get(answer_to).text
    return next(part.split('"')[0] for part in page.split('href="')[1:] if part.startswith(f"/c/{slug}/"))


@pytest.mark.parametrize("refused_before", [False, True])
def test_what_was_typed_goes_along(app: Flask, town: dict[str, int], sign_in: SignIn, refused_before: bool) -> None:
    browser, before = sign_in(town["li"]), _demands(app)
    if refused_before:
        assert browser.post(NEW, data=WRITTEN | {"title": "灯"}).status_code == 422
    switched = browser.post(NEW, data=WRITTEN | OTHER, headers={"Referer": f"http://localhost{NEW}"})
    assert switched.status_code == 303
    went = browser.get(_choose(browser, switched.location).replace("&amp;", "&"))
    assert (went.status_code, went.location) == (302, "/c/yulan/demands/new")
    page = browser.get(went.location).text
    assert all(WRITTEN[name] in page for name in ("title", "body", "spot"))
    assert "field__error" not in page
    assert _demands(app) == before
    assert WRITTEN["title"] in browser.get(NEW).text, "who thinks better of it finds it where it was"


def test_a_page_of_ones_own_is_about_the_community_chosen_then(town: dict[str, int], sign_in: SignIn) -> None:
    browser = sign_in(town["li"])
    browser.get("/c/guihua/")
    sent = {"unit": "2单元", "room": "301"} | OTHER
    switched = browser.post("/me/household", data=sent, headers={"Referer": "http://localhost/me/household"})
    went = browser.get(_choose(browser, switched.location).replace("&amp;", "&"))
    assert went.location == "/me/household"
    page = browser.get("/me/household").text
    assert 'value="301"' in page
    cookie = browser.get_cookie("community")
    assert cookie is not None
    assert cookie.value == "yulan"


def test_what_belongs_to_one_thing_stays_where_it_was_written(town: dict[str, int], sign_in: SignIn) -> None:
    browser, page = sign_in(town["li"]), f"/c/guihua/demands/{town['number']}"
    switched = browser.post(
        f"{page}/comments", data={"body": "我家也是。"} | OTHER, headers={"Referer": f"http://localhost{page}"}
    )
    assert switched.location == "/?choose=1"
    assert "我家也是。" not in browser.get("/c/yulan/demands/new").text
    assert "我家也是。" in browser.get(page).text


def test_another_site_switches_nothing(app: Flask, town: dict[str, int], sign_in: SignIn) -> None:
    answer = sign_in(town["li"]).post(NEW, data=WRITTEN | OTHER, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    with app.app_context():
        assert db.session.scalars(select(KeptForm)).all() == []


def test_nobody_is_led_anywhere_else(app: Flask, town: dict[str, int]) -> None:
    with app.test_request_context("/c/yulan/"):
        for page in ("//evil.example/c/*/", "https://evil.example", "/c/guihua/demands", "/nowhere", ""):
            assert page_in("yulan", page) == "/c/yulan/"
        assert page_in("yulan", "/c/*/demands/new") == "/c/yulan/demands/new"
        assert page_in("yulan", "/me/household") == "/me/household"


def test_the_button_stands_only_where_there_are_others_and_somebody(
    app: Flask, client: FlaskClient, town: dict[str, int], sign_in: SignIn
) -> None:
    assert "switch_community" in sign_in(town["li"]).get(NEW).text
    assert "choose=1" not in client.get("/c/guihua/demands").text

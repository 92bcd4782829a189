"""Language and reading mode."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.models import PersonRow
from resident.db import db, transaction
from tests.makers.accounts import make_person
from tests.makers.communities import make_community

WECHAT_LANGUAGES = "zh-CN,zh;q=0.9,en-US;q=0.8,en;q=0.7"


@pytest.fixture
def person_id(app: Flask) -> int:
    with app.app_context(), transaction():
        make_community("guihua")
        return make_person().id


def _lang(client: FlaskClient, languages: str = WECHAT_LANGUAGES) -> str:
    page = client.get("/privacy", headers={"Accept-Language": languages}).text
    return page.split('<html lang="')[1].split('"')[0]


def test_the_browser_decides_first(client: FlaskClient) -> None:
    assert _lang(client) == "zh-Hans"
    assert _lang(client, "en-GB,en;q=0.9,zh;q=0.8") == "en"
    assert _lang(client, "zh-TW") == "zh-Hans"
    assert _lang(client, "fr") == "zh-Hans"


def test_a_visitors_choice_lasts_a_year_and_comes_without_a_session(csrf_app: Flask) -> None:
    client = csrf_app.test_client()
    answer = client.post("/language", data={"language": "en", "next": "/privacy?a=1"})
    assert (answer.status_code, answer.location) == (303, "/privacy?a=1")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("language=en;")
    assert "Max-Age=31536000" in cookie
    assert "SameSite=Lax" in cookie
    assert _lang(client) == "en"
    assert client.get_cookie("session") is None


def test_a_persons_choice_goes_before_the_cookie(
    app: Flask, person_id: int, sign_in: Callable[[int], FlaskClient]
) -> None:
    browser = sign_in(person_id)
    browser.set_cookie("language", "zh_Hans")
    assert _lang(browser) == "zh-Hans"
    browser.post("/language", data={"language": "en"})
    browser.set_cookie("language", "zh_Hans")
    assert _lang(browser) == "en"
    with app.app_context():
        assert db.session.get_one(PersonRow, person_id).language == "en"


def test_care_mode_is_chosen_the_same_way(
    app: Flask, client: FlaskClient, person_id: int, sign_in: Callable[[int], FlaskClient]
) -> None:
    for browser in (client, sign_in(person_id)):
        assert browser.post("/reading-mode", data={"mode": "care", "next": "/privacy"}).location == "/privacy"
        assert 'data-mode="care"' in browser.get("/privacy").text
        browser.post("/reading-mode", data={"mode": "standard"})
        assert 'data-mode="care"' not in browser.get("/privacy").text
    with app.app_context():
        assert db.session.get_one(PersonRow, person_id).reading_mode == "standard"


@pytest.mark.parametrize(
    ("path", "data"),
    [("/language", {"language": "fr"}), ("/language", {}), ("/reading-mode", {"mode": "huge"}), ("/reading-mode", {})],
)
def test_what_there_is_not_is_refused(client: FlaskClient, path: str, data: dict[str, str]) -> None:
    answer = client.post(path, data=data)
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[x"},
        {"Referer": "http://[x"},
        {"Referer": "https://evil.example/page"},
    ],
)
@pytest.mark.parametrize(("path", "data"), [("/language", {"language": "en"}), ("/reading-mode", {"mode": "care"})])
def test_another_site_may_not_choose_for_people(
    client: FlaskClient, path: str, data: dict[str, str], headers: dict[str, str]
) -> None:
    answer = client.post(path, data=data, headers=headers)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Referer": "http://localhost/privacy"},
        {},
    ],
)
def test_our_own_pages_may(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/language", data={"language": "en"}, headers=headers).status_code == 303


def test_a_house_without_a_public_address_takes_no_sender_without_one(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], public_url=""))
    answers = [
        client.post("/language", data={"language": "en"}, headers={"Origin": one})
        for one in ("null", "http://localhost")
    ]
    assert [answer.status_code for answer in answers] == [403, 303]


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/sign-out", "/nowhere/at/all", ""])
def test_back_is_always_a_page_of_ours(client: FlaskClient, onward: str) -> None:
    assert client.post("/language", data={"language": "en", "next": onward}).location == "/"

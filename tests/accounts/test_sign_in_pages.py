"""The way in, over HTTP."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import select

from resident.accounts.entrance.identity import LONGEST_TYPED
from resident.accounts.models import PersonRow, SignInCode, SignInSession
from resident.db import db, transaction
from tests.accounts.coming_in import NEW, PHONE, Sent, ask, count, enter
from tests.accounts.conftest import token_in
from tests.conftest import Clock, test_settings
from tests.makers.accounts import make_person

pytestmark = pytest.mark.usefixtures("joined")


def test_a_person_comes_in_and_is_back_where_they_were(client: FlaskClient, sent: Sent) -> None:
    asked = ask(client, "+86 138 0000 0001", "/me/settings?a=1")
    assert (asked.status_code, asked.location) == (303, "/sign-in/code")
    assert "138 0000 0001" in client.get("/sign-in/code").text
    entered = enter(client, f"{sent[0][1][:3]} {sent[0][1][3:]}")
    assert (entered.status_code, entered.location) == (303, "/me/settings?a=1")
    assert client.get("/me/settings").status_code == 200


def test_the_pages_do_not_tell_whether_a_number_has_an_account(app: Flask, sent: Sent) -> None:
    pages = []
    for phone in (PHONE, NEW):
        browser = app.test_client()
        asked = ask(browser, phone)
        page = browser.get("/sign-in/code").text.replace("0000 0001", "0000 0002")
        pages.append((asked.status_code, asked.location, re.sub(r'value="[^"]{40,}"', "", page)))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("phone", ["", "123", "+1 415 555 0100", "<b>", "138000000011"])
def test_what_is_no_number_is_said_at_the_field_and_kept(client: FlaskClient, sent: Sent, phone: str) -> None:
    answer = ask(client, phone)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert f'value="{escape(phone)}"' in answer.text
    assert sent == []


def test_the_code_page_counts_the_seconds_and_another_code_comes_after_them(
    client: FlaskClient, sent: Sent, clock: Clock
) -> None:
    ask(client)
    clock.advance(seconds=12)
    assert 'data-wait="48"' in client.get("/sign-in/code").text
    early = client.post("/sign-in/again")
    assert early.status_code == 429
    assert "48" in early.text
    clock.advance(seconds=48)
    assert 'data-wait="0"' in client.get("/sign-in/code").text
    assert client.post("/sign-in/again").location == "/sign-in/code"
    assert len(sent) == 2


def test_asking_again_from_the_first_page_within_the_minute_shows_the_code_page(
    client: FlaskClient, sent: Sent
) -> None:
    ask(client)
    assert ask(client).location == "/sign-in/code"
    assert len(sent) == 1


def test_outside_a_demonstration_no_page_shows_the_code(client: FlaskClient, sent: Sent) -> None:
    ask(client)
    page = client.get("/sign-in/code").text
    assert "data-demo-code" not in page
    assert sent[0][1] not in page


def test_a_demonstration_shows_the_code_on_every_device(
    app: Flask, client: FlaskClient, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = app.config["RESIDENT"]
    keys = {"data_dir": usual.data_dir, "database_url": usual.database_url}
    monkeypatch.setitem(app.config, "RESIDENT", test_settings(**keys, demo=True))
    for browser in (client, app.test_client()):
        ask(browser)
        found = re.search(r"data-demo-code[^>]*>\s*(\d{6})\s*<", browser.get("/sign-in/code").text)
        assert found
        assert enter(browser, found[1]).location == "/c/guihua/"
    assert sent == []


def test_somebody_new_agrees_first_and_only_then_has_an_account(app: Flask, client: FlaskClient, sent: Sent) -> None:
    ask(client, NEW, "/me/settings")
    assert enter(client, sent[0][1]).location == "/sign-in/name"
    assert count(app, PersonRow) == 1
    assert "/privacy" in client.get("/sign-in/name").text
    refused = client.post("/sign-in/name", data={"display_name": "新邻居"})
    assert refused.status_code == 422
    assert "新邻居" in refused.text
    assert count(app, PersonRow) == 1
    agreed = client.post("/sign-in/name", data={"display_name": " 新邻居 ", "agreed": "y"})
    assert (agreed.status_code, agreed.location) == (303, "/me/settings")
    assert "新邻居" in client.get("/me/settings").text


@pytest.mark.parametrize("name", ["", "　", "字" * 21, "桂花社区居委会", "Ｐｏｌｉｃｅ"])
def test_a_name_that_is_refused_opens_no_account(app: Flask, client: FlaskClient, sent: Sent, name: str) -> None:
    ask(client, NEW)
    enter(client, sent[0][1])
    answer = client.post("/sign-in/name", data={"display_name": name, "agreed": "y"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "checked" in answer.text
    assert count(app, PersonRow) == 1


def test_what_was_proven_opens_the_door_once(app: Flask, client: FlaskClient, sent: Sent) -> None:
    ask(client, NEW, "/me/settings")
    enter(client, sent[0][1])
    with client.session_transaction() as cookie:
        before = dict(cookie)
    copied = app.test_client()
    with copied.session_transaction() as cookie:
        cookie.update(before)
    answer = client.post("/sign-in/name", data={"display_name": "新邻居", "agreed": "y"})
    assert (answer.status_code, answer.location) == (303, "/me/settings")
    assert copied.get("/sign-in/name").location == "/sign-in"
    assert copied.post("/sign-in/name", data={"display_name": "别人", "agreed": "y"}).location == "/sign-in"
    assert copied.get("/me/settings").status_code == 303
    assert count(app, PersonRow) == 2
    assert count(app, SignInSession) == 1


def test_back_from_the_name_to_the_code_leads_on_to_the_name(client: FlaskClient, sent: Sent) -> None:
    ask(client, NEW)
    enter(client, sent[0][1])
    assert client.get("/sign-in/code").location == "/sign-in/name"


def test_back_to_the_code_after_signing_in_leads_on(client: FlaskClient, sent: Sent) -> None:
    ask(client)
    enter(client, sent[0][1])
    assert client.get("/sign-in/code").location == "/sign-in"
    assert client.get("/sign-in").location == "/"


def test_the_later_pages_send_back_those_who_skip_the_first(client: FlaskClient, sent: Sent) -> None:
    for path in ("/sign-in/code", "/sign-in/name"):
        assert client.get(path).location == "/sign-in"
        assert client.post(path, data={"code": "123456"}).location == "/sign-in"
    assert client.post("/sign-in/again").location == "/sign-in"
    ask(client, NEW)
    assert client.get("/sign-in/name").location == "/sign-in"


def test_a_name_sent_after_half_an_hour_begins_again(client: FlaskClient, sent: Sent, clock: Clock) -> None:
    ask(client, NEW)
    enter(client, sent[0][1])
    clock.advance(minutes=30)
    assert client.post("/sign-in/name", data={"display_name": "新", "agreed": "y"}).location == "/sign-in"


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\nb", "", "x"]
)
def test_the_way_back_stays_in_the_house(client: FlaskClient, sent: Sent, onward: str) -> None:
    ask(client, onward=onward)
    assert enter(client, sent[0][1]).location == "/"


def test_who_is_signed_in_already_is_sent_on(sign_in: Callable[[int], FlaskClient], app: Flask) -> None:
    with app.app_context():
        browser = sign_in(db.session.scalars(select(PersonRow.id)).one())
    assert browser.get("/sign-in?next=/me/data").location == "/me/data"
    assert browser.get("/sign-in?next=//evil.example").location == "/"
    assert browser.post("/sign-in", data={"phone": NEW}).location == "/"


def test_signing_in_changes_the_cookie_that_a_visitor_had(csrf_app: Flask, sent: Sent) -> None:
    client = csrf_app.test_client()
    token = token_in(client.get("/sign-in").text)
    client.post("/sign-in", data={"phone": PHONE, "csrf_token": token})
    with client.session_transaction() as cookie:
        before = dict(cookie)
        assert PHONE not in str(before)
    client.post("/sign-in/code", data={"code": sent[0][1], "csrf_token": token})
    with client.session_transaction() as cookie:
        assert cookie.get("csrf_token") != before["csrf_token"]
        assert "sign_in" not in cookie
        assert cookie.permanent


def test_a_wrong_csrf_token_sends_no_code(csrf_app: Flask, sent: Sent) -> None:
    assert csrf_app.test_client().post("/sign-in", data={"phone": PHONE}).status_code == 400
    assert sent == []


def test_the_device_is_named_in_the_list(app: Flask, client: FlaskClient, sent: Sent) -> None:
    ask(client)
    agent = {"User-Agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0"}
    client.post("/sign-in/code", data={"code": sent[0][1]}, headers=agent)
    with app.app_context():
        assert db.session.scalars(select(SignInSession.device)).one() == "wechat iphone"


def test_the_way_in_shows_whom_to_call(client: FlaskClient) -> None:
    assert "0571-88000018" in client.get("/sign-in").text


@pytest.mark.parametrize(("prepared", "shown"), [("王敏", "王敏"), ("138****0002", "")])
def test_a_prepared_account_begins_with_its_name_but_not_with_its_number(
    app: Flask, client: FlaskClient, sent: Sent, prepared: str, shown: str
) -> None:
    with app.app_context(), transaction():
        make_person(prepared, phone=NEW, consented=False)
    ask(client, NEW, "/me/settings")
    assert enter(client, sent[0][1]).location == "/sign-in/name"
    assert re.search(rf'name="display_name"[^>]*value="{shown}"', client.get("/sign-in/name").text)
    client.post("/sign-in/name", data={"display_name": "王小敏", "agreed": "y"})
    assert 'value="王小敏"' in client.get("/me/settings").text
    assert count(app, PersonRow) == 2


def test_a_number_of_endless_marks_is_refused_before_it_is_looked_at(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    original = unicodedata.normalize
    monkeypatch.setattr(unicodedata, "normalize", lambda form, text: asked.append(len(text)) or original(form, text))
    for marks, status in ((80_000, 413), (5_000, 422)):
        phone = "a" + "\u0301" * marks + "\u0316" * marks
        assert [ask(client, phone).status_code for _ in range(3)] == [status] * 3
    assert max(asked) <= 8 * LONGEST_TYPED


def test_where_the_counter_signs_people_in_no_code_is_sent(
    app: Flask, client: FlaskClient, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], sign_in="counter"))
    page = client.get("/sign-in")
    assert page.status_code == 200
    assert "0571-88000018" in page.text
    assert 'name="phone"' not in page.text
    assert ask(client).status_code == 409
    assert count(app, SignInCode) == 0
    assert sent == []

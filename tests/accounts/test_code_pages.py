"""Codes and tries over HTTP: whose they are, how they are typed, and how often."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.entrance.identity import phone_lookup
from resident.accounts.entrance.known import is_known
from resident.accounts.models import KnownBrowser, SignInCode, ThrottleHit
from resident.db import db
from tests.accounts.coming_in import NEW, PHONE, Sent, ask, enter, wrong
from tests.accounts.conftest import token_in
from tests.conftest import Clock

pytestmark = pytest.mark.usefixtures("joined")


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "٣٤٥٦٧٨"])
def test_what_is_no_code_costs_no_try(app: Flask, client: FlaskClient, sent: Sent, code: str) -> None:
    ask(client)
    for _ in range(6):
        assert enter(client, code).status_code == 422
    assert enter(client, sent[0][1]).status_code == 303


def test_the_sixth_wrong_code_is_still_counted(app: Flask, client: FlaskClient, sent: Sent) -> None:
    ask(client)
    answers = [enter(client, wrong(sent[0][1])) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 6
    assert "too many" not in answers[3].text.lower()
    with app.app_context():
        assert db.session.scalars(select(SignInCode.tries_left)).one() == 0
    assert enter(client, sent[0][1]).status_code == 422
    assert client.get("/me/settings").status_code == 303


def test_another_browser_with_five_wrong_tries_does_not_burn_mine(app: Flask, client: FlaskClient, sent: Sent) -> None:
    ask(client)
    stranger = app.test_client()
    ask(stranger)
    for _ in range(6):
        assert enter(stranger, wrong(sent[1][1])).status_code == 422
    assert enter(client, sent[0][1]).status_code == 303


def test_the_code_of_one_browser_is_nothing_in_another(app: Flask, client: FlaskClient, sent: Sent) -> None:
    ask(client)
    stranger = app.test_client()
    ask(stranger)
    answer = enter(stranger, sent[0][1])
    assert answer.status_code == (422 if sent[0][1] != sent[1][1] else 303)


def test_the_sixth_code_an_hour_is_refused_and_prolongs_nothing(
    app: Flask, client: FlaskClient, sent: Sent, clock: Clock
) -> None:
    for _ in range(5):
        assert ask(client).status_code == 303
        clock.advance(minutes=2)
    for _ in range(3):
        refused = ask(client)
        assert refused.status_code == 429
        assert 'aria-invalid="true"' in refused.text
        assert client.post("/sign-in/again").status_code == 429
    with app.app_context():
        hits = db.session.scalars(select(ThrottleHit.id).where(ThrottleHit.bucket == "codes per phone")).all()
    assert len(hits) == 5
    assert len(sent) == 5
    clock.advance(minutes=50)
    assert ask(client).location == "/sign-in/code"


def test_addresses_are_counted_by_network_and_only_behind_known_proxies(
    client: FlaskClient, sent: Sent, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], codes_per_address_an_hour=30))
    for number in range(30):
        address = f"2001:db8:1:1::{number:x}"
        client.post("/sign-in", data={"phone": f"139{number:08d}"}, environ_base={"REMOTE_ADDR": address})
    same_house = {"REMOTE_ADDR": "2001:db8:1:1:ffff::1"}
    forged = {"X-Forwarded-For": "10.1.1.1"}
    data = {"phone": "13911111111"}
    assert client.post("/sign-in", data=data, environ_base=same_house, headers=forged).status_code == 429
    next_door = {"REMOTE_ADDR": "2001:db8:1:2::1"}
    assert client.post("/sign-in", data=data, environ_base=next_door).status_code == 303


def test_twenty_guesses_shut_new_browsers_out_and_not_the_one_that_was_here(
    app: Flask, client: FlaskClient, sent: Sent, clock: Clock
) -> None:
    ask(client)
    enter(client, sent[-1][1])
    client.post("/sign-out")
    for _ in range(4):
        stranger = app.test_client()
        ask(stranger)
        for _ in range(5):
            enter(stranger, wrong(sent[-1][1]))
    refused = ask(app.test_client())
    assert refused.status_code == 429
    assert "before" in refused.text or "以前" in refused.text
    assert ask(client).location == "/sign-in/code"
    assert enter(client, sent[-1][1]).location == "/c/guihua/"


def test_a_browser_stays_known_under_another_token_after_each_sign_in(client: FlaskClient, sent: Sent) -> None:
    tokens = set()
    for _ in range(3):
        ask(client)
        enter(client, sent[-1][1])
        client.post("/sign-out")
        cookie = client.get_cookie("known_browser")
        assert cookie is not None
        assert (cookie.http_only, cookie.same_site) == (True, "Lax")
        tokens.add(cookie.value)
    assert len(tokens) == 3


def test_signing_out_everywhere_leaves_only_this_browser_known(app: Flask, client: FlaskClient, sent: Sent) -> None:
    lost = app.test_client()
    for browser in (lost, client):
        ask(browser)
        enter(browser, sent[-1][1])
    client.post("/sign-out-everywhere")
    with app.app_context():
        assert len(db.session.scalars(select(KnownBrowser)).all()) == 1
    kept = client.get_cookie("known_browser")
    with app.app_context():
        assert is_known(kept.value, lookup=phone_lookup(PHONE))
        assert not is_known(lost.get_cookie("known_browser").value, lookup=phone_lookup(PHONE))


def test_two_tabs_for_one_number_share_the_code(client: FlaskClient, sent: Sent) -> None:
    ask(client)
    first = _mark_in(client.get("/sign-in/code").text)
    ask(client)
    answer = client.post("/sign-in/code", data={"code": sent[0][1], "sent_to": first})
    assert answer.status_code == 303


def test_the_tab_of_the_first_number_says_that_a_second_was_asked_for(client: FlaskClient, sent: Sent) -> None:
    ask(client)
    first = _mark_in(client.get("/sign-in/code").text)
    ask(client, NEW)
    for _ in range(6):  # no try of the second number is lost
        refused = client.post("/sign-in/code", data={"code": sent[0][1], "sent_to": first})
        assert refused.status_code == 422
        assert "138 0000 0002" in refused.text
    assert _mark_in(refused.text) != first
    assert client.post("/sign-in/code", data={"code": sent[1][1], "sent_to": _mark_in(refused.text)}).status_code == 303


def _mark_in(page: str) -> str:
    found = re.search(r'name="sent_to"[^>]*value="([0-9a-f]+)"', page)
    assert found
    assert "13800000001" not in found[1]
    return found[1]


def test_an_older_code_is_called_so_and_costs_no_try(client: FlaskClient, sent: Sent, clock: Clock) -> None:
    ask(client)
    clock.advance(minutes=1)
    client.post("/sign-in/again")
    if sent[0][1] == sent[1][1]:
        pytest.skip("once in a million")
    for _ in range(6):
        assert enter(client, sent[0][1]).status_code == 422
    assert enter(client, sent[1][1]).status_code == 303


@pytest.mark.parametrize(
    "typed",
    [
        "{} {}",
        "\u200b{}\u200b{}.",
        "{}-{}",
        " {}　{}。",
        "【{}{}】",
        "验证码：{}{}，",
        "{}\ufe0f{}",
        "“{}{}”",
        "{}·{}\u00a0",
    ],
)
def test_a_code_is_understood_however_it_was_typed(client: FlaskClient, sent: Sent, typed: str) -> None:
    ask(client)
    assert enter(client, typed.format(sent[0][1][:3], sent[0][1][3:])).status_code == 303


def test_full_width_digits_are_a_code(client: FlaskClient, sent: Sent) -> None:
    ask(client)
    assert enter(client, "".join(chr(ord("０") + int(digit)) for digit in sent[0][1])).status_code == 303


def test_a_browser_without_cookies_is_told_so(csrf_app: Flask, sent: Sent) -> None:
    forgetful = csrf_app.test_client(use_cookies=False)
    token = token_in(forgetful.get("/sign-in").text)
    answer = forgetful.post("/sign-in", data={"phone": PHONE, "csrf_token": token}, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert "keeps no cookies" in answer.text
    assert sent == []


def test_pressing_the_button_twice_sends_one_code(app: Flask, client: FlaskClient, sent: Sent) -> None:
    client.get("/sign-in")
    with client.session_transaction() as cookie:
        before = dict(cookie)
    doubled = app.test_client()
    with doubled.session_transaction() as cookie:
        cookie.update(before)
    for browser in (client, doubled):
        assert ask(browser).location == "/sign-in/code"
    assert len(sent) == 1

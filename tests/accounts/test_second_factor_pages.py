"""Setting up a second factor and signing in with it, over HTTP."""

import base64
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from werkzeug.test import TestResponse

from resident.accounts.models import Consent, PersonRow, RecoveryCode, SignInSession
from resident.db import db, transaction
from tests.conftest import Clock
from tests.makers.accounts import digits_of, make_factor
from tests.makers.communities import make_community, make_staff

Sent = list[tuple[str, str]]
SignIn = Callable[[int], FlaskClient]
PHONE = "13800000040"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def worker(app: Flask) -> int:
    with app.app_context(), transaction():
        return make_staff(make_community("guihua"), "worker", "周社工", phone=PHONE).id  # type: ignore[arg-type]


@pytest.fixture
def secret(app: Flask, worker: int) -> bytes:
    """The worker has a second factor."""
    with app.app_context(), transaction():
        return make_factor(db.session.get_one(PersonRow, worker))


def _come(client: FlaskClient, sent: Sent, onward: str = "/me/settings") -> TestResponse:
    client.post("/sign-in", data={"phone": PHONE, "next": onward})
    return client.post("/sign-in/code", data={"code": sent[-1][1]})


def _sessions(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SignInSession)) or 0


def _key(page: str) -> bytes:
    """The secret as the page spells it."""
    spelt = re.search(r'class="panel para secret num"[^>]*>([A-Z2-7 ]+)<', page)
    assert spelt
    return base64.b32decode(spelt[1].replace(" ", ""))


def _codes(page: str) -> list[str]:
    return re.findall(r"<li>([A-Z2-9]{5}-[A-Z2-9]{5})</li>", page)


def test_it_is_set_up_with_the_typed_key_and_its_codes_are_shown_once(app: Flask, worker: int, sign_in: SignIn) -> None:
    browser = sign_in(worker)
    assert "/me/second-factor" in browser.get("/me/settings").text
    assert browser.post("/me/second-factor/new").location == "/me/second-factor/confirm"
    shown = browser.get("/me/second-factor/confirm")
    assert shown.headers["Cache-Control"] == "no-store"
    assert 'src="/me/second-factor/code.svg"' in shown.text
    code = browser.get("/me/second-factor/code.svg")
    assert (code.mimetype, code.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    key = _key(shown.text)
    refused = browser.post("/me/second-factor/confirm", data={"step": "000000"})
    assert refused.status_code == 422
    assert _key(refused.text) == key
    done = browser.post("/me/second-factor/confirm", data={"step": f"{digits_of(key)[:3]} {digits_of(key)[3:]}"})
    assert (done.status_code, done.headers["Cache-Control"]) == (200, "no-store")
    assert len(_codes(done.text)) == 10
    page = browser.get("/me/second-factor", headers=ENGLISH).text
    assert _codes(page) == []
    assert "10 recovery codes are left." in page
    assert browser.get("/me/second-factor/confirm").location == "/me/second-factor"


def test_new_recovery_codes_and_the_way_out(worker: int, secret: bytes, sign_in: SignIn) -> None:
    browser = sign_in(worker)
    answer = browser.post("/me/second-factor/codes")
    assert (len(_codes(answer.text)), answer.headers["Cache-Control"]) == (10, "no-store")
    assert browser.post("/me/second-factor/end").location == "/me/second-factor"
    assert browser.post("/me/second-factor/end").location == "/me/second-factor"
    assert browser.post("/me/second-factor/codes").status_code == 409


@pytest.mark.parametrize("path", ["new", "codes", "end"])
def test_each_change_wants_a_fresh_code(
    app: Flask, worker: int, secret: bytes, sign_in: SignIn, clock: Clock, path: str
) -> None:
    browser = sign_in(worker)
    clock.advance(minutes=11)
    assert browser.post(f"/me/second-factor/{path}").location.startswith("/me/confirm")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(RecoveryCode)) == 0


@pytest.mark.parametrize("path", ["", "/confirm"])
def test_a_visitor_sees_nothing_of_it(client: FlaskClient, worker: int, path: str) -> None:
    assert client.get(f"/me/second-factor{path}").location.startswith("/sign-in")


def test_the_code_by_message_alone_signs_nobody_in_who_has_one(
    app: Flask, client: FlaskClient, secret: bytes, sent: Sent, clock: Clock
) -> None:
    assert _come(client, sent).location == "/sign-in/second-step"
    assert _sessions(app) == 0
    assert _sessions(app) == 0
    assert client.get("/me/settings").location.startswith("/sign-in")
    assert client.get("/sign-in/code").location == "/sign-in/second-step"
    assert client.get("/sign-in/name").location == "/sign-in/second-step"
    renamed = client.post("/sign-in/name", data={"display_name": "周小梅", "agreed": "y"})
    assert renamed.location == "/sign-in/second-step"
    assert client.post("/sign-in/second-step", data={"step": "000000"}).status_code == 422
    entered = client.post("/sign-in/second-step", data={"step": digits_of(secret)})
    assert entered.location == "/me/settings"
    assert client.get("/me/settings").status_code == 200
    assert _sessions(app) == 1


def test_a_copy_of_the_cookie_between_opens_nothing_afterwards(
    app: Flask, client: FlaskClient, secret: bytes, sent: Sent, clock: Clock
) -> None:
    _come(client, sent)
    with client.session_transaction() as cookie:
        between = dict(cookie)
    client.post("/sign-in/second-step", data={"step": digits_of(secret)})
    clock.advance(seconds=60)
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(between)
    assert thief.post("/sign-in/second-step", data={"step": digits_of(secret)}).location == "/sign-in"
    assert _sessions(app) == 1


def test_who_must_agree_anew_does_so_and_still_needs_the_step(
    app: Flask, client: FlaskClient, secret: bytes, sent: Sent
) -> None:
    with app.app_context(), transaction():
        db.session.execute(delete(Consent))
    assert _come(client, sent).location == "/sign-in/name"
    answer = client.post("/sign-in/name", data={"display_name": "周社工", "agreed": "y"})
    assert answer.location == "/sign-in/second-step"
    assert _sessions(app) == 0
    assert client.post("/sign-in/second-step", data={"step": digits_of(secret)}).location == "/me/settings"


def test_without_the_code_by_message_there_is_no_second_step(client: FlaskClient, secret: bytes) -> None:
    assert client.get("/sign-in/second-step").location == "/sign-in"
    assert client.post("/sign-in/second-step", data={"step": digits_of(secret)}).location == "/sign-in"


def test_a_recovery_code_stands_in_and_is_counted_when_wrong(
    app: Flask, client: FlaskClient, worker: int, sign_in: SignIn, secret: bytes, sent: Sent
) -> None:
    codes = _codes(sign_in(worker).post("/me/second-factor/codes").text)
    _come(client, sent)
    for _ in range(9):
        assert client.post("/sign-in/second-step", data={"step": "ABCDE-FGHJK"}).status_code == 422
    assert client.post("/sign-in/second-step", data={"step": codes[3].lower()}).location == "/me/settings"
    other = app.test_client()
    _come(other, sent)
    assert other.post("/sign-in/second-step", data={"step": codes[3]}).status_code == 422
    assert other.post("/sign-in/second-step", data={"step": codes[4]}).status_code == 429


def test_the_step_after_half_an_hour_is_too_late(client: FlaskClient, secret: bytes, sent: Sent, clock: Clock) -> None:
    _come(client, sent)
    clock.advance(minutes=30)
    assert client.post("/sign-in/second-step", data={"step": digits_of(secret)}).location == "/sign-in"


def test_residents_are_not_offered_what_they_do_not_need(app: Flask, worker: int, sign_in: SignIn) -> None:
    from tests.makers.accounts import make_person

    with app.app_context(), transaction():
        resident = make_person().id
    assert "/me/second-factor" not in sign_in(resident).get("/me/settings").text

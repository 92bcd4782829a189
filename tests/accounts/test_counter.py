"""Coming in where no codes are sent: what the operator makes once, then number and second factor in a known browser."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from resident.accounts.actions import Entered, close_account, enter_way_in, make_way_in, renew_recovery_codes
from resident.accounts.entrance.browsers import Browser
from resident.accounts.entrance.identity import decrypt
from resident.accounts.jobs import sweep_sign_ins
from resident.accounts.models import SYSTEM, Person, PersonRow, SecondFactor, SignInCode, SignInSession, WayIn
from resident.accounts.second_factor.steps import new_secret
from resident.audit.models import AuditEvent
from resident.communities.models import CommunityRow, Role
from resident.db import db, transaction
from resident.web.errors import NotAllowed
from tests.conftest import Clock
from tests.makers.accounts import digits_of, make_factor, make_person
from tests.makers.communities import make_community, make_staff
from tests.recorded import told
from tests.statements import statements_of

SignIn = Callable[[int], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
ZHOU, WU, BOSS, NOBODY = "13800000040", "13800000041", "13800000042", "13800000099"


@pytest.fixture(autouse=True)
def counter(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """No codes are sent here."""
    monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], sign_in="counter"))


@pytest.fixture
def zhou(app: Flask) -> int:
    with app.app_context(), transaction():
        return make_staff(make_community("guihua"), Role.WORKER, "周社工", phone=ZHOU).id


@pytest.fixture
def secret(app: Flask, zhou: int) -> bytes:
    """The worker has a second factor."""
    with app.app_context(), transaction():
        return make_factor(db.session.get_one(PersonRow, zhou))


@pytest.fixture
def browser(app: Flask, secret: bytes, clock: Clock) -> FlaskClient:
    """One in which the worker has signed in before and is signed in no more."""
    known = app.test_client()
    _use(known, letters_for(app, ZHOU))
    known.post("/sign-in/second-step", data={"step": digits_of(secret)})
    assert known.get("/me/settings").status_code == 200
    known.post("/sign-out")
    clock.advance(minutes=2)
    return known


def letters_for(app: Flask, phone: str) -> str:
    """What the operator's command prints."""
    answer = app.test_cli_runner().invoke(args=["users", "way-in", phone])
    assert answer.exit_code == 0, answer.output
    found = re.search(r"[A-Z2-9]{5}(-[A-Z2-9]{5}){3}", answer.output)
    assert found
    return found[0]


def _use(client: FlaskClient, letters: str, phone: str = ZHOU) -> TestResponse:
    return client.post("/sign-in/way-in", data={"phone": phone, "letters": letters})


def _step(client: FlaskClient, digits: str, phone: str = ZHOU, onward: str = "/me/settings") -> TestResponse:
    return client.post("/sign-in/staff", data={"phone": phone, "step": digits, "next": onward}, headers=ENGLISH)


def _sessions(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SignInSession)) or 0


def _events(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_a_resident_is_sent_to_the_counter_and_staff_to_their_page(client: FlaskClient, zhou: int) -> None:
    page = client.get("/sign-in?next=/me", headers=ENGLISH).text
    assert "Come to the office or call" in page
    assert 'href="/sign-in/staff?next=/me"' in page
    assert 'name="phone"' in client.get("/sign-in/staff").text


def test_the_first_administrator_comes_in_by_the_command_and_sets_up_what_brings_them_back(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    with app.app_context(), transaction():
        make_community("guihua")
    granted = app.test_cli_runner().invoke(args=["users", "grant", ZHOU, "administrator", "--community", "guihua"])
    assert granted.exit_code == 0
    letters = letters_for(app, ZHOU)
    assert _use(client, letters.lower().replace("-", " ")).location == "/sign-in/name"
    assert client.post("/sign-in/name", data={"display_name": "周小梅", "agreed": "y"}).location == "/"
    assert client.get("/c/guihua/admin").location == "/me/second-factor"
    assert "下次就登录不了" in client.get("/me/second-factor").text
    client.post("/me/second-factor/new")
    with app.app_context(), transaction():
        secret = make_secret(app)
    assert client.post("/me/second-factor/confirm", data={"step": digits_of(secret)}).status_code == 200
    assert client.get("/c/guihua/admin").status_code == 200
    client.post("/sign-out")
    clock.advance(minutes=2)
    assert _step(client, digits_of(secret)).location == "/me/settings"
    assert client.get("/c/guihua/admin").status_code == 200


def make_secret(app: Flask) -> bytes:
    """The secret that is being set up, as the app would read it off the page."""
    return bytes.fromhex(decrypt(db.session.scalars(select(SecondFactor.new_secret_encrypted)).one()))


def test_letters_open_once_within_an_hour_and_newer_ones_end_them(
    app: Flask, client: FlaskClient, zhou: int, clock: Clock
) -> None:
    first, letters = letters_for(app, ZHOU), letters_for(app, ZHOU)
    assert _use(client, first).status_code == 422
    assert _use(client, letters, phone=WU).status_code == 422
    assert _use(client, letters).location == "/"
    assert _use(app.test_client(), letters).status_code == 422
    late = letters_for(app, ZHOU)
    clock.advance(hours=1)
    assert _use(app.test_client(), late).status_code == 422
    assert _sessions(app) == 1


def test_letters_alone_sign_nobody_in_who_has_a_second_factor(app: Flask, client: FlaskClient, secret: bytes) -> None:
    assert _use(client, letters_for(app, ZHOU)).location == "/sign-in/second-step"
    assert _sessions(app) == 0
    assert client.get("/sign-in/name").location == "/sign-in/second-step"
    assert client.post("/sign-in/second-step", data={"step": digits_of(secret)}).location == "/"
    assert _sessions(app) == 1


def test_only_the_operator_makes_letters(app: Flask, zhou: int) -> None:
    with app.app_context(), transaction():
        chief = make_staff(make_community("yulan"), Role.ADMINISTRATOR).value
        worker = db.session.get_one(PersonRow, zhou).value
        for by in (chief, worker):
            with pytest.raises(NotAllowed):
                make_way_in(person=worker, by=by)
        assert db.session.scalars(select(WayIn)).all() == []


def test_letters_are_for_administrators_and_where_no_codes_are_sent_for_the_staff(
    app: Flask, zhou: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context(), transaction():
        community = db.session.scalars(select(CommunityRow)).one()
        make_person("吴", phone=WU)
        make_staff(community, Role.ADMINISTRATOR, phone=BOSS)
    for sends, phone, code in (
        ("counter", ZHOU, 0),
        ("counter", BOSS, 0),
        ("counter", WU, 2),
        ("code", BOSS, 0),
        ("code", ZHOU, 2),
        ("code", WU, 2),
    ):
        monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], sign_in=sends))
        answer = app.test_cli_runner().invoke(args=["users", "way-in", phone])
        assert (answer.exit_code, "has no such role" in answer.output) == (code, code == 2)


def test_who_may_come_in_by_letters_is_told_that_they_were_made(app: Flask, zhou: int) -> None:
    letters_for(app, ZHOU)
    with app.app_context():
        assert [message[:3] for message in told()] == [(zhou, "accounts.way_in_made", "/me/settings")]


def test_no_letters_for_a_number_without_an_account(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["users", "way-in", NOBODY])
    assert (answer.exit_code, "nobody has an account" in answer.output) == (2, True)


def test_a_step_signs_in_where_its_person_signed_in_before_and_works_once(
    app: Flask, browser: FlaskClient, secret: bytes, clock: Clock
) -> None:
    digits = digits_of(secret)
    assert _step(browser, digits).location == "/me/settings"
    assert browser.get("/me/settings").status_code == 200
    browser.post("/sign-out")
    assert _step(browser, digits).status_code == 422
    clock.advance(minutes=1)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in digits_of(secret))
    assert _step(browser, f"{wide[:3]} {wide[3:]}").location == "/me/settings"


def test_a_step_is_the_fresh_code(browser: FlaskClient, secret: bytes, clock: Clock) -> None:
    _step(browser, digits_of(secret))
    clock.advance(minutes=11)
    assert browser.post("/me/second-factor/codes").location.startswith("/me/confirm")
    assert 'name="step"' in browser.get("/me/confirm").text
    assert browser.post("/me/confirm", data={"step": digits_of(secret), "next": "/me"}).location == "/me"
    assert browser.post("/me/second-factor/codes").status_code == 200


def test_every_refusal_reads_alike_and_asks_as_much_of_the_database(
    app: Flask, client: FlaskClient, browser: FlaskClient, secret: bytes
) -> None:
    """A number nobody has, right digits in a strange browser, and somebody without a second factor."""
    with app.app_context(), transaction():
        make_person(phone=WU)
    answers, counts = [], []
    for number, digits in ((NOBODY, "123456"), (ZHOU, digits_of(secret)), (ZHOU, "123456"), (WU, "123456")):
        stranger = app.test_client()
        stranger.get("/sign-in/staff")
        with statements_of(app) as statements:
            answer = _step(stranger, digits, phone=number)
        answers.append((answer.status_code, re.sub(r"138\d{8}|nonce-\S+|value=\"[^\"]*\"", "", answer.text)))
        counts.append(list(statements))
    assert len(set(answers)) == 1
    assert answers[0][0] == 422
    assert all(count == counts[0] for count in counts)
    assert _sessions(app) == 1


def test_a_known_browser_is_told_no_more_when_its_digits_are_wrong(browser: FlaskClient, client: FlaskClient) -> None:
    said = [
        re.search(r"That did not open[^<]*", _step(one, "000000").text)[0]  # type: ignore[index]
        for one in (browser, client)
    ]
    assert said[0] == said[1]


def test_strangers_use_up_their_own_tries_and_never_the_known_browsers(
    app: Flask, browser: FlaskClient, secret: bytes, zhou: int
) -> None:
    stranger = app.test_client()
    statuses = [_step(stranger, "000000").status_code for _ in range(21)]
    assert statuses == [422] * 20 + [429]
    assert _step(app.test_client(), digits_of(secret)).status_code == 429
    assert _step(app.test_client(), "000000", phone=NOBODY).status_code == 422
    assert _step(browser, digits_of(secret)).location == "/me/settings"


def test_wrong_steps_in_a_known_browser_are_bounded_and_on_record(
    app: Flask, browser: FlaskClient, secret: bytes
) -> None:
    statuses = [_step(browser, "000000").status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert _step(browser, digits_of(secret)).status_code == 429
    assert _events(app).count("person.code_refused") == 10


def test_wrong_letters_are_throttled_by_address(app: Flask, zhou: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], guesses_per_address_an_hour=3))
    letters = letters_for(app, ZHOU)
    assert [_use(app.test_client(), "A" * 20).status_code for _ in range(4)] == [422] * 3 + [429]
    assert _use(app.test_client(), letters).status_code == 429


def test_a_recovery_code_stands_in_for_the_step(app: Flask, browser: FlaskClient, secret: bytes, zhou: int) -> None:
    with app.app_context(), transaction():
        codes = renew_recovery_codes(by=db.session.get_one(PersonRow, zhou).value)
    assert _step(browser, codes[0].lower()).location == "/me/settings"
    browser.post("/sign-out")
    assert _step(browser, codes[0]).status_code == 422


def test_no_page_sends_a_code(app: Flask, zhou: int, sign_in: SignIn, clock: Clock) -> None:
    """Nor waits for one that cannot come."""
    with app.app_context(), transaction():
        li = make_person().id
    resident = sign_in(li)
    for path in ("/me/confirm/send", "/me/number/old/send"):
        assert resident.post(path).status_code == 409, path
    assert resident.post("/sign-in/again").status_code == 303
    assert "No codes are sent" in resident.get("/me/confirm", headers=ENGLISH).text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignInCode)) == 0


def test_the_whole_staff_must_set_up_what_brings_them_back_and_keeps_it(app: Flask, zhou: int, sign_in: SignIn) -> None:
    worker = sign_in(zhou)
    assert worker.get("/c/guihua/desk").location == "/me/second-factor"
    with app.app_context(), transaction():
        make_factor(db.session.get_one(PersonRow, zhou))
        li = make_person().id
    assert worker.get("/c/guihua/desk").status_code == 200
    assert "second-factor/end" not in worker.get("/me/second-factor").text
    assert worker.post("/me/second-factor/end").status_code == 409
    assert sign_in(li).get("/me").status_code == 200


def test_where_codes_are_sent_they_are_the_way_in(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RESIDENT", replace(app.config["RESIDENT"], sign_in="code"))
    assert client.get("/sign-in/staff?next=/me").location == "/sign-in?next=/me"
    assert client.post("/sign-in/staff", data={"phone": ZHOU, "step": "123456"}).location.startswith("/sign-in")


def test_what_was_made_is_forgotten_with_the_account_and_after_a_day(app: Flask, zhou: int, clock: Clock) -> None:
    with app.app_context(), transaction():
        li: Person = make_staff(db.session.scalars(select(CommunityRow)).one(), Role.WORKER).value
        make_way_in(person=li, by=SYSTEM)
        close_account(by=li)
        assert db.session.scalars(select(WayIn)).all() == []
        make_way_in(person=db.session.get_one(PersonRow, zhou).value, by=SYSTEM)
    clock.advance(days=1, seconds=1)
    with app.app_context():
        sweep_sign_ins()
        assert db.session.scalars(select(WayIn)).all() == []


def test_of_two_who_use_letters_at_once_one_comes_in(
    app: Flask, zhou: int, at_once: Callable[..., list[object]]
) -> None:
    letters = letters_for(app, ZHOU)
    outcomes = at_once(
        3,
        lambda: enter_way_in(phone=ZHOU, letters=letters.replace("-", ""), browser=Browser(new_secret().hex())).outcome,
    )
    assert sorted(map(str, outcomes)) == sorted(map(str, [Entered.SIGNED_IN, Entered.WRONG, Entered.WRONG]))

"""A fresh code before an act that matters, and back with what one wrote."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from resident.accounts.models import KeptForm, PersonRow, SignInSession
from resident.communities.models import CommunityRow, Role, RoleGrant
from resident.db import db, transaction
from tests.conftest import Clock
from tests.makers.accounts import digits_of, make_factor, make_person
from tests.makers.communities import make_community, make_staff

Sent = list[tuple[str, str]]
SignIn = Callable[[int], FlaskClient]
CHIEF = "13800000090"
POINTS = "/c/guihua/admin/points"
ENGLISH = {"Accept-Language": "en"}


class Place(NamedTuple):
    """One community with its administrator, another one and a resident."""

    chief: int
    other: int
    resident: int


@pytest.fixture
def place(app: Flask) -> Place:
    with app.app_context(), transaction():
        community = make_community("guihua")
        chief = make_staff(community, Role.ADMINISTRATOR, "周主任", phone=CHIEF)
        other = make_staff(community, Role.ADMINISTRATOR, "吴主任")
        return Place(chief.id, other.id, make_person("李阿姨").id)


@pytest.fixture
def browser(app: Flask, place: Place, sign_in: SignIn, clock: Clock) -> FlaskClient:
    """The administrator's, who signed in eleven minutes ago."""
    made = sign_in(place.chief)
    clock.advance(minutes=11)
    return made


def _settings(browser: FlaskClient, per_hour: int = 12, version: int = 1) -> TestResponse:
    fields = {"points_per_hour": per_hour, "points_daily_cap": 80, "points_monthly_cap": 600}
    return browser.post(POINTS, data={**fields, "notice_days": 7, "pickup_days": 7, "version": version})


def _per_hour(app: Flask) -> int:
    with app.app_context():
        return db.session.scalars(select(CommunityRow.points_per_hour)).one()


def _confirm(browser: FlaskClient, sent: Sent, onward: str = POINTS) -> TestResponse:
    browser.post("/me/confirm/send", data={"next": onward})
    return browser.post("/me/confirm", data={"next": onward, "code": sent[-1][1]}, headers=ENGLISH)


def test_who_has_just_signed_in_is_not_asked(app: Flask, place: Place, sign_in: SignIn, clock: Clock) -> None:
    browser = sign_in(place.chief)
    clock.advance(minutes=10, seconds=-1)
    assert _settings(browser).location == POINTS
    assert _per_hour(app) == 12


def test_what_was_typed_is_back_after_the_code_and_is_sent_once_more(
    app: Flask, browser: FlaskClient, sent: Sent
) -> None:
    answer = _settings(browser)
    assert (answer.status_code, answer.location) == (303, f"/me/confirm?next={POINTS}")
    assert _per_hour(app) == 10
    page = browser.get(f"/me/confirm?next={POINTS}", headers=ENGLISH).text
    assert "138****0090" in page
    assert "13800000090" not in page
    assert sent == []
    assert _confirm(browser, sent).location == POINTS
    assert sent[0][0] == CHIEF
    back = browser.get(POINTS, headers=ENGLISH).text
    assert 'value="12"' in back
    assert "is back in the form" in back
    assert _settings(browser).location == POINTS
    assert _per_hour(app) == 12


def test_a_button_is_pressed_once_more(app: Flask, place: Place, browser: FlaskClient, sent: Sent) -> None:
    with app.app_context():
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == place.other)).one()
        ending, page = f"/c/guihua/admin/roles/{grant.id}/end", f"/c/guihua/admin/people/{place.other}"
    answer = browser.post(ending, headers={"Referer": f"http://localhost{page}"})
    assert answer.location == f"/me/confirm?next={page}"
    assert _confirm(browser, sent, page).location == page
    assert "press the button once more" in browser.get(page, headers=ENGLISH).text
    assert browser.post(ending).location == "/c/guihua/admin/people"


def test_it_holds_for_ten_minutes_and_for_this_device(
    app: Flask, place: Place, browser: FlaskClient, sign_in: SignIn, sent: Sent, clock: Clock
) -> None:
    other_device = sign_in(place.chief)
    with app.app_context(), transaction():
        db.session.scalars(select(SignInSession).order_by(SignInSession.id.desc())).first().fresh_at = None  # type: ignore[union-attr]
    _confirm(browser, sent)
    clock.advance(minutes=10, seconds=-1)
    assert _settings(browser).location == POINTS
    assert _settings(other_device, 13).location.startswith("/me/confirm")
    clock.advance(seconds=1)
    assert _settings(browser, 14).location.startswith("/me/confirm")
    assert _per_hour(app) == 12


def test_a_wrong_code_opens_nothing_and_is_counted(app: Flask, browser: FlaskClient, sent: Sent) -> None:
    browser.post("/me/confirm/send", data={"next": POINTS})
    wrong = f"{(int(sent[-1][1]) + 1) % 10**6:06d}"
    answers = [browser.post("/me/confirm", data={"code": wrong}).status_code for _ in range(6)]
    assert answers == [422] * 6
    assert browser.post("/me/confirm", data={"code": sent[-1][1]}).status_code == 422  # used up
    assert _settings(browser).location.startswith("/me/confirm")


def test_a_code_opens_once_and_a_code_for_coming_in_opens_nothing_here(
    app: Flask, browser: FlaskClient, sent: Sent, clock: Clock
) -> None:
    app.test_client().post("/sign-in", data={"phone": CHIEF})
    browser.post("/me/confirm/send")
    for_coming_in, for_this = sent[0][1], sent[1][1]
    if for_coming_in != for_this:
        assert browser.post("/me/confirm", data={"code": for_coming_in}).status_code == 422
    assert browser.post("/me/confirm", data={"code": for_this}).status_code == 303
    assert browser.post("/me/confirm", data={"code": for_this}).status_code == 422


def test_who_may_not_is_refused_and_not_asked_for_a_code(
    app: Flask, place: Place, sign_in: SignIn, clock: Clock
) -> None:
    resident = sign_in(place.resident)
    clock.advance(minutes=11)
    assert _settings(resident).status_code == 403
    assert app.test_client().post(POINTS).location.startswith("/sign-in")


def test_nobody_gets_what_somebody_else_wrote(
    app: Flask, place: Place, browser: FlaskClient, sign_in: SignIn, sent: Sent
) -> None:
    _settings(browser)
    other = sign_in(place.other)
    assert 'value="12"' not in other.get(POINTS).text
    with app.app_context():
        assert db.session.scalars(select(KeptForm.person_id)).all() == [place.chief]


def test_htmx_is_led_to_the_page_instead_of_a_part(browser: FlaskClient) -> None:
    answer = browser.post(
        "/me/data/close", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/me/data"}
    )
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/me/confirm?next=/me/data")


def test_closing_an_account_wants_it(app: Flask, browser: FlaskClient, place: Place, sent: Sent) -> None:
    came_from = {"Referer": "http://localhost/me/data"}
    assert browser.post("/me/data/close", headers=came_from).location == "/me/confirm?next=/me/data"
    with app.app_context():
        assert db.session.get_one(PersonRow, place.chief).closed_at is None
    _confirm(browser, sent, "/me/data")
    assert browser.post("/me/data/close").location == "/"


def test_who_has_a_second_factor_shows_a_step_of_it_and_no_message_is_sent(
    app: Flask, browser: FlaskClient, place: Place, sent: Sent, clock: Clock
) -> None:
    with app.app_context(), transaction():
        secret = make_factor(db.session.get_one(PersonRow, place.chief))
    assert "138****0090" not in browser.get("/me/confirm").text
    digits = digits_of(secret)
    assert browser.post("/me/confirm", data={"step": "12"}).status_code == 422
    assert browser.post("/me/confirm", data={"step": digits, "next": POINTS}).location == POINTS
    assert _settings(browser).location == POINTS
    assert browser.post("/me/confirm", data={"step": digits}).status_code == 422  # used
    assert sent == []


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_back_is_always_a_page_of_ours(browser: FlaskClient, sent: Sent, onward: str) -> None:
    assert _confirm(browser, sent, onward).location == "/"

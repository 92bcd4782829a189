"""How much one person posts in a day: refused in the form, with everything that was typed."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.config import settings
from resident.db import db
from resident.demands.models import Comment, Demand, Support
from tests.conftest import Clock
from tests.demands.conftest import Town

SignIn = Callable[[int], FlaskClient]


def _number(app: Flask, kind: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(kind)) or 0


def _most(app: Flask, setting: str) -> int:
    with app.app_context():
        return int(getattr(settings(), setting))


def test_sixty_demands_in_a_minute_are_ten_and_the_form_keeps_the_eleventh(
    app: Flask, town: Town, sign_in: SignIn, clock: Clock
) -> None:
    browser, most = sign_in(town.author), _most(app, "demands_a_day")
    answers = [browser.post(town.url("/new"), data=town.form(title=f"第{number}件诉求")) for number in range(60)]
    assert [answer.status_code for answer in answers] == [303] * most + [429] * (60 - most)
    assert _number(app, Demand) == most
    assert 'value="第59件诉求"' in answers[-1].text
    clock.advance(hours=24)
    assert browser.post(town.url("/new"), data=town.form(title="又是新的一天")).status_code == 303


def test_a_comment_too_many_stays_in_its_field(app: Flask, town: Town, sign_in: SignIn, clock: Clock) -> None:
    number, browser = town.make(published_at=clock()), sign_in(town.neighbour)
    for turn in range(_most(app, "comments_a_day") + 1):
        data = {"body": f"我家也是，第{turn}次", "token": f"{turn:024d}"}
        answer = browser.post(town.url(f"/{number}/comments"), data=data)
    assert answer.status_code == 429
    assert f"第{turn}次" in answer.text
    assert _number(app, Comment) == _most(app, "comments_a_day")


def test_a_support_too_many_says_when_again(app: Flask, town: Town, sign_in: SignIn) -> None:
    browser, most = sign_in(town.neighbour), _most(app, "supports_a_day")
    for _ in range(most + 1):
        answer = browser.post(town.url(f"/{town.make()}/support"), headers={"Accept-Language": "en"})
    assert answer.status_code == 429
    assert "You can support the next one from" in answer.text
    assert _number(app, Support) == most

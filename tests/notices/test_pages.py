"""Notices over HTTP."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.communities.models import Role
from resident.db import db, transaction
from resident.notices.models import Notice
from tests.at_once import at_once
from tests.makers.communities import make_building, make_community, make_resident, make_staff
from tests.makers.notices import make_notice

SignIn = Callable[[int], FlaskClient]
FILM = {"title_zh_Hans": "周六放电影", "body_zh_Hans": "广场，19:30", "token": "t" * 32}


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    """A community with a building, its administrator, somebody who lives there, and a notice for that building."""
    with app.app_context(), transaction():
        place = make_community("guihua")
        building = make_building(place, "1")
        notice = make_notice(place, building=building)
        return {
            "building": building.id,
            "notice": notice.id,
            "boss": make_staff(place, Role.ADMINISTRATOR).id,
            "resident": make_resident(place, building=building).id,
        }


def test_a_notice_is_published_once_however_often_it_is_sent(
    app: Flask, client: FlaskClient, people: dict[str, int], sign_in: SignIn
) -> None:
    browsers = [sign_in(people["boss"]) for _ in range(3)]
    answers = at_once([lambda one=one: one.post("/c/guihua/notices/new", data=FILM).location for one in browsers])
    assert len(set(answers)) == 1
    with app.app_context():
        assert db.session.query(Notice).count() == 2
    for path in ("/c/guihua/", "/c/guihua/notices", answers[0], f"{answers[0]}/print"):
        page = client.get(path, headers={"Accept-Language": "en"}).text
        assert "周六放电影" in page, path
    assert "English is missing" in client.get(answers[0], headers={"Accept-Language": "en"}).text


def test_what_is_wrong_is_said_and_nothing_is_lost(people: dict[str, int], sign_in: SignIn) -> None:
    sent = FILM | {"title_zh_Hans": "", "building_ids": str(people["building"]), "ends_on": "2026-03-01"}
    answer = sign_in(people["boss"]).post("/c/guihua/notices/new", data=sent)
    assert answer.status_code == 422
    assert "广场，19:30" in answer.text
    assert "checked" in answer.text
    elsewhere = FILM | {"building_ids": "4711"}
    assert sign_in(people["boss"]).post("/c/guihua/notices/new", data=elsewhere).status_code == 422


def test_unticking_all_places_makes_it_a_notice_for_all(app: Flask, people: dict[str, int], sign_in: SignIn) -> None:
    path = f"/c/guihua/notices/{people['notice']}"
    boss = sign_in(people["boss"])
    assert "checked" in boss.get(f"{path}/edit").text
    sent = {"title_zh_Hans": "周五停水", "body_zh_Hans": "请先接好水", "version": "1"}
    assert boss.post(f"{path}/edit", data=sent).status_code == 303
    with app.app_context():
        assert db.session.get_one(Notice, people["notice"]).building_ids == []
    assert boss.post(f"{path}/edit", data=sent | {"title_zh_Hans": "周六停水"}).status_code == 409


def test_who_lives_there_reads_that_it_is_for_their_building(people: dict[str, int], sign_in: SignIn) -> None:
    page = sign_in(people["resident"]).get("/c/guihua/notices", headers={"Accept-Language": "en"})
    assert "For your building" in page.text


def test_what_is_withdrawn_or_of_elsewhere_is_not_there(
    app: Flask, client: FlaskClient, people: dict[str, int], sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        elsewhere = make_notice(make_community("yulan")).id
    path = f"/c/guihua/notices/{people['notice']}"
    assert client.get(f"/c/guihua/notices/{elsewhere}").status_code == 404
    assert sign_in(people["resident"]).post(f"{path}/withdraw").status_code == 403
    boss = sign_in(people["boss"])
    assert boss.post(f"{path}/withdraw").status_code == 303
    assert [boss.get(path).status_code, client.get(path).status_code] == [200, 404]
    assert "周五停水" not in client.get("/c/guihua/").text

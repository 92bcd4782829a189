"""Grids, buildings and demand categories are kept."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident import clock
from resident.communities.models import Building, Grid, Role
from resident.db import db, transaction
from resident.demands.models import DemandCategory
from tests.admin.conftest import Place
from tests.makers.communities import make_community, make_staff

ADMIN = "/c/guihua/admin"


def token_of(page: str) -> str:
    return re.search(r'name="token"[^>]*value="([^"]+)"', page)[1]


def names(app: Flask, model: type) -> list[str]:
    with app.app_context():
        return [row.name["zh_Hans"] for row in db.session.scalars(select(model).order_by(model.id))]


def test_a_grid_and_a_building_in_it_are_added_once(app: Flask, place: Place, browser: FlaskClient) -> None:
    sent = {"name_zh_Hans": "北片", "token": token_of(browser.get(f"{ADMIN}/grids/new").text)}
    assert [browser.post(f"{ADMIN}/grids/new", data=sent).status_code for _time in range(2)] == [303, 303]
    assert names(app, Grid)[2:] == ["北片"]
    token = token_of(browser.get(f"{ADMIN}/buildings/new").text)
    sent = {"name_zh_Hans": "12栋", "grid": str(place.grid), "token": token}
    assert [browser.post(f"{ADMIN}/buildings/new", data=sent).status_code for _time in range(2)] == [303, 303]
    assert names(app, Building)[2:] == ["12栋"]


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("name_zh_Hans", "3栋", "There is one of this name already."),
        ("grid", "other", "This grid is gone. Choose another one."),
    ],
)
def test_a_wrong_field_is_said_at_the_field_and_nothing_is_lost(
    app: Flask, place: Place, browser: FlaskClient, field: str, value: str, complaint: str
) -> None:
    token = token_of(browser.get(f"{ADMIN}/buildings/new").text)
    sent = {"name_zh_Hans": "12栋", "name_en": "Tower", "grid": str(place.grid), "token": token}
    sent[field] = str(place.other_grid) if value == "other" else value
    answer = browser.post(f"{ADMIN}/buildings/new", data=sent)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert 'value="Tower"' in answer.text
    assert len(names(app, Building)) == 2


def test_a_stale_building_keeps_what_was_typed_and_shows_what_stands_there(
    app: Flask, place: Place, browser: FlaskClient
) -> None:
    page = f"{ADMIN}/buildings/{place.building}"
    sent = {"name_zh_Hans": "3栋", "name_en": "Tower", "grid": str(place.grid), "version": "1"}
    assert browser.post(page, data=sent).status_code == 303
    answer = browser.post(page, data=sent | {"name_en": "Castle"})
    assert answer.status_code == 409
    assert 'value="Castle"' in answer.text
    assert "Tower" in answer.text
    assert browser.post(page, data=sent | {"name_en": "Castle", "version": "2"}).status_code == 303
    assert browser.post(page, data=sent | {"version": "x"}).status_code == 409


def test_a_grid_with_buildings_stays_until_they_are_archived(app: Flask, place: Place, browser: FlaskClient) -> None:
    answer = browser.post(f"{ADMIN}/grids/{place.grid}/archive")
    assert answer.status_code == 409
    assert "Move its buildings to another grid" in answer.text
    for path in (f"buildings/{place.building}", f"grids/{place.grid}"):
        assert [browser.post(f"{ADMIN}/{path}/archive").status_code for _time in range(2)] == [303, 303]
    assert browser.get(f"{ADMIN}/places").text.count(">archived<") == 2
    assert browser.post(f"{ADMIN}/buildings/{place.building}/restore").status_code == 409
    for path in (f"grids/{place.grid}", f"buildings/{place.building}"):
        assert [browser.post(f"{ADMIN}/{path}/restore").status_code for _time in range(2)] == [303, 303]


def test_what_belongs_to_another_community_is_not_there(app: Flask, place: Place, browser: FlaskClient) -> None:
    with app.app_context(), transaction():
        category = DemandCategory(community_id=place.community + 1, name={"zh_Hans": "别处", "en": ""})
        db.session.add(category)
        db.session.flush()
        others = (f"buildings/{place.other_building}", f"grids/{place.other_grid}", f"categories/{category.id}")
    sent = {"name_zh_Hans": "x", "grid": str(place.grid), "version": "1"}
    for path in others:
        assert browser.get(f"{ADMIN}/{path}").status_code == 404
        assert browser.post(f"{ADMIN}/{path}", data=sent).status_code == 404
        assert browser.post(f"{ADMIN}/{path}/archive").status_code == 404
        assert browser.post(f"{ADMIN}/{path}/restore").status_code == 404


def test_a_category_is_added_renamed_archived_and_brought_back(app: Flask, place: Place, browser: FlaskClient) -> None:
    sent = {"name_zh_Hans": "环境卫生", "token": token_of(browser.get(f"{ADMIN}/categories/new").text)}
    for _time in range(2):
        assert browser.post(f"{ADMIN}/categories/new", data=sent).status_code == 303
    assert names(app, DemandCategory) == ["环境卫生"]
    assert 'class="missing"' in browser.get(f"{ADMIN}/categories").text  # no English yet
    with app.app_context():
        number = db.session.scalars(select(DemandCategory.id)).one()
    page = f"{ADMIN}/categories/{number}"
    assert browser.post(page, data={"name_zh_Hans": "", "name_en": ""}).status_code == 422
    changed = {"name_zh_Hans": "卫生", "name_en": "Cleaning", "version": "1"}
    assert browser.post(page, data=changed).status_code == 303
    assert 'class="missing"' not in browser.get(f"{ADMIN}/categories").text
    assert "Cleaning" in browser.get(f"{ADMIN}/categories").text
    late = browser.post(page, data=changed | {"name_en": "Tidiness"})
    assert (late.status_code, 'value="Tidiness"' in late.text, "Cleaning" in late.text) == (409, True, True)
    assert "Tidiness" not in browser.get(f"{ADMIN}/categories").text
    browser.post(f"{page}/archive")
    assert "archived" in browser.get(f"{ADMIN}/categories").text
    browser.post(f"{page}/restore")
    assert "archived" not in browser.get(f"{ADMIN}/categories").text.replace("An archived one", "")


def test_where_there_is_no_grid_it_comes_before_the_first_building(
    app: Flask, place: Place, browser: FlaskClient
) -> None:
    with app.app_context(), transaction():
        for grid in db.session.scalars(select(Grid).where(Grid.community_id == place.community)):
            grid.archived_at = clock.now()
    answer = browser.get(f"{ADMIN}/buildings/new")
    assert (answer.status_code, answer.location) == (303, f"{ADMIN}/grids/new")
    assert "Buildings stand in grids: add the first one." in browser.get(answer.location).text


def test_a_community_without_places_is_led_to_the_sheet_first(
    app: Flask, sign_in: Callable[[int], FlaskClient]
) -> None:
    with app.app_context(), transaction():
        fresh = make_staff(make_community("linli"), Role.ADMINISTRATOR).id
    browser = sign_in(fresh)
    assert '/c/linli/admin/places"' in browser.get("/c/linli/admin").text.partition("section__head")[2]
    page = browser.get("/c/linli/admin/places").text
    assert 0 < page.index("/admin/places/sheets") < page.index("/admin/grids/new")
    assert "/admin/buildings/new" not in page

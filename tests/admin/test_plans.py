"""The administrator's page of the plan: one table, saved at once."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.communities.context import community_by_id
from resident.communities.models import CommunityRow
from resident.communities.queries import plan_of
from resident.db import db, transaction
from tests.admin.conftest import Place
from tests.makers.communities import make_building

URL = "/c/guihua/admin/plan"


@pytest.fixture
def second(app: Flask, place: Place) -> int:
    with app.app_context(), transaction():
        return make_building(db.session.get_one(CommunityRow, place.community), "8").id


def typed(place: Place, second: int, **changes: str) -> dict[str, str]:
    spots = {place.building: ("1", "1", "2", "1"), second: ("4", "2", "1", "1")}
    measures = ("column", "row", "width", "height")
    data = {f"{measure}_{one}": spot[at] for one, spot in spots.items() for at, measure in enumerate(measures)}
    return data | {"version": "0"} | changes


def drawn(app: Flask, place: Place) -> dict[int, tuple[int, ...]]:
    with app.app_context():
        return {one.id: tuple(one.spot) for one in plan_of(community_by_id(place.community)).places}


def test_the_drawing_is_scrolled_by_keys_where_no_script_makes_its_blocks_reachable(
    place: Place, browser: FlaskClient, second: int
) -> None:
    frame = re.search(r'<div class="plan[^>]*>', browser.get(URL).text)
    assert frame
    assert 'tabindex="0" role="region" aria-label="' in frame[0]


def test_the_table_is_the_plan(app: Flask, place: Place, browser: FlaskClient, second: int) -> None:
    page = browser.get(URL).text
    assert f'name="column_{place.building}"' in page
    answer = browser.post(URL, data=typed(place, second))
    assert (answer.status_code, answer.location) == (303, URL)
    assert drawn(app, place) == {place.building: (0, 0, 2, 1), second: (3, 1, 1, 1)}


def test_full_width_digits_are_numbers(app: Flask, place: Place, browser: FlaskClient, second: int) -> None:
    assert browser.post(URL, data=typed(place, second, **{f"column_{second}": "５"})).status_code == 303
    assert drawn(app, place)[second] == (4, 1, 1, 1)


@pytest.mark.parametrize(
    ("measure", "value", "complaint"),
    [
        ("column", "2", "stand on one another"),
        ("column", "", "from 1 to 30"),
        ("column", "31", "from 1 to 30"),
        ("row", "two", "from 1 to 60"),
        ("width", "0", "from 1 to 6"),
        ("height", "7", "from 1 to 6"),
    ],
)
def test_what_cannot_stand_is_said_and_nothing_is_lost(
    app: Flask, place: Place, browser: FlaskClient, second: int, measure: str, value: str, complaint: str
) -> None:
    before = drawn(app, place)
    changes = {f"{measure}_{second}": value} | ({f"row_{second}": "1"} if value == "2" else {})
    answer = browser.post(URL, data=typed(place, second, **changes))
    assert answer.status_code == 422
    assert complaint in answer.text
    assert f'value="{value}"' in answer.text
    assert "<details" in answer.text
    assert " open" in answer.text.split("<details", 1)[1].split(">", 1)[0]
    assert drawn(app, place) == before


def test_a_plan_saved_by_a_colleague_meanwhile_is_shown_beside(
    app: Flask, place: Place, browser: FlaskClient, second: int, sign_in: Callable[[int], FlaskClient]
) -> None:
    assert sign_in(place.colleague).post(URL, data=typed(place, second)).status_code == 303
    answer = browser.post(URL, data=typed(place, second, **{f"column_{second}": "6"}))
    assert answer.status_code == 409
    assert "A colleague was faster" in answer.text
    assert drawn(app, place)[second] == (3, 1, 1, 1)
    again = typed(place, second, **{f"column_{second}": "6"}) | {"version": "1"}
    assert browser.post(URL, data=again).status_code == 303
    assert drawn(app, place)[second] == (5, 1, 1, 1)


def test_a_garden_is_added_and_stands_on_the_plan(app: Flask, place: Place, browser: FlaskClient) -> None:
    data = {"kind": "garden", "grid": str(place.grid), "name_zh_Hans": "花园"}
    assert browser.post("/c/guihua/admin/buildings/new", data=data).status_code == 303
    assert "花园" in browser.get(URL).text
    assert browser.post("/c/guihua/admin/buildings/new", data=data | {"kind": "tower"}).status_code == 422
    assert "花园" not in browser.get("/me/household").text


def test_without_buildings_the_page_says_where_to_begin(browser: FlaskClient, app: Flask, place: Place) -> None:
    assert browser.post(f"/c/guihua/admin/buildings/{place.building}/archive").status_code == 303
    assert "Buildings stand in grids." in browser.get(URL).text

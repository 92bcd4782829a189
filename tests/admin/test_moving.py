"""What people choose from stands in the order the administrators gave it, by moving up and down."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.models import PersonRow
from resident.communities.actions import add_building, add_grid, move_building, move_grid
from resident.communities.models import Building, CommunityRow, Grid
from resident.db import db, transaction
from resident.demands.actions import add_category, archive_category, move_category
from resident.demands.models import DemandCategory
from tests.admin.conftest import Place
from tests.at_once import at_once

ADMIN = "/c/guihua/admin"
KINDS = {"grids": Grid, "buildings": Building, "categories": DemandCategory}
PAGES = {"grids": "places", "buildings": "places", "categories": "categories"}
MOVES = {"grids": move_grid, "buildings": move_building, "categories": move_category}
ONE = {"grids": "grid", "buildings": "building", "categories": "category"}


@pytest.fixture
def three(app: Flask, place: Place, what: str) -> list[int]:
    """Three of a kind, in their order: 甲, 乙, 丙."""
    with app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, place.community)
        boss = db.session.get_one(PersonRow, place.administrator)
        home = add_grid(community=community, name=_named("三样"), by=boss) if what == "buildings" else None
        rows = []
        for name in ("甲", "乙", "丙"):
            if home:
                rows.append(add_building(community=community, grid=home, name=_named(name), by=boss))
            elif what == "grids":
                rows.append(add_grid(community=community, name=_named(name), by=boss))
            else:
                rows.append(add_category(community=community, name=_named(name), by=boss))
        db.session.flush()
        return [row.id for row in rows]


def _named(name: str) -> dict[str, str]:
    return {"zh_Hans": name, "en": ""}


def _order(app: Flask, what: str, ids: list[int]) -> str:
    kind = KINDS[what]
    with app.app_context():
        found = db.session.scalars(select(kind).where(kind.id.in_(ids)).order_by(kind.position, kind.id))
        return "".join(row.name["zh_Hans"] for row in found)


@pytest.mark.parametrize("what", KINDS)
def test_a_button_moves_a_line_past_its_neighbour_and_keeps_the_focus(
    app: Flask, browser: FlaskClient, three: list[int], what: str
) -> None:
    first, second, third = three
    page = f"{ADMIN}/{what}/{third}"
    for _tap in range(2):  # a second tap of the same button moves nothing
        answer = browser.post(f"{page}/up", data={"past": str(second)})
        assert answer.status_code == 303
        assert _order(app, what, three) == "甲丙乙"
    shown = browser.get(answer.location).text
    assert re.search(r'aria-label="Move “丙” up"\s+autofocus', shown)
    assert "Moved up." in shown
    answer = browser.post(f"{page}/down", data={"past": str(second)})
    assert _order(app, what, three) == "甲乙丙"
    assert re.search(r'aria-label="Move “丙” up"\s+autofocus', browser.get(answer.location).text)  # it is the last
    browser.post(f"{ADMIN}/{what}/{first}/down", data={"past": str(third)})
    assert _order(app, what, three) == "乙丙甲"


@pytest.mark.parametrize("what", KINDS)
def test_the_last_has_no_button_down_and_what_is_no_neighbour_moves_nothing(
    app: Flask, browser: FlaskClient, three: list[int], what: str
) -> None:
    shown = browser.get(f"{ADMIN}/{PAGES[what]}").text
    assert "Move “丙” up" in shown
    assert "Move “丙” down" not in shown
    for past in ("", "x", "999999", str(three[0]), "9" * 40):
        assert browser.post(f"{ADMIN}/{what}/{three[0]}/down", data={"past": past}).status_code == 303
    assert _order(app, what, three) == "甲乙丙"
    assert browser.post(f"{ADMIN}/{what}/999999/up", data={"past": str(three[0])}).status_code == 404
    assert browser.post(f"{ADMIN}/{what}/{three[0]}/sideways", data={}).status_code == 404


@pytest.mark.parametrize("what", ["categories"])
def test_an_archived_line_neither_moves_nor_is_passed(
    app: Flask, place: Place, browser: FlaskClient, three: list[int], what: str
) -> None:
    with app.app_context(), transaction():
        boss = db.session.get_one(PersonRow, place.administrator)
        archive_category(category=db.session.get_one(DemandCategory, three[1]), archived=True, by=boss)
    assert "Move “乙”" not in browser.get(f"{ADMIN}/categories").text
    browser.post(f"{ADMIN}/categories/{three[1]}/up", data={"past": str(three[0])})
    browser.post(f"{ADMIN}/categories/{three[2]}/up", data={"past": str(three[1])})
    assert _order(app, what, three) == "甲乙丙"
    browser.post(f"{ADMIN}/categories/{three[2]}/up", data={"past": str(three[0])})
    assert _order(app, what, [three[0], three[2]]) == "丙甲"


@pytest.mark.parametrize("what", KINDS)
def test_two_at_once_move_it_once(app: Flask, place: Place, three: list[int], what: str) -> None:
    def _up() -> None:
        with app.app_context(), transaction():
            row = db.session.get_one(KINDS[what], three[2])
            boss = db.session.get_one(PersonRow, place.administrator)
            MOVES[what](**{ONE[what]: row}, past=three[1], up=True, by=boss)  # type: ignore[arg-type]

    at_once([_up, _up])
    assert _order(app, what, three) == "甲丙乙"

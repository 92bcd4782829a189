"""A community that has not said yet which kinds of demands there are offers to raise none."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.demands.actions import archive_category
from resident.demands.models import Demand, DemandCategory
from tests.makers.communities import boss_of, make_community, make_resident
from tests.makers.demands import make_category

SignIn = Callable[[int], FlaskClient]
PAGES = ("/c/guihua/", "/c/guihua/demands", "/c/guihua/demands?mine=1", "/c/guihua/demands/plan")
NEW = "/c/guihua/demands/new"


@pytest.fixture
def resident(app: Flask, sign_in: SignIn) -> FlaskClient:
    with app.app_context(), transaction():
        community = make_community("guihua")
        person = make_resident(community).id
    client = sign_in(person)
    client.set_cookie("language", "en")
    return client


@pytest.mark.parametrize("mode", ["standard", "care"])
def test_without_a_category_nobody_is_offered_to_raise_a_demand(app: Flask, resident: FlaskClient, mode: str) -> None:
    resident.set_cookie("reading_mode", mode)
    resident.set_cookie("__Host-reading_mode", mode)
    for page in PAGES:
        assert NEW not in resident.get(page).text, page
    assert resident.get(NEW).status_code == 403
    assert resident.post(NEW, data={"title": "楼道灯坏了"}).status_code == 403
    with app.app_context():
        assert db.session.query(Demand).count() == 0


def test_with_one_everybody_is_and_no_longer_when_it_is_archived(app: Flask, resident: FlaskClient) -> None:
    with app.app_context(), transaction():
        community = db.session.query(CommunityRow).one()
        category, boss = make_category(community).id, boss_of(community).value
    assert all(NEW in resident.get(page).text for page in ("/c/guihua/", "/c/guihua/demands"))
    page = resident.get(NEW)
    assert page.status_code == 200
    with app.app_context(), transaction():
        archive_category(category=db.session.get_one(DemandCategory, category), archived=True, by=boss)
    assert NEW not in resident.get("/c/guihua/").text
    assert resident.get(NEW).status_code == 403

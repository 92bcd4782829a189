"""Keeping the shelf over HTTP."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.audit.models import AuditEvent
from resident.db import db, transaction
from resident.rewards.models import Reward
from tests.makers.communities import make_community
from tests.makers.rewards import make_reward
from tests.rewards.conftest import ENGLISH, Place
from tests.statements import statements_of

Browser = Callable[[str], FlaskClient]
KEPT = "/c/guihua/rewards/keep"
OFFER = {
    "name_zh_Hans": "香皂",
    "name_en": "Soap",
    "about_zh_Hans": "一块",
    "about_en": "",
    "picture": "soap",
    "price": "30",
    "per_person": "",
    "stock": "5",
    "token": "k" * 32,
}


def _edit(browser: FlaskClient, place: Place, **fields: object) -> tuple[int, str]:
    data = {**OFFER, "version": "1", **fields}
    answer = browser.post(f"/c/guihua/rewards/{place.reward}/edit", data=data, headers=ENGLISH)
    return answer.status_code, answer.text


def _stock(browser: FlaskClient, place: Place, **fields: object) -> tuple[int, str]:
    data = {"direction": "more", "number": "4", "version": "1", **fields}
    answer = browser.post(f"/c/guihua/rewards/{place.reward}/stock", data=data, headers=ENGLISH)
    return answer.status_code, answer.text


def _offered(place: Place) -> list[Reward]:
    with place.app.app_context():
        return list(db.session.scalars(select(Reward).where(Reward.id != place.reward)))


def test_what_a_body_offers_waits_once_however_often_it_is_sent(place: Place, browser_of: Browser) -> None:
    browser = browser_of("manager")
    data = {**OFFER, "organization_id": str(place.shop)}
    first, second = (browser.post("/c/guihua/rewards/new", data=data) for _ in range(2))
    assert first.location == second.location
    assert "/c/guihua/proposed/" in first.location
    assert _offered(place) == []


def test_a_reward_is_offered_once_however_often_it_is_sent(place: Place, browser_of: Browser) -> None:
    browser = browser_of("administrator")
    data = {**OFFER, "organization_id": str(place.shop)}
    first, second = (browser.post("/c/guihua/rewards/new", data=data) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    (reward,) = _offered(place)
    assert (reward.name, reward.price, reward.stock, reward.per_person) == (
        {"zh_Hans": "香皂", "en": "Soap"},
        30,
        5,
        None,
    )


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name_zh_Hans", "", "in at least one language"),
        ("name_zh_Hans", "字" * 31, "At most 30 characters"),
        ("about_en", "x" * 501, "At most 500 characters"),
        ("price", "0", "A whole number from 1 to"),
        ("price", "1.5", "A whole number from 1 to"),
        ("price", "9" * 30, "A whole number from 1 to"),
        ("price", "", "A whole number from 1 to"),
        ("stock", "-1", "A whole number from 0 to"),
        ("per_person", "0", "A whole number from 1 to"),
        ("picture", "../../etc", "Not a valid choice"),
        ("organization_id", "999999", "Choose who gives it."),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_everything_typed_is_kept(
    place: Place, browser_of: Browser, field: str, value: str, says: str
) -> None:
    data = {**OFFER, "organization_id": str(place.shop), "name_en": "", "about_zh_Hans": "<b>{{7*7}}</b>", field: value}
    answer = browser_of("manager").post("/c/guihua/rewards/new", data=data, headers=ENGLISH)
    assert answer.status_code == 422
    assert says in answer.text
    assert "&lt;b&gt;{{7*7}}&lt;/b&gt;" in answer.text
    assert _offered(place) == []


def test_a_manager_offers_for_their_own_body_only(place: Place, browser_of: Browser) -> None:
    data = {**OFFER, "organization_id": str(place.other_shop)}
    assert browser_of("manager").post("/c/guihua/rewards/new", data=data).status_code == 422
    assert _offered(place) == []


@pytest.mark.parametrize("who", ["resident", "clerk"])
def test_who_keeps_no_shelf_does_not_get_in(place: Place, browser_of: Browser, who: str) -> None:
    browser = browser_of(who)
    assert browser.get(KEPT).status_code == browser.get("/c/guihua/rewards/new").status_code == 403
    assert _edit(browser, place)[0] == _stock(browser, place)[0] == 403
    for change in ("archive", "restore"):
        assert browser.post(f"/c/guihua/rewards/{place.reward}/{change}").status_code == 403


def test_another_bodys_or_communitys_rewards_are_out_of_reach(place: Place, browser_of: Browser) -> None:
    with place.app.app_context(), transaction():
        elsewhere = make_reward(make_community("other")).id
    place.change(Reward, place.reward, organization_id=place.other_shop)
    browser = browser_of("manager")
    assert browser.get(f"/c/guihua/rewards/{place.reward}/edit").status_code == 403
    assert _edit(browser, place)[0] == _stock(browser, place)[0] == 403
    assert browser.get(f"/c/guihua/rewards/{elsewhere}/edit").status_code == 404
    assert browser.post(f"/c/guihua/rewards/{elsewhere}/archive").status_code == 404


def test_a_change_counts_the_version_up_and_is_written_down(place: Place, browser_of: Browser) -> None:
    assert _edit(browser_of("administrator"), place, per_person="2")[0] == 303
    reward = place.read(Reward, place.reward)
    assert (reward.price, reward.per_person, reward.stock, reward.version) == (30, 2, 3, 2)
    with place.app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "reward.edited")).one()
        assert event.actor_id == place.administrator


def test_the_second_of_two_at_once_sees_what_stands_there_and_keeps_what_was_written(
    place: Place, browser_of: Browser
) -> None:
    assert _edit(browser_of("manager"), place, price="55")[0] == 303
    browser = browser_of("administrator")
    status, page = _edit(browser, place, price="77")
    assert status == 409
    assert "A colleague was faster" in page
    assert ">55<" in page
    assert 'value="77"' in page
    assert 'name="version" type="hidden" value="2"' in page
    assert _edit(browser, place, price="77", version="2")[0] == 303


def test_stock_is_changed_by_so_many_and_a_repeated_form_changes_nothing(place: Place, browser_of: Browser) -> None:
    browser = browser_of("manager")
    assert _stock(browser, place)[0] == 303
    status, page = _stock(browser, place)
    assert status == 409
    assert "7 left" in page
    assert _stock(browser, place, direction="fewer", number="7", version="2")[0] == 303
    assert place.read(Reward, place.reward).stock == 0


@pytest.mark.parametrize(
    ("number", "says"),
    [("4", "Only 3 are left"), ("0", "A whole number"), ("x", "A whole number"), ("", "A whole number")],
)
def test_stock_never_falls_below_none(place: Place, browser_of: Browser, number: str, says: str) -> None:
    status, page = _stock(browser_of("manager"), place, direction="fewer", number=number)
    assert status == 422
    assert says in page
    assert place.read(Reward, place.reward).stock == 3


def test_off_the_shelf_and_back_and_twice_is_the_same(place: Place, browser_of: Browser) -> None:
    browser = browser_of("manager")
    for change, is_archived in (("archive", True), ("archive", True), ("restore", False), ("restore", False)):
        assert browser.post(f"/c/guihua/rewards/{place.reward}/{change}").status_code == 303
        assert (place.read(Reward, place.reward).archived_at is not None) is is_archived


def test_a_manager_sees_their_own_shelf_and_an_administrator_every_one(place: Place, browser_of: Browser) -> None:
    place.change(Reward, place.reward, organization_id=place.other_shop)
    assert "Pack of tissues" not in browser_of("manager").get(KEPT, headers=ENGLISH).text
    assert "Pack of tissues" in browser_of("administrator").get(KEPT, headers=ENGLISH).text


@pytest.mark.parametrize("path", [KEPT, "/c/guihua/rewards/{}/edit", "/c/guihua/rewards/{}"])
def test_keepers_pages_take_few_statements(place: Place, browser_of: Browser, path: str) -> None:
    browser = browser_of("manager")
    with statements_of(place.app) as statements:
        assert browser.get(path.format(place.reward)).status_code == 200
    assert len(statements) <= 12

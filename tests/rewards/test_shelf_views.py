"""The Points tab and a reward's page over HTTP."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.organizations.models import Organization
from resident.rewards.models import Redemption, Reward
from tests.makers.communities import make_community
from tests.makers.points import points_of
from tests.makers.rewards import make_reward
from tests.rewards.conftest import ENGLISH, Place
from tests.statements import statements_of

TOKEN = "t" * 32
Browser = Callable[[str], FlaskClient]


def _redeem(browser: FlaskClient, place: Place, **fields: str) -> tuple[int, str]:
    answer = browser.post(
        f"/c/guihua/rewards/{place.reward}/redeem", data={"price": "120", "token": TOKEN, **fields}, headers=ENGLISH
    )
    return answer.status_code, answer.location or answer.text


def _redemptions(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Redemption.id))) or 0


def test_a_visitor_sees_the_shelf_and_an_invitation(place: Place, client: FlaskClient) -> None:
    page = client.get("/c/guihua/rewards", headers=ENGLISH).text
    assert "Pack of tissues" in page
    assert "Sign in and see your points" in page
    assert "Statement" not in page
    assert "Enough" not in page


def test_who_is_signed_in_sees_the_balance_and_what_is_within_reach(place: Place, browser_of: Browser) -> None:
    with place.app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, place.community)
        make_reward(community, db.session.get_one(Organization, place.shop), name="大米", price=340)
    page = browser_of("resident").get("/c/guihua/rewards", headers=ENGLISH).text
    assert "<b>300</b>" in page
    assert "Enough" in page
    assert "40 short" in page


def test_the_shelf_begins_with_the_cheapest_and_goes_on_page_by_page(place: Place, client: FlaskClient) -> None:
    with place.app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, place.community)
        shop = db.session.get_one(Organization, place.shop)
        for price in range(200, 220):
            make_reward(community, shop, name=f"第{price}样", price=price)
    first = client.get("/c/guihua/rewards").text
    assert first.index("抽纸一提") < first.index("第200样")
    assert "第219样" not in first
    after = first.partition("?after=")[2].partition('"')[0]
    assert "第219样" in client.get(f"/c/guihua/rewards?after={after}").text


@pytest.mark.parametrize("who", ["visitor", "resident", "manager", "administrator"])
def test_the_shelf_takes_the_same_few_statements_however_much_is_on_it(
    place: Place, client: FlaskClient, browser_of: Browser, who: str
) -> None:
    browser = client if who == "visitor" else browser_of(who)
    counts = []
    for _ in range(2):
        with statements_of(place.app) as statements:
            assert browser.get("/c/guihua/rewards").status_code == 200
        counts.append(len(statements))
        with place.app.app_context(), transaction():
            community = db.session.get_one(CommunityRow, place.community)
            for _number in range(15):
                make_reward(community)
    assert counts[0] == counts[1] <= 12


def test_what_is_off_the_shelf_is_not_listed_but_its_page_says_so(place: Place, client: FlaskClient) -> None:
    reward = place.read(Reward, place.reward)
    place.change(Reward, place.reward, archived_at=reward.created_at)
    assert "Pack of tissues" not in client.get("/c/guihua/rewards", headers=ENGLISH).text
    assert "no longer given" in client.get(f"/c/guihua/rewards/{place.reward}", headers=ENGLISH).text


def test_a_reward_of_another_community_is_not_here(place: Place, client: FlaskClient, browser_of: Browser) -> None:
    with place.app.app_context(), transaction():
        elsewhere = make_reward(make_community("other")).id
    assert client.get(f"/c/guihua/rewards/{elsewhere}").status_code == 404
    answer = browser_of("resident").post(f"/c/guihua/rewards/{elsewhere}/redeem", data={"price": "120", "token": TOKEN})
    assert answer.status_code == 404
    assert client.get("/c/guihua/rewards/99999999999999").status_code == 404


@pytest.mark.parametrize(
    ("who", "change", "says"),
    [
        ("resident", {}, "Redeem for 120\u00a0points"),
        ("resident", {"stock": 0}, "Nothing of this is left"),
        ("resident", {"price": 301}, "You are 1\u00a0point short."),
        ("newcomer", {}, "Say where you live"),
        ("visitor", {}, "Sign in to redeem"),
    ],
)
def test_a_reward_says_whether_and_why_not(
    place: Place, client: FlaskClient, browser_of: Browser, who: str, change: dict[str, int], says: str
) -> None:
    place.change(Reward, place.reward, **change)
    browser = client if who == "visitor" else browser_of(who)
    page = browser.get(f"/c/guihua/rewards/{place.reward}", headers=ENGLISH).text
    assert says in page
    assert ("Redeem for" in page) == (says.startswith("Redeem"))


def test_redeeming_leads_to_the_pickup_code(place: Place, browser_of: Browser) -> None:
    browser = browser_of("resident")
    status, location = _redeem(browser, place)
    assert status == 303
    page = browser.get(location, headers=ENGLISH).text
    assert f'src="{location}/code.svg"' in page
    code = browser.get(f"{location}/code.svg")
    assert (code.mimetype, code.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert place.read(Reward, place.reward).stock == 2


def test_a_double_tap_makes_one_redemption_and_leads_to_the_same_code(place: Place, browser_of: Browser) -> None:
    browser = browser_of("resident")
    assert _redeem(browser, place) == _redeem(browser, place)
    assert _redemptions(place.app) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"stock": 0}, "The last one has just gone"),
        ({"price": 130}, "The price has changed"),
        ({"price": 9000}, "Your points do not cover this"),
    ],
)
def test_what_changed_meanwhile_is_a_calm_conflict(
    place: Place, browser_of: Browser, change: dict[str, int], says: str
) -> None:
    place.change(Reward, place.reward, **change)
    status, page = _redeem(browser_of("resident"), place)
    assert status == 409
    assert says in page
    assert f"/c/guihua/rewards/{place.reward}" in page
    with place.app.app_context():
        assert points_of(place.community, place.resident) == 300


@pytest.mark.parametrize("price", ["", "abc", "-120", "1" * 30, "１２０元"])
def test_a_broken_price_redeems_nothing(place: Place, browser_of: Browser, price: str) -> None:
    status, _page = _redeem(browser_of("resident"), place, price=price)
    assert status == 409
    assert _redemptions(place.app) == 0


def test_who_is_not_confirmed_or_not_signed_in_redeems_nothing(
    place: Place, client: FlaskClient, browser_of: Browser
) -> None:
    assert _redeem(browser_of("newcomer"), place)[0] == 403
    status, location = _redeem(client, place)
    assert status in {302, 303}
    assert "/sign-in" in location
    assert _redemptions(place.app) == 0

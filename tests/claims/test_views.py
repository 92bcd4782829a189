"""The page about one's home, and the claim in the queue."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.accounts.models import PersonRow
from resident.claims.models import ResidenceClaim
from resident.communities.models import Building, CommunityRow, Membership, Role
from resident.db import db, transaction
from resident.moderation.actions import approve, reject
from tests.makers.accounts import make_person
from tests.makers.claims import item_of, make_claim
from tests.makers.communities import make_building, make_community, make_resident, make_staff
from tests.statements import statements_of

SignIn = Callable[[int], FlaskClient]
PAGE = "/me/household"
IN_CHINESE = {"Accept-Language": "zh-CN"}


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    with app.app_context(), transaction():
        community = make_community("guihua")
        return {
            "person": make_person("陈女士").id,
            "building": make_building(community, "3").id,
            "foreign": make_building(make_community("other"), "9").id,
            "moderator": make_staff(community, Role.MODERATOR).id,
        }


@pytest.fixture
def browser(ids: dict[str, int], sign_in: SignIn) -> FlaskClient:
    made = sign_in(ids["person"])
    made.set_cookie("community", "guihua")
    return made


def field(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""


def send(browser: FlaskClient, building: object, unit: str = "2", room: str = "502", **others: str) -> Any:
    page = browser.get(PAGE).text
    sent = {"token": field(page, "token"), "claim": field(page, "claim"), **others}
    return browser.post(PAGE, data={"building_id": building, "unit": unit, "room": room, **sent}, headers=IN_CHINESE)


def claims(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.execute(select(ResidenceClaim.room, ResidenceClaim.state).order_by(ResidenceClaim.id))
        return [(room, state) for room, state in rows]


def decide(app: Flask, ids: dict[str, int], decision: str) -> None:
    with app.app_context(), transaction():
        moderator = db.session.get_one(PersonRow, ids["moderator"])
        item = item_of(db.session.scalars(select(ResidenceClaim).order_by(ResidenceClaim.id.desc())).first())  # type: ignore[arg-type]
        if decision == "approve":
            approve(item=item, version=item.version, by=moderator)
        else:
            reject(item=item, version=item.version, by=moderator, reason="查不到您的信息")


def test_a_visitor_is_sent_to_sign_in(client: FlaskClient) -> None:
    assert client.get(PAGE).status_code in {302, 303, 401}
    assert client.post(PAGE).status_code in {302, 303, 401}
    assert client.post(f"{PAGE}/withdraw").status_code in {302, 303, 401}


def test_the_buildings_of_this_community_stand_by_their_grids(browser: FlaskClient) -> None:
    page = browser.get(PAGE, headers=IN_CHINESE).text
    assert '<optgroup label="第一网格">' in page
    assert "3栋" in page
    assert "9栋" not in page


def test_said_corrected_taken_back_said_again(app: Flask, ids: dict[str, int], browser: FlaskClient) -> None:
    answer = send(browser, ids["building"])
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = browser.get(PAGE, headers=IN_CHINESE).text
    assert "3栋" in page
    assert "排在第 1 位" in page
    assert 'value="502"' in page
    send(browser, ids["building"], room="503")
    assert claims(app) == [("503", "waiting")]
    assert browser.post(f"{PAGE}/withdraw").status_code == 303
    assert browser.post(f"{PAGE}/withdraw").status_code == 303
    assert claims(app) == [("503", "withdrawn")]
    send(browser, ids["building"], room="504")
    assert claims(app) == [("503", "withdrawn"), ("504", "waiting")]


def test_a_refused_claim_shows_the_reason_and_can_be_said_again(
    app: Flask, ids: dict[str, int], browser: FlaskClient
) -> None:
    send(browser, ids["building"])
    decide(app, ids, "reject")
    assert "查不到您的信息" in browser.get(PAGE, headers=IN_CHINESE).text
    send(browser, ids["building"], room="503")
    assert claims(app) == [("502", "refused"), ("503", "waiting")]


def test_after_a_confirmation_one_can_move(app: Flask, ids: dict[str, int], browser: FlaskClient) -> None:
    send(browser, ids["building"])
    decide(app, ids, "approve")
    assert "我搬家了" in browser.get(PAGE, headers=IN_CHINESE).text
    send(browser, ids["building"], room="601")
    page = browser.get(PAGE, headers=IN_CHINESE).text
    assert "新住址确认之前一直有效" in page
    assert "502" in page
    assert "601" in page


@pytest.mark.parametrize("building", ["foreign", "", "0", "x", "99999999999999999999", "1 OR 1=1"])
def test_a_building_one_cannot_choose_is_an_error_at_the_field(
    app: Flask, ids: dict[str, int], browser: FlaskClient, building: str
) -> None:
    answer = send(browser, ids.get(building, building), room="502")
    assert answer.status_code == 422
    assert 'href="#building_id"' in answer.text
    assert 'value="502"' in answer.text
    assert claims(app) == []


def test_a_room_that_cannot_be_is_an_error_at_the_field(app: Flask, ids: dict[str, int], browser: FlaskClient) -> None:
    answer = send(browser, ids["building"], unit="100", room="<script>")
    assert answer.status_code == 422
    assert 'href="#unit"' in answer.text
    assert "&lt;script&gt;" in answer.text
    assert claims(app) == []


def test_an_archived_building_is_no_choice(app: Flask, ids: dict[str, int], browser: FlaskClient) -> None:
    with app.app_context(), transaction():
        building = db.session.get_one(Building, ids["building"])
        building.archived_at = db.session.get_one(CommunityRow, building.community_id).created_at
    assert send(browser, ids["building"]).status_code == 422


def test_a_page_of_yesterday_does_not_overwrite(app: Flask, ids: dict[str, int], browser: FlaskClient) -> None:
    old = browser.get(PAGE).text
    send(browser, ids["building"])
    answer = browser.post(
        PAGE,
        data={"building_id": ids["building"], "unit": "2", "room": "777", "token": field(old, "token"), "claim": "0"},
        headers=IN_CHINESE,
    )
    assert answer.status_code == 409
    assert f'href="{PAGE}"' in answer.text
    assert claims(app) == [("502", "waiting")]


def test_a_double_tap_says_it_once(app: Flask, ids: dict[str, int], browser: FlaskClient, sign_in: SignIn) -> None:
    token = field(browser.get(PAGE).text, "token")
    taps = [sign_in(ids["person"]) for _ in range(2)]
    start = Barrier(2, timeout=30)

    def _tap(tapping: FlaskClient) -> int:
        tapping.set_cookie("community", "guihua")
        start.wait()
        data = {"building_id": ids["building"], "unit": "2", "room": "502", "token": token, "claim": "0"}
        return tapping.post(PAGE, data=data).status_code

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(_tap, taps)) == [303, 303]
    assert claims(app) == [("502", "waiting")]


def test_two_forms_at_the_same_moment_open_one_claim(
    app: Flask, ids: dict[str, int], browser: FlaskClient, sign_in: SignIn
) -> None:
    tokens = [field(browser.get(PAGE).text, "token") for _ in range(2)]
    taps = [sign_in(ids["person"]) for _ in range(2)]
    start = Barrier(2, timeout=30)

    def _tap(tapping: FlaskClient, token: str) -> int:
        tapping.set_cookie("community", "guihua")
        start.wait()
        data = {"building_id": ids["building"], "unit": "2", "room": "502", "token": token, "claim": "0"}
        return tapping.post(PAGE, data=data).status_code

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(_tap, taps, tokens)) == [303, 409]
    assert claims(app) == [("502", "waiting")]


def test_the_moderator_sees_who_lives_there_and_confirms(
    app: Flask, ids: dict[str, int], browser: FlaskClient, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        community = db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one()
        neighbour = make_resident(community, "邻居老王", building=db.session.get_one(Building, ids["building"]))
        home = db.session.scalars(select(Membership).where(Membership.person_id == neighbour.id)).one().household
        assert home is not None
        unit, room = home.unit, home.room
    send(browser, ids["building"], unit, room)
    assert "邻居老王" not in browser.get(PAGE).text
    with app.app_context():
        number = item_of(db.session.scalars(select(ResidenceClaim)).one()).id
    desk = sign_in(ids["moderator"])
    page = desk.get(f"/c/guihua/review/{number}", headers=IN_CHINESE).text
    assert "1 人：邻居老王" in page
    answer = desk.post(f"/c/guihua/review/{number}", data={"decision": "approved", "version": 1})
    assert answer.status_code == 303
    assert claims(app)[0][1] == "confirmed"


def test_approving_what_was_corrected_meanwhile_shows_the_new_door(
    app: Flask, ids: dict[str, int], browser: FlaskClient, sign_in: SignIn
) -> None:
    send(browser, ids["building"])
    with app.app_context():
        number = item_of(db.session.scalars(select(ResidenceClaim)).one()).id
    send(browser, ids["building"], room="503")
    answer = sign_in(ids["moderator"]).post(
        f"/c/guihua/review/{number}", data={"decision": "approved", "version": 1}, headers=IN_CHINESE
    )
    assert answer.status_code == 409
    assert "503" in answer.text
    assert claims(app) == [("503", "waiting")]


def test_confirming_and_correcting_at_the_same_moment_leave_one_truth(
    app: Flask, ids: dict[str, int], browser: FlaskClient, sign_in: SignIn
) -> None:
    send(browser, ids["building"])
    page = browser.get(PAGE).text
    with app.app_context():
        number = item_of(db.session.scalars(select(ResidenceClaim)).one()).id
    desk, start = sign_in(ids["moderator"]), Barrier(2, timeout=30)

    def _confirm() -> int:
        start.wait()
        return desk.post(f"/c/guihua/review/{number}", data={"decision": "approved", "version": 1}).status_code

    def _correct() -> int:
        start.wait()
        data = {"building_id": ids["building"], "unit": "2", "room": "503"}
        carried = {"token": field(page, "token"), "claim": field(page, "claim")}
        return browser.post(PAGE, data={**data, **carried}).status_code

    with ThreadPoolExecutor(2) as threads:
        confirmed, corrected = threads.submit(_confirm), threads.submit(_correct)
        answers = confirmed.result(), corrected.result()
    assert answers in {(303, 409), (409, 303)}
    assert claims(app) == [("502", "confirmed") if answers[0] == 303 else ("503", "waiting")]


def test_the_page_asks_a_fixed_number_of_statements(app: Flask, ids: dict[str, int], browser: FlaskClient) -> None:
    send(browser, ids["building"])
    counts = []
    for more in (0, 20):
        with app.app_context(), transaction():
            community = db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one()
            for number in range(more):
                make_claim(community, make_person(), make_building(community, str(10 + number)))
        browser.get(PAGE)  # what there is to choose from is remembered from here on
        with statements_of(app) as seen:
            assert browser.get(PAGE).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ResidenceClaim)) == 21

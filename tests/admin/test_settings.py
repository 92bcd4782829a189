"""Settings are changed by an administrator, never over a colleague's head."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident import clock as app_clock
from resident.communities.models import CommunityRow, Role, RoleGrant
from resident.db import db, transaction
from tests.admin.conftest import Place
from tests.makers.communities import make_resident, make_staff

ADMIN = "/c/guihua/admin"
POINTS = {
    "notice_days": "0",
    "points_per_hour": "20",
    "points_daily_cap": "100",
    "points_monthly_cap": "500",
    "pickup_days": "3",
}
PAGES = (
    "",
    "/people",
    "/organizations",
    "/organizations/new",
    "/categories",
    "/categories/new",
    "/places",
    "/grids/new",
    "/buildings/new",
    "/review",
    "/office",
    "/office/2026",
    "/points",
    "/goal",
    "/contact",
)
CHANGES = (
    "/people/find",
    "/people/1",
    "/roles/1/end",
    "/organizations/new",
    "/organizations/1/edit",
    "/organizations/1/archive",
    "/organizations/1/members",
    "/members/1/role",
    "/members/1/end",
    "/categories/new",
    "/categories/1",
    "/categories/1/archive",
    "/grids/new",
    "/grids/1",
    "/grids/1/archive",
    "/buildings/new",
    "/buildings/1",
    "/buildings/1/restore",
    "/review",
    "/office",
    "/office/2026",
    "/points",
    "/goal",
    "/contact",
)


def community_of(app: Flask, place: Place) -> CommunityRow:
    with app.app_context():
        return db.session.get_one(CommunityRow, place.community)


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_every_page_opens_for_an_administrator(place: Place, browser: FlaskClient, language: str) -> None:
    browser.set_cookie("language", language)
    assert {page: browser.get(ADMIN + page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)


def test_every_page_of_the_administration_is_marked_in_the_bar_of_the_staff(browser: FlaskClient) -> None:
    here = f'<a href="{ADMIN}" aria-current="page">'
    assert [page for page in PAGES if here not in browser.get(ADMIN + page).text] == []


def test_nobody_else_opens_or_changes_anything(
    app: Flask, place: Place, client: FlaskClient, sign_in: Callable[[int], FlaskClient]
) -> None:
    with app.app_context(), transaction():
        here = db.session.get_one(CommunityRow, place.community)
        people = [make_staff(here, Role.MODERATOR).id, make_staff(here, Role.WORKER).id, make_resident(here).id]
    for person_id in [*people, place.other_administrator]:
        other = sign_in(person_id)
        assert {other.get(ADMIN + page).status_code for page in PAGES} == {403}
        assert {other.post(ADMIN + page).status_code for page in CHANGES} == {403}
    assert {client.get(ADMIN + page).status_code for page in PAGES} <= {302, 303}
    assert community_of(app, place).version == 1


def test_points_settings_are_saved(app: Flask, place: Place, browser: FlaskClient) -> None:
    answer = browser.post(f"{ADMIN}/points", data=POINTS | {"version": "1"})
    assert (answer.status_code, answer.location) == (303, f"{ADMIN}/points")
    assert "Saved." in browser.get(answer.location).text
    here = community_of(app, place)
    assert (here.notice_days, here.points_per_hour, here.pickup_days, here.version) == (0, 20, 3, 2)


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("notice_days", "61", "A whole number from 0 to 60"),
        ("pickup_days", "", "A whole number from 1 to 90"),
        ("points_per_hour", "1.5", "A whole number from 0 to 1000"),
        ("points_monthly_cap", "99", "cannot be below the cap of a day"),
    ],
)
def test_a_number_that_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    app: Flask, place: Place, browser: FlaskClient, field: str, value: str, complaint: str
) -> None:
    answer = browser.post(f"{ADMIN}/points", data=POINTS | {"version": "1", field: value})
    assert answer.status_code == 422
    assert complaint in answer.text
    assert f'name="{field}"' in answer.text
    assert 'value="100"' in answer.text
    assert community_of(app, place).version == 1


GOAL = {"goal_zh_Hans": "陪伴独居老人", "goal_en": "Company for the lonely", "goal_hours": "120"}


def test_a_goal_is_saved_and_taken_away_again(app: Flask, place: Place, browser: FlaskClient) -> None:
    assert browser.post(f"{ADMIN}/goal", data=GOAL | {"version": "1"}).status_code == 303
    here = community_of(app, place)
    assert (here.goal["en"], here.goal_hours) == ("Company for the lonely", 120)
    assert "Company for the lonely" in browser.get("/c/guihua/").text
    empty = dict.fromkeys(GOAL, "")
    assert browser.post(f"{ADMIN}/goal", data=empty | {"version": "2"}).status_code == 303
    assert community_of(app, place).goal_hours is None
    assert "Company for the lonely" not in browser.get("/c/guihua/").text


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"goal_hours": ""}, "How many hours a month shall it be?"),
        ({"goal_zh_Hans": "", "goal_en": ""}, "What are the hours for?"),
        ({"goal_hours": "0"}, "A whole number from 1 to 100000"),
        ({"goal_hours": "many"}, "A whole number from 1 to 100000"),
        ({"goal_hours": "-3"}, "A whole number from 1 to 100000"),
    ],
)
def test_half_a_goal_is_said_at_its_field_and_nothing_is_lost(
    app: Flask, place: Place, browser: FlaskClient, changed: dict[str, str], complaint: str
) -> None:
    answer = browser.post(f"{ADMIN}/goal", data=GOAL | {"version": "1"} | changed)
    assert answer.status_code == 422
    assert complaint in answer.text
    for name, typed in (GOAL | changed).items():
        assert not typed or (f'name="{name}"' in answer.text and f'value="{typed}"' in answer.text)
    assert community_of(app, place).goal_hours is None


def test_a_goal_that_a_colleague_set_meanwhile_is_not_overwritten(
    app: Flask, place: Place, browser: FlaskClient, sign_in: Callable[[int], FlaskClient]
) -> None:
    assert sign_in(place.colleague).post(f"{ADMIN}/goal", data=GOAL | {"version": "1"}).status_code == 303
    answer = browser.post(f"{ADMIN}/goal", data=GOAL | {"version": "1", "goal_hours": "90"})
    assert answer.status_code == 409
    assert 'value="90"' in answer.text
    assert "120" in answer.text
    assert community_of(app, place).goal_hours == 120


def test_switches_say_what_needs_a_confirmed_home(app: Flask, place: Place, browser: FlaskClient) -> None:
    sent = {"version": "1", "review_promise_minutes": "1", "raising_needs_residence": "y"}
    assert browser.post(f"{ADMIN}/review", data=sent).status_code == 303
    here = community_of(app, place)
    assert (here.raising_needs_residence, here.supporting_needs_residence) == (True, False)
    assert here.review_promise_minutes == 60


@pytest.mark.parametrize(
    ("sent", "minutes"),
    [
        ("4", 240),
        ("1.5", 90),
        ("４小时", 240),
        ("2个半小时", 150),
        ("半小时", 30),
        ("4½", 270),
        ("1,25 h", 75),
        ("0:50", 50),
    ],
)
def test_the_promise_of_the_review_is_said_in_hours(
    app: Flask, place: Place, browser: FlaskClient, sent: str, minutes: int
) -> None:
    assert "A working day here has 8" in browser.get(f"{ADMIN}/review").text
    assert browser.post(f"{ADMIN}/review", data={"version": "1", "review_promise_minutes": sent}).status_code == 303
    assert community_of(app, place).review_promise_minutes == minutes


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ("", "with halves such as 1.5"),
        ("soon", "with halves such as 1.5"),
        ("1.1", "with halves such as 1.5"),
        ("-4", "with halves such as 1.5"),
        ("1.5.5", "with halves such as 1.5"),
        ("0", "From 0.5 to 120 hours"),
        ("0.25", "From 0.5 to 120 hours"),
        ("120.5", "From 0.5 to 120 hours"),
        ("99999", "From 0.5 to 120 hours"),
    ],
)
def test_what_is_no_length_of_a_promise_is_said_and_nothing_is_lost(
    app: Flask, place: Place, browser: FlaskClient, sent: str, complaint: str
) -> None:
    answer = browser.post(f"{ADMIN}/review", data={"version": "1", "review_promise_minutes": sent})
    assert (answer.status_code, complaint in answer.text) == (422, True)
    assert f'value="{sent}"' in answer.text
    assert community_of(app, place).version == 1


@pytest.mark.parametrize(("stood", "shown"), [(240, "4"), (270, "4.5"), (75, "1.25"), (50, "0:50"), (7, "0:07")])
def test_a_length_that_stood_there_comes_back_as_it_was(
    app: Flask, place: Place, browser: FlaskClient, stood: int, shown: str
) -> None:
    with app.app_context(), transaction():
        db.session.get_one(CommunityRow, place.community).review_promise_minutes = stood
    assert f'value="{shown}"' in browser.get(f"{ADMIN}/review").text
    sent = {"version": "1", "review_promise_minutes": shown, "indexes_demands": "y"}
    assert browser.post(f"{ADMIN}/review", data=sent).status_code == 303
    here = community_of(app, place)
    assert (here.review_promise_minutes, here.indexes_demands) == (stood, True)


def test_a_colleague_who_was_faster_is_not_overwritten(
    app: Flask, place: Place, browser: FlaskClient, sign_in: Callable[[int], FlaskClient]
) -> None:
    contact = {"name_zh_Hans": "桂花社区", "name_en": "Osmanthus", "address_zh_Hans": "桂花路18号"}
    assert sign_in(place.colleague).post(f"{ADMIN}/contact", data=contact | {"version": "1"}).status_code == 303
    mine = contact | {"address_zh_Hans": "桂花路20号", "address_en": "18 Osmanthus Road", "version": "1"}
    answer = browser.post(f"{ADMIN}/contact", data=mine)
    assert answer.status_code == 409
    assert "桂花路20号" in answer.text
    assert "桂花路18号" in answer.text
    assert "18 Osmanthus Road" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert community_of(app, place).address["zh_Hans"] == "桂花路18号"
    assert browser.post(f"{ADMIN}/contact", data=mine | {"version": "2"}).status_code == 303
    assert community_of(app, place).address["zh_Hans"] == "桂花路20号"


def test_what_is_sent_after_the_role_ended_changes_nothing(app: Flask, place: Place, browser: FlaskClient) -> None:
    assert browser.get(f"{ADMIN}/points").status_code == 200
    with app.app_context(), transaction():
        db.session.query(RoleGrant).filter_by(person_id=place.administrator).update({"ended_at": app_clock.now()})
    assert browser.post(f"{ADMIN}/points", data=POINTS | {"version": "1"}).status_code == 403
    assert community_of(app, place).version == 1


def test_numbers_on_duty_are_kept_in_their_order_and_shown_where_something_sounds_like_danger(
    app: Flask, place: Place, browser: FlaskClient
) -> None:
    contact = {"name_zh_Hans": "桂花社区", "version": "1", "duty_phone": "0571-88000019"}
    wrong = browser.post(f"{ADMIN}/contact", data=contact | {"duty_phones_after": "问门卫"})
    assert wrong.status_code == 422
    assert "问门卫" in wrong.text
    sent = contact | {"duty_phones_after": "13800000091，13800000092"}
    assert browser.post(f"{ADMIN}/contact", data=sent).status_code == 303
    numbers = [one.number for one in community_of(app, place).duty_calls]
    assert numbers == ["0571-88000019", "13800000091", "13800000092"]

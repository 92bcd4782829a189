"""Office hours, and the holidays that a year's notice brings."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.communities.models import CommunityRow
from resident.db import db
from tests.admin.conftest import Place

HOURS = "/c/guihua/admin/office"
TIMES = {"morning_from": "8:30", "morning_until": "12：00", "afternoon_from": "13:30", "afternoon_until": "17:00"}
DAYS = {"days_off": "元旦：1月1日至3日放假\n2月5日至11日", "days_worked": "2月20日（周六）"}
EVENING = datetime(2026, 3, 2, 13, 3, tzinfo=UTC)  # 21:03


def _row(app: Flask, place: Place) -> CommunityRow:
    with app.app_context():
        return db.session.get_one(CommunityRow, place.community)


def test_office_hours_are_saved_and_promises_follow_them(app: Flask, place: Place, browser: FlaskClient) -> None:
    answer = browser.post(HOURS, data=TIMES | {"version": "1"})
    assert (answer.status_code, answer.location) == (303, HOURS)
    row = _row(app, place)
    assert (row.office_hours, row.version) == ("08:30-12:00 13:30-17:00", 2)
    assert row.office.later(EVENING, 240) == datetime(2026, 3, 3, 6, tzinfo=UTC)  # 8:30 to 12:00, 13:30 to 14:00
    page = browser.get(HOURS).text
    assert 'value="13:30"' in page


def test_an_office_without_a_midday_pause(app: Flask, place: Place, browser: FlaskClient) -> None:
    whole = {"morning_from": "09:00", "morning_until": "17:00", "afternoon_from": "", "afternoon_until": ""}
    assert browser.post(HOURS, data=whole | {"version": "1"}).status_code == 303
    assert _row(app, place).office_hours == "09:00-17:00"
    assert browser.get(HOURS).status_code == 200


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"morning_from": ""}, "A time such as 8:30"),
        ({"morning_from": "half past eight"}, "A time such as 8:30"),
        ({"morning_until": "25:00"}, "A time such as 8:30"),
        ({"morning_until": "8:00"}, "later than the one before"),
        ({"afternoon_from": "11:00"}, "later than the one before"),
        ({"afternoon_until": ""}, "later than the one before"),
        ({"afternoon_from": ""}, "later than the one before"),
        ({"afternoon_until": "13:30"}, "later than the one before"),
        (
            {"morning_from": "8:00", "morning_until": "8:01", "afternoon_from": "", "afternoon_until": ""},
            "At least two hours a day",
        ),
        ({"morning_until": "9:29", "afternoon_until": "14:30"}, "At least two hours a day"),
    ],
)
def test_hours_that_cannot_be_are_said_and_nothing_is_lost(
    app: Flask, place: Place, browser: FlaskClient, changes: dict[str, str], complaint: str
) -> None:
    answer = browser.post(HOURS, data=TIMES | {"version": "1"} | changes)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert _row(app, place).version == 1


def test_the_days_of_a_notice_are_entered_by_hand(app: Flask, place: Place, browser: FlaskClient) -> None:
    before = browser.get(HOURS).text
    assert "dates of this year say “expected”" in before
    answer = browser.post(f"{HOURS}/2027", data=DAYS | {"version": "1"})
    assert (answer.status_code, answer.location) == (303, HOURS)
    office = _row(app, place).office
    spring = datetime(2027, 2, 3, 2, tzinfo=UTC)
    assert office.due(spring, 5) == datetime(2027, 2, 17, 10, tzinfo=UTC)  # 4, 12, 15, 16, 17 February
    assert not office.is_expected(spring)
    assert "11\u00a0days entered by hand" in browser.get(HOURS).text
    page = browser.get(f"{HOURS}/2027").text
    assert "1/1 - 1/3\n2/5 - 2/11</textarea>" in page
    assert "2/20</textarea>" in page
    assert "2/5" not in browser.get(f"{HOURS}/2028").text.split("<textarea")[1].split("</textarea>")[0]


def test_days_of_one_year_leave_those_of_the_others(app: Flask, place: Place, browser: FlaskClient) -> None:
    browser.post(f"{HOURS}/2026", data={"days_off": "4/20", "days_worked": "", "version": "1"})
    browser.post(f"{HOURS}/2027", data=DAYS | {"version": "2"})
    browser.post(f"{HOURS}/2027", data={"days_off": "1/1", "days_worked": "", "version": "3"})
    assert _row(app, place).own_days == {"2026-04-20": "off", "2027-01-01": "off"}
    browser.post(f"{HOURS}/2027", data={"days_off": "", "days_worked": "", "version": "4"})
    assert _row(app, place).own_days == {"2026-04-20": "off"}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"days_off": "2月30日"}, "“2月30日” is not a day of 2027"),
        ({"days_off": "春节放假"}, "is not a day of 2027"),
        ({"days_worked": "2月22日"}, "Only Saturdays and Sundays"),
        ({"days_worked": "2月6日"}, "2/6 stands in both lists"),
        ({"days_off": "1月1日" * 200}, "600"),
    ],
)
def test_days_that_cannot_be_are_named(
    app: Flask, place: Place, browser: FlaskClient, changes: dict[str, str], complaint: str
) -> None:
    answer = browser.post(f"{HOURS}/2027", data=DAYS | {"version": "1"} | changes)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert _row(app, place).version == 1


@pytest.mark.parametrize("year", [1999, 2025, 2029, 9999, 10**30])
def test_only_this_year_and_the_next_two_have_a_page(place: Place, browser: FlaskClient, year: int) -> None:
    assert browser.get(f"{HOURS}/{year}").status_code == 404


def test_a_colleague_who_was_faster_is_not_overwritten(
    app: Flask, place: Place, browser: FlaskClient, sign_in: Callable[[int], FlaskClient]
) -> None:
    assert sign_in(place.colleague).post(f"{HOURS}/2027", data=DAYS | {"version": "1"}).status_code == 303
    answer = browser.post(f"{HOURS}/2027", data={"days_off": "1/1", "days_worked": "", "version": "1"})
    assert answer.status_code == 409
    assert "2/5 - 2/11" in answer.text
    assert browser.post(HOURS, data=TIMES | {"version": "1"}).status_code == 409
    assert len(_row(app, place).own_days) == 11

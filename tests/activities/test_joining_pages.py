"""The pages a volunteer sees: list, activity, sign-up with and without htmx, the scanned code, one's own service."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.models import PersonRow
from resident.activities.models import Activity, ActivityState, Shift, SignUp, SignUpState, Volunteer
from resident.communities.context import community_of
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from tests.activities.conftest import Neighbourhood
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_place, make_record, make_shift, two
from tests.makers.communities import make_building, make_resident

SignIn = Callable[[int], FlaskClient]
HTMX = {"HX-Request": "true"}


def _fill(app: Flask, here: Neighbourhood, waiting: int = 0) -> None:
    with app.app_context(), transaction():
        shift = db.session.get_one(Shift, here.shift)
        while shift.taken < shift.capacity:
            make_place(shift)
        for _ in range(waiting):
            make_place(shift, waiting=True)


def _state(app: Flask, here: Neighbourhood, person_id: int) -> str | None:
    with app.app_context():
        place = (
            db.session.query(SignUp).filter_by(shift_id=here.shift, person_id=person_id).order_by(-SignUp.id).first()
        )
        return place.state if place else None


def test_a_visitor_reads_everything_and_is_asked_to_sign_in_where_it_matters(
    client: FlaskClient, here: Neighbourhood
) -> None:
    listed = client.get(here.path).text
    assert "包饺子" in listed
    assert "还差 2 人" in listed
    page = client.get(f"{here.path}/{here.activity}").text
    assert "有热锅。" in page
    assert f"/sign-in?next=/c/here/activities/{here.activity}" in page
    assert "<form" not in page.split('id="shifts"')[1].split("</section>")[0]


def test_home_and_list_shout_for_nobody_once_sign_up_is_over(
    app: Flask, client: FlaskClient, here: Neighbourhood, clock: Clock
) -> None:
    with app.app_context(), transaction():
        shift = db.session.get_one(Shift, here.shift)
        shift.sign_up_until = clock() + timedelta(minutes=5)
    for page in ("/c/here/", here.path):
        assert "还差 2 人" in client.get(page).text
    clock.advance(minutes=6)
    for page in ("/c/here/", here.path):
        said = client.get(page).text
        assert "报名已截止" in said
        assert "还差 2 人" not in said


def test_signing_up_by_a_plain_form_comes_back_to_the_shift(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    browser = sign_in(here.newcomer)
    for _again in range(2):
        answer = browser.post(f"{here.path}/{here.activity}/sign-up", data={"shift": here.shift})
        assert answer.status_code == 303
        assert answer.location.endswith(f"/activities/{here.activity}#shift-{here.shift}")
    page = browser.get(answer.location).text
    assert "您已报名" in page
    assert "报名成功" in page
    with app.app_context():
        assert db.session.get_one(Shift, here.shift).taken == 1


def test_signing_up_by_htmx_gives_the_shifts_and_says_it(sign_in: SignIn, here: Neighbourhood) -> None:
    answer = sign_in(here.volunteer).post(
        f"{here.path}/{here.activity}/sign-up", data={"shift": here.shift}, headers=HTMX
    )
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section class="section" id="shifts">')
    assert "hx-swap-oob" in answer.text
    assert "<html" not in answer.text


def test_the_last_place_gone_offers_the_list(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    _fill(app, here, waiting=2)
    browser, url = sign_in(here.volunteer), f"{here.path}/{here.activity}"
    page = browser.post(f"{url}/sign-up", data={"shift": here.shift})
    assert page.status_code == 409
    assert "名额已满" in page.text
    part = browser.post(f"{url}/sign-up", data={"shift": here.shift}, headers=HTMX)
    assert part.status_code == 409
    assert "排候补，您是第 3 位" in part.text
    assert _state(app, here, here.volunteer) is None
    waiting = browser.post(f"{url}/waiting-list", data={"shift": here.shift}, headers=HTMX)
    assert "候补第 3 位" in waiting.text
    assert _state(app, here, here.volunteer) == SignUpState.WAITING
    browser.post(f"{url}/cancel-sign-up", data={"shift": here.shift})
    assert _state(app, here, here.volunteer) == SignUpState.CANCELLED


def test_the_cut_off_is_named(app: Flask, sign_in: SignIn, here: Neighbourhood, clock: Clock) -> None:
    clock.advance(hours=25)
    answer = sign_in(here.volunteer).post(f"{here.path}/{here.activity}/sign-up", data={"shift": here.shift})
    assert answer.status_code == 409
    assert "3月3日 9:00" in answer.text


def test_who_needs_a_confirmed_home_is_told_so(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    with app.app_context(), transaction():
        db.session.get_one(CommunityRow, here.community).joining_needs_residence = True
    browser = sign_in(here.newcomer)
    page = browser.get(f"{here.path}/{here.activity}").text
    assert "/me/household" in page
    assert browser.post(f"{here.path}/{here.activity}/sign-up", data={"shift": here.shift}).status_code == 403
    assert (
        sign_in(here.volunteer).post(f"{here.path}/{here.activity}/sign-up", data={"shift": here.shift}).status_code
        == 303
    )


def test_an_overlap_with_another_activity_shows_before_one_presses(
    app: Flask, sign_in: SignIn, here: Neighbourhood
) -> None:
    with app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, here.community)
        other = make_shift(make_activity(community, title="图书角值班"), hours=25)
        make_place(other, db.session.get_one(PersonRow, here.volunteer))
    page = sign_in(here.volunteer).get(f"{here.path}/{here.activity}").text
    assert "图书角值班" in page
    assert f"{here.path}/{here.activity}/sign-up" not in page


@pytest.mark.parametrize("shift", ["", "0", "x", "-1", "9" * 30, "²"])
def test_a_shift_that_is_none_is_not_here(sign_in: SignIn, here: Neighbourhood, shift: str) -> None:
    answer = sign_in(here.volunteer).post(f"{here.path}/{here.activity}/sign-up", data={"shift": shift})
    assert answer.status_code == 404


def test_nothing_of_another_community_is_here(sign_in: SignIn, here: Neighbourhood) -> None:
    browser = sign_in(here.volunteer)
    assert browser.get(f"/c/there/activities/{here.activity}").status_code == 404
    answer = browser.post(f"/c/there/activities/{here.activity}/sign-up", data={"shift": here.shift})
    assert answer.status_code == 404


def test_what_waits_for_review_is_seen_by_its_body_and_staff_only(
    app: Flask, client: FlaskClient, sign_in: SignIn, here: Neighbourhood
) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Activity, here.activity).state = ActivityState.IN_REVIEW
    url = f"{here.path}/{here.activity}"
    assert client.get(url).status_code == 404
    statuses = [
        sign_in(person).get(url).status_code for person in (here.volunteer, here.abroad, here.manager, here.moderator)
    ]
    assert statuses == [404, 404, 200, 200]
    assert "包饺子" not in client.get(here.path).text


def test_scanning_opens_a_page_whose_button_checks_in_and_out(
    app: Flask, sign_in: SignIn, here: Neighbourhood, clock: Clock
) -> None:
    with app.app_context(), transaction():
        shift = db.session.get_one(Shift, here.shift)
        make_place(shift, db.session.get_one(PersonRow, here.volunteer))
        url = f"{here.path}/check-in/{shift.check_in_key}"
    browser = sign_in(here.volunteer)
    assert "8:30" in browser.get(url).text
    clock.advance(hours=23, minutes=45)
    assert "您来啦" in browser.get(url).text
    for step, words in (("in", "您已到场"), ("in", "您已到场"), ("out", "已签退"), ("out", "已签退")):
        assert browser.post(url, data={"step": step}).status_code == 303
        assert words in browser.get(url).text
        clock.advance(minutes=60)
    assert sign_in(here.newcomer).get(url).status_code == 200
    assert sign_in(here.newcomer).post(url, data={"step": "in"}).status_code == 403
    assert browser.get(f"{here.path}/check-in/{'x' * 32}").status_code == 404


def test_scanning_too_early_is_a_calm_refusal(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    with app.app_context(), transaction():
        shift = db.session.get_one(Shift, here.shift)
        make_place(shift, db.session.get_one(PersonRow, here.volunteer))
        url = f"{here.path}/check-in/{shift.check_in_key}"
    assert sign_in(here.volunteer).post(url, data={"step": "in"}).status_code == 409


def test_codes_lead_to_the_public_address_whatever_the_host_header(
    app: Flask, sign_in: SignIn, here: Neighbourhood
) -> None:
    with app.app_context(), transaction():
        place = make_place(db.session.get_one(Shift, here.shift), db.session.get_one(PersonRow, here.volunteer))
        place_id = place.id
    browser = sign_in(here.volunteer)
    answer = browser.get(f"{here.path}/passes/{place_id}.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "no-store"
    assert sign_in(here.newcomer).get(f"{here.path}/passes/{place_id}.svg").status_code == 404
    evil = {"Host": "evil.example"}
    code = f"{here.path}/{here.activity}/code.svg"
    assert browser.get(code, headers=evil).data == browser.get(code).data
    shared = browser.get(f"{here.path}/{here.activity}/share", headers=evil).text
    assert f"http://127.0.0.1:8000{here.path}/{here.activity}" in shared


def test_own_service_shows_two_totals_and_what_is_to_come(app: Flask, sign_in: SignIn, here: Neighbourhood) -> None:
    with app.app_context(), transaction():
        person = db.session.get_one(PersonRow, here.volunteer)
        shift = db.session.get_one(Shift, here.shift)
        make_place(shift, person)
        manager = shift.activity.created_by
        for hours, how, minutes in ((-30, "seen", 90), (-60, "by_hand", 45)):
            make_record(
                make_shift(shift.activity, hours=hours), person, by=manager, minutes=minutes, how=how, state="final"
            )
    browser = sign_in(here.volunteer)
    browser.get(here.path)
    page = browser.get("/me/service").text
    assert "1\u00a0小\u2060时 30\u00a0分\u2060钟" in page
    assert "45\u00a0分\u2060钟" in page
    assert f"#shift-{here.shift}" in page


@pytest.mark.parametrize(
    ("path", "tab"), [("/me/service", "/me"), ("", "/c/here/activities"), ("/notice", "/c/here/activities")]
)
def test_ones_own_service_stands_under_me_and_what_is_disclosed_under_activities(
    sign_in: SignIn, here: Neighbourhood, path: str, tab: str
) -> None:
    browser = sign_in(here.volunteer)
    browser.get(here.path)
    page = browser.get(path if path.startswith("/me") else here.path + path).text
    assert f'weui-bar__item_on" aria-current="page" href="{tab}"' in " ".join(page.split())


def test_past_activities_stand_behind_their_chip(
    app: Flask, client: FlaskClient, here: Neighbourhood, clock: Clock
) -> None:
    clock.advance(hours=27)
    assert "包饺子" not in client.get(here.path).text
    assert "包饺子" in client.get(f"{here.path}?past=1").text


def test_the_list_goes_on_after_its_last_row(app: Flask, client: FlaskClient, here: Neighbourhood) -> None:
    with app.app_context(), transaction():
        activity = db.session.get_one(Activity, here.activity)
        for number in range(25):
            one = make_activity(community_of(activity), body=activity.organization, manager=activity.created_by)
            one.title = two(f"第{number}个活动")
            make_shift(one, hours=30 + number)
    first = client.get(here.path).text
    after = first.split("after=")[1].split('"')[0]
    second = client.get(f"{here.path}?after={after}").text
    titles = [f"第{number}个活动" for number in range(25)]
    assert [title in first for title in titles] == [True] * 19 + [False] * 6
    assert [title in second for title in titles] == [False] * 19 + [True] * 6
    assert client.get(f"{here.path}?after=nonsense").status_code == 200


def test_public_notice_shows_numbers_and_no_names(app: Flask, client: FlaskClient, here: Neighbourhood) -> None:
    with app.app_context(), transaction():
        shift = db.session.get_one(Shift, here.shift)
        person = make_resident(community_of(shift.activity), "不该出现")
        db.session.add(Volunteer(community_id=here.community, person_id=person.id, number=7))
        make_record(
            shift,
            person,
            by=shift.activity.created_by,
            state="in_notice",
            notice_until=shift.starts_at + timedelta(days=3),
        )
    page = client.get(f"{here.path}/notice").text
    assert "编号 00007" in page
    assert "不该出现" not in page


def test_the_page_shows_on_the_plan_where_it_is_when_the_place_is_one_of_it(
    app: Flask, here: Neighbourhood, client: FlaskClient
) -> None:
    page = f"{here.path}/{here.activity}"
    assert "pl-on" not in client.get(page).text
    with app.app_context(), transaction():
        building = make_building(db.session.get_one(CommunityRow, here.community), "6")
        db.session.get_one(Shift, here.shift).place = {"zh_Hans": "6栋一楼活动室"}
        name = building.name["zh_Hans"]
    shown = client.get(page).text
    assert shown.count("pl-on") == 1
    assert name in shown.split("pl-on", 1)[1].split("</g>", 1)[0]

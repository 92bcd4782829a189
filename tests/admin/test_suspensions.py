"""Suspending over HTTP: what the suspended person reads, and that nothing else is open."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.models import PersonRow, Suspension
from resident.communities.models import CommunityRow, Role, RoleGrant
from resident.db import db, transaction
from tests.conftest import Clock
from tests.makers.accounts import be_fresh_again, make_factor
from tests.makers.communities import make_community, make_staff
from tests.makers.demands import make_demand

SignIn = Callable[[int], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
LI = "13800000001"
OPEN = {
    "accounts.close",
    "accounts.confirm",
    "accounts.confirm_send",
    "accounts.data",
    "accounts.data_file",
    "accounts.language",
    "accounts.privacy",
    "accounts.reading_mode",
    "accounts.sign_out",
    "admin.suspensions.appeal",
    "admin.suspensions.mine",
    "feedback.about",
    "feedback.write",
    "health.alive",
    "health.ready",
}


class Place:
    """An administrator, another one, a moderator, and a resident whom the administrator has looked up."""

    def __init__(self, app: Flask, sign_in: SignIn) -> None:
        with app.app_context(), transaction():
            here = make_community("guihua")
            self.li = make_staff(here, Role.WORKER, "李阿姨", phone=LI).id
            chief, other = (make_staff(here, Role.ADMINISTRATOR, name).id for name in ("周主任", "吴主任"))
            moderator = make_staff(here, Role.MODERATOR).id
            self.community = here.id
        self.chief, self.other, self.moderator = sign_in(chief), sign_in(other), sign_in(moderator)
        self.person = f"/c/guihua/admin/people/{self.li}"

    def suspend(self, days: str = "7", reason: str = "一再辱骂邻居") -> str:
        """Suspend the resident; gives where that leads."""
        answer = self.chief.post(f"{self.person}/suspensions/new", data={"reason": reason, "days": days})
        return str(answer.location)


@pytest.fixture
def place(app: Flask, sign_in: SignIn) -> Place:
    return Place(app, sign_in)


def _address(rule: str) -> str:
    return re.sub(r"<[^>]+>", "1", re.sub(r"<any\((\w+)[^>]*>", r"\1", rule).replace("<community>", "guihua"))


def test_every_route_leads_to_the_reason_but_for_the_few_that_lead_out(
    app: Flask, place: Place, sign_in: SignIn
) -> None:
    """Walks the URL map: a new route is closed to who is suspended before anybody thinks of it."""
    place.suspend()
    li = sign_in(place.li)
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) & {"GET", "POST"}:
            if rule.endpoint not in OPEN:
                answer = li.open(_address(rule.rule), method=method)
                assert (answer.status_code, answer.location) == (303, "/me/suspension"), (method, rule.rule)
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= OPEN
    for path in ("/me/data", "/me/data/file", "/privacy"):
        assert li.get(path).status_code == 200


def test_the_page_says_why_until_when_and_how_to_appeal(
    app: Flask, place: Place, sign_in: SignIn, clock: Clock
) -> None:
    before = sign_in(place.li)
    assert place.suspend() == place.person
    assert before.get("/me").location.startswith("/sign-in")
    li = sign_in(place.li)
    page = li.get("/me/suspension", headers=ENGLISH).text
    for words in ("Your account is suspended", "一再辱骂邻居", "9 March", 'action="/me/suspension/appeal"'):
        assert words in page
    assert li.post("/me/suspension/appeal", data={"words": "没"}).status_code == 422
    assert li.post("/me/suspension/appeal", data={"words": "我没有骂人。"}).location == "/me/suspension"
    assert li.post("/me/suspension/appeal", data={"words": "再说一次"}).status_code == 409
    assert "Your appeal is being looked at" in li.get("/me/suspension", headers=ENGLISH).text
    clock.advance(days=7)
    li = sign_in(place.li)
    assert li.get("/me").status_code == 200
    assert li.get("/me/suspension").location == "/"
    assert li.post("/me/suspension/appeal", data={"words": "我没有骂人。"}).status_code == 404


def _only(app: Flask) -> str:
    with app.app_context():
        return f"/c/guihua/admin/suspensions/{db.session.scalars(select(Suspension.id)).one()}"


@pytest.mark.parametrize(("button", "is_open"), [("lift", True), ("uphold", False)])
def test_a_moderator_decides_on_the_appeal_and_the_person_reads_the_answer(
    app: Flask, place: Place, sign_in: SignIn, button: str, is_open: bool
) -> None:
    place.suspend()
    li = sign_in(place.li)
    li.post("/me/suspension/appeal", data={"words": "我没有骂人。"})
    page = _only(app)
    assert "我没有骂人。" in place.moderator.get(page).text
    assert f'action="{page}/decide"' not in place.chief.get(page).text
    assert place.chief.post(f"{page}/decide", data={"answer": "看过了", button: "1"}).status_code == 403
    assert place.moderator.post(f"{page}/decide", data={"answer": "", button: "1"}).status_code == 422
    assert place.moderator.post(f"{page}/decide", data={"answer": "看过了", button: "1"}).location == page
    assert place.moderator.post(f"{page}/decide", data={"answer": "看过了", button: "1"}).status_code == 409
    assert (li.get("/me").status_code == 200) is is_open
    if not is_open:
        assert "看过了" in li.get("/me/suspension").text


def test_an_administrator_lifts_it_before_its_time_and_the_list_is_empty_again(
    app: Flask, place: Place, sign_in: SignIn
) -> None:
    place.suspend()
    page = _only(app)
    assert "李阿姨" in place.other.get("/c/guihua/admin/suspensions").text
    assert place.moderator.post(f"{page}/lift").status_code == 403
    assert place.other.post(f"{page}/lift").location == page
    assert place.other.post(f"{page}/lift").status_code == 409
    assert "李阿姨" not in place.other.get("/c/guihua/admin/suspensions").text
    assert sign_in(place.li).get("/me").status_code == 200


def test_a_suspension_of_another_community_is_not_here(app: Flask, place: Place, sign_in: SignIn) -> None:
    place.suspend()
    page = _only(app).replace("guihua", "yulan")
    with app.app_context(), transaction():
        chief = make_staff(make_community("yulan"), Role.ADMINISTRATOR).id
    assert sign_in(chief).get(page).status_code == 404
    assert sign_in(chief).post(f"{page}/lift").status_code == 404


def test_a_form_that_lacks_something_comes_back_with_what_was_typed(place: Place) -> None:
    answer = place.chief.post(f"{place.person}/suspensions/new", data={"reason": "一再辱骂邻居", "days": "9999"})
    assert answer.status_code == 422
    assert "一再辱骂邻居" in answer.text


def test_each_act_on_somebody_elses_account_wants_a_fresh_code(app: Flask, place: Place, clock: Clock) -> None:
    place.suspend()
    clock.advance(minutes=11)
    for path in (
        f"{place.person}/suspensions/new",
        f"{place.person}/sign-out",
        f"{place.person}/second-factor/end",
        f"{_only(app)}/lift",
    ):
        assert place.chief.post(path).location.startswith("/me/confirm"), path


def test_somebody_is_signed_out_and_their_second_factor_taken_off(app: Flask, place: Place, sign_in: SignIn) -> None:
    assert "second-factor/end" not in place.chief.get(place.person).text
    with app.app_context(), transaction():
        make_factor(db.session.get_one(PersonRow, place.li))
    li = sign_in(place.li)
    assert "second-factor/end" in place.chief.get(place.person).text
    assert place.chief.post(f"{place.person}/sign-out").location == place.person
    assert li.get("/me").location.startswith("/sign-in")
    li = sign_in(place.li)
    assert place.chief.post(f"{place.person}/second-factor/end").location == place.person
    assert li.get("/me").location.startswith("/sign-in")
    assert "second-factor/end" not in place.chief.get(place.person).text


def test_who_is_suspended_may_close_the_account_and_is_offered_nothing_that_leads_in_a_circle(
    app: Flask, place: Place, sign_in: SignIn, clock: Clock
) -> None:
    """PIPL art. 15 and 47: consent can be withdrawn whatever somebody has done."""
    place.suspend()
    li = sign_in(place.li)
    page = li.get("/me/data", headers=ENGLISH).text
    assert 'action="/me/data/close"' in page
    for address in re.findall(r'(?:href|action)="(/[^"#?]*)', page):
        if not address.startswith(("/static", "/language", "/reading-mode", "/media", "/me/data/close", "/sign-out")):
            assert li.get(address).location in {None, "/"}, address
    clock.advance(minutes=11)
    assert li.post("/me/data/close").location.startswith("/me/confirm")
    assert li.get("/me/confirm?next=/me/data").status_code == 200
    be_fresh_again(app)
    assert li.post("/me/data/close").location == "/"
    with app.app_context():
        assert db.session.get_one(PersonRow, place.li).closed_at is not None


def test_the_day_stands_before_what_holds_until_then(place: Place, sign_in: SignIn) -> None:
    place.suspend()
    page = sign_in(place.li).get("/me/suspension", headers=ENGLISH).text
    assert re.search(r"Until (\w+ )?9 March[^<]* you can look around", page)
    chinese = sign_in(place.li).get("/me/suspension", headers={"Accept-Language": "zh-CN"}).text
    assert "在此之前" not in chinese


def test_the_last_worker_is_suspended_only_after_reading_what_waits(app: Flask, place: Place) -> None:
    with app.app_context(), transaction():
        make_demand(db.session.get_one(CommunityRow, place.community), title="路灯不亮")
    form = {"reason": "一再辱骂邻居", "days": "30"}
    asked = place.chief.post(f"{place.person}/suspensions/new", data=form, headers=ENGLISH)
    assert asked.status_code == 409
    for words in ("Suspend the last one who can act there?", "路灯不亮", "or the suspension ends"):
        assert words in asked.text
    fields = dict(re.findall(r'name="(reason|days|settles)" value="([^"]*)"', asked.text))
    assert fields == form | {"settles": "1"}
    assert place.chief.post(f"{place.person}/suspensions/new", data=fields).location == place.person
    desk = place.other.get("/c/guihua/desk", headers=ENGLISH).text
    assert "Demands that no worker may act on" in desk


def test_an_appeal_stands_on_the_desks_of_those_who_may_decide(app: Flask, place: Place, sign_in: SignIn) -> None:
    place.suspend()
    li = sign_in(place.li)
    assert "Appeals to decide" not in place.moderator.get("/c/guihua/desk", headers=ENGLISH).text
    li.post("/me/suspension/appeal", data={"words": "我没有骂人。"})
    seen = [
        "Appeals to decide" in one.get("/c/guihua/desk", headers=ENGLISH).text
        for one in (place.moderator, place.other, place.chief)
    ]
    assert seen == [True, True, False]
    place.moderator.post(f"{_only(app)}/decide", data={"answer": "看过了", "uphold": "1"})
    assert "Appeals to decide" not in place.other.get("/c/guihua/desk", headers=ENGLISH).text


def test_an_appeal_that_only_who_suspended_could_decide_stands_with_what_mends_it(
    app: Flask, place: Place, sign_in: SignIn
) -> None:
    place.suspend()
    with app.app_context(), transaction():
        others = [grant for grant in db.session.scalars(select(RoleGrant)) if grant.role != Role.WORKER]
        chief = db.session.scalars(select(PersonRow.id).where(PersonRow.display_name == "周主任")).one()
        for grant in others:
            if grant.person_id != chief:
                grant.ended_at = grant.granted_at
    sign_in(place.li).post("/me/suspension/appeal", data={"words": "我没有骂人。"})
    desk = place.chief.get("/c/guihua/desk", headers=ENGLISH).text
    assert "Appeals against a suspension that nobody may decide" in desk
    assert "Appeals to decide" not in desk


def test_nobody_looks_after_their_own_account_here(app: Flask, place: Place) -> None:
    with app.app_context():
        own = db.session.scalars(select(PersonRow.id).where(PersonRow.display_name == "周主任")).one()
    be_fresh_again(app)
    page = f"/c/guihua/admin/people/{own}"
    shown = place.chief.get(page, headers=ENGLISH).text
    assert "Not for your own account." in shown
    for path in ("sign-out", "second-factor/end"):
        assert place.chief.post(f"{page}/{path}").status_code == 403
    assert place.chief.get(f"{page}/suspensions/new").status_code == 403
    answer = place.chief.post(f"{page}/suspensions/new", data={"reason": "一再辱骂邻居", "days": "7"})
    assert answer.status_code == 403

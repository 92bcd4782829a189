"""Organizations are kept, and people act for them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.communities.models import CommunityRow, Role, RoleGrant
from resident.db import db, transaction
from resident.demands.models import Demand, DemandState
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from tests.admin.conftest import Place
from tests.makers.accounts import make_person
from tests.makers.communities import make_staff
from tests.makers.demands import make_demand
from tests.makers.organizations import make_member

LIST = "/c/guihua/admin/organizations"
FIELDS = {"kind": "merchant", "name_zh_Hans": "桂花便利店", "name_en": "", "hours_en": "Daily"}


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def token_of(page: str) -> str:
    return re.search(r'name="token"[^>]*value="([^"]+)"', page)[1]


def members(app: Flask) -> list[OrganizationMember]:
    with app.app_context():
        return list(db.session.scalars(select(OrganizationMember).order_by(OrganizationMember.id)))


def test_an_organization_is_added_once_however_often_it_is_sent(app: Flask, place: Place, browser: FlaskClient) -> None:
    before = count(app, Organization)
    sent = FIELDS | {"token": token_of(browser.get(f"{LIST}/new").text)}
    answers = [browser.post(f"{LIST}/new", data=sent) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert count(app, Organization) == before + 1
    page = browser.get(answers[0].location).text
    assert "桂花便利店" in page
    assert "Daily" in page


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("name_zh_Hans", " \u200b ", "in at least one language"),
        ("kind", "kingdom", "Not a valid choice"),
        ("phone", "9" * 31, "At most 30 characters"),
        ("about_en", "x" * 2001, "At most 2000 characters"),
    ],
)
def test_a_wrong_field_is_said_at_the_field_and_nothing_is_lost(
    place: Place, browser: FlaskClient, field: str, value: str, complaint: str
) -> None:
    sent = FIELDS | {"token": token_of(browser.get(f"{LIST}/new").text), "place_en": "Gate <b>2</b> 🏠", field: value}
    answer = browser.post(f"{LIST}/new", data=sent)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert "Gate &lt;b&gt;2&lt;/b&gt; 🏠" in answer.text


def test_a_stale_form_keeps_what_was_typed_and_shows_what_stands_there(
    app: Flask, place: Place, browser: FlaskClient
) -> None:
    edit = f"{LIST}/{place.organization}/edit"
    assert 'name="version" type="hidden" value="1"' in browser.get(edit).text
    assert browser.post(edit, data=FIELDS | {"version": "1", "name_en": "First"}).status_code == 303
    answer = browser.post(edit, data=FIELDS | {"version": "1", "name_en": "Second"})
    assert answer.status_code == 409
    assert 'value="Second"' in answer.text
    assert "First" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert browser.post(edit, data=FIELDS | {"version": "2", "name_en": "Second"}).status_code == 303
    with app.app_context():
        assert db.session.get_one(Organization, place.organization).name["en"] == "Second"


def test_an_archived_organization_stands_apart_and_comes_back(place: Place, browser: FlaskClient) -> None:
    page = f"{LIST}/{place.organization}"
    for _time in range(2):
        assert browser.post(f"{page}/archive").status_code == 303
    assert "Archived on" in browser.get(page).text
    assert "Archived" in browser.get(LIST).text
    for _time in range(2):
        assert browser.post(f"{page}/restore").status_code == 303
    assert "Archived on" not in browser.get(page).text


def test_somebody_who_acts_for_it_gets_another_role_and_leaves(app: Flask, place: Place, browser: FlaskClient) -> None:
    with app.app_context(), transaction():
        body = db.session.get_one(Organization, place.organization)
        make_member(body, MemberRole.CLERK, make_person("店员小周", phone="13800000030"))
    assert "店员小周" in browser.get(f"{LIST}/{place.organization}").text
    (member,) = members(app)
    assert browser.post(f"/c/guihua/admin/members/{member.id}/role", data={"role": "manager"}).status_code == 303
    assert browser.post(f"/c/guihua/admin/members/{member.id}/role", data={"role": "king"}).status_code == 303
    assert members(app)[0].role == "manager"
    for _time in range(2):
        assert browser.post(f"/c/guihua/admin/members/{member.id}/end").status_code == 303
    assert members(app)[0].ended_at is not None
    assert browser.post(f"/c/guihua/admin/members/{member.id}/role", data={"role": "clerk"}).status_code == 409


def test_what_is_no_number_is_said_at_the_field_and_nothing_is_lost(place: Place, browser: FlaskClient) -> None:
    page = f"{LIST}/{place.organization}"
    answer = browser.post(f"{page}/members", data={"phone": "1380000003", "name": "小周", "role": "manager"})
    assert answer.status_code == 422
    assert "11 digits" in answer.text
    assert 'checked id="role-0" name="role" type="radio" value="manager"' in answer.text
    assert 'value="小周"' in answer.text


def test_nobody_is_added_to_an_archived_organization(app: Flask, place: Place, browser: FlaskClient) -> None:
    with app.app_context(), transaction():
        make_person(phone="13800000030")
    browser.post(f"{LIST}/{place.organization}/archive")
    answer = browser.post(f"{LIST}/{place.organization}/members", data={"phone": "13800000030", "role": "clerk"})
    assert answer.status_code == 409
    assert members(app) == []


@pytest.mark.parametrize("path", ["", "/edit"])
def test_another_communitys_organization_is_not_there(place: Place, browser: FlaskClient, path: str) -> None:
    assert browser.get(f"{LIST}/{place.other_organization}{path}").status_code == 404


@pytest.mark.parametrize("path", ["/edit", "/archive", "/restore", "/members"])
def test_another_communitys_organization_cannot_be_changed(place: Place, browser: FlaskClient, path: str) -> None:
    sent = FIELDS | {"version": "1", "phone": "13800000030", "role": "clerk"}
    assert browser.post(f"{LIST}/{place.other_organization}{path}", data=sent).status_code == 404


def test_archiving_a_body_asks_first_with_the_list_of_what_is_open(
    app: Flask, place: Place, browser: FlaskClient
) -> None:
    with app.app_context(), transaction():
        here = db.session.get_one(CommunityRow, place.community)
        demands = [
            make_demand(here, title=f"Lamp {number}", state=DemandState.ASSIGNED, holder_id=place.organization).id
            for number in range(7)
        ]
    page = f"{LIST}/{place.organization}"
    asked = browser.post(f"{page}/archive")
    assert asked.status_code == 409
    for words in ("7 things are still open", "go back to the committee", "Lamp 0", "and 2 more", "Yes, go on"):
        assert words in asked.text
    assert "Archived on" not in browser.get(page).text
    assert browser.post(f"{page}/archive", data={"settles": "6"}).status_code == 409
    assert browser.post(f"{page}/archive", data={"settles": "7"}).status_code == 303
    assert "Archived on" in browser.get(page).text
    with app.app_context():
        assert {db.session.get_one(Demand, one).state for one in demands} == {DemandState.TO_ASSIGN}


@pytest.mark.parametrize(("what", "sent"), [("end", {}), ("role", {"role": "clerk"})])
def test_the_last_manager_of_a_busy_body_is_asked_about(
    app: Flask, place: Place, browser: FlaskClient, what: str, sent: dict[str, str]
) -> None:
    with app.app_context(), transaction():
        here, body = (
            db.session.get_one(CommunityRow, place.community),
            db.session.get_one(Organization, place.organization),
        )
        make_member(body)
        make_demand(here, state=DemandState.IN_HAND, holder_id=body.id)
    (member,) = members(app)
    asked = browser.post(f"/c/guihua/admin/members/{member.id}/{what}", data=sent)
    assert asked.status_code == 409
    assert "1 thing is still open" in asked.text
    assert all(f'name="{name}" value="{value}"' in asked.text for name, value in sent.items())
    assert (members(app)[0].ended_at, members(app)[0].role) == (None, "manager")
    yes = browser.post(f"/c/guihua/admin/members/{member.id}/{what}", data={**sent, "settles": "1"})
    assert yes.status_code == 303
    assert members(app)[0].ended_at is not None or members(app)[0].role == "clerk"


def test_ending_the_last_worker_asks_first(app: Flask, place: Place, browser: FlaskClient) -> None:
    with app.app_context(), transaction():
        here = db.session.get_one(CommunityRow, place.community)
        worker = make_staff(here, Role.WORKER).id
        make_demand(here, title="Lamp is dark")
        grant = db.session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == worker)).one()
    asked = browser.post(f"/c/guihua/admin/roles/{grant}/end")
    assert asked.status_code == 409
    assert "Lamp is dark" in asked.text
    assert browser.post(f"/c/guihua/admin/roles/{grant}/end", data={"settles": "1"}).status_code == 303
    assert "Demands that no worker may act on 1" in browser.get("/c/guihua/desk").text

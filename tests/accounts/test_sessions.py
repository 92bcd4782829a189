"""How long a session lasts, by how it is used and by what its person may do; and ending one from afar."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from resident import clock as app_clock
from resident.accounts.models import SignInSession
from resident.accounts.sessions import open_session
from resident.communities.models import Role, RoleGrant
from resident.db import db, transaction
from resident.organizations.models import MemberRole, OrganizationKind
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.organizations import make_member, make_organization
from tests.recorded import recorded
from tests.statements import statements_of

SignIn = Callable[[int], FlaskClient]
HALF_A_DAY, A_MONTH = {"hours": 12}, {"days": 30}


def _somebody(kind: str) -> int:
    community = make_community("guihua")
    if kind == "resident":
        return make_resident(community).id
    if kind in list(Role):
        return make_staff(community, Role(kind)).id
    body_kind, role = {
        "dispatcher": (OrganizationKind.PROPERTY_COMPANY, MemberRole.MANAGER),
        "cleaner": (OrganizationKind.PROPERTY_COMPANY, MemberRole.MEMBER),
        "manager": (OrganizationKind.SOCIAL_ORGANIZATION, MemberRole.MANAGER),
        "clerk": (OrganizationKind.MERCHANT, MemberRole.CLERK),
    }[kind]
    return make_member(make_organization(community, body_kind), role).id


def _seen(app: Flask) -> list[datetime]:
    with app.app_context():
        return list(db.session.scalars(select(SignInSession.seen_at).order_by(SignInSession.id)))


@pytest.mark.parametrize(
    ("kind", "idle"),
    [
        ("resident", A_MONTH),
        ("clerk", A_MONTH),
        ("manager", A_MONTH),
        ("cleaner", A_MONTH),
        ("dispatcher", HALF_A_DAY),
        ("worker", HALF_A_DAY),
        ("moderator", HALF_A_DAY),
        ("administrator", HALF_A_DAY),
    ],
)
def test_a_session_ends_when_it_is_not_used(
    app: Flask, sign_in: SignIn, clock: Clock, kind: str, idle: dict[str, int]
) -> None:
    with app.app_context(), transaction():
        person_id = _somebody(kind)
    browser = sign_in(person_id)
    for _ in range(2):  # use prolongs it
        clock.advance(**idle)
        clock.advance(seconds=-1)
        assert browser.get("/me/settings").status_code == 200
    with browser.session_transaction() as cookie:
        used = dict(cookie)
    clock.advance(**idle)
    assert browser.get("/me/settings").location == "/sign-in?next=/me/settings"
    with browser.session_transaction() as cookie:
        cookie.update(used)
    assert browser.get("/me/settings").status_code == 303
    assert browser.post("/me/settings", data={"display_name": "李"}).location == "/sign-in?next=/me/settings"


def test_who_lays_down_the_last_role_is_a_resident_again(app: Flask, sign_in: SignIn, clock: Clock) -> None:
    with app.app_context(), transaction():
        person_id = _somebody("worker")
    browser = sign_in(person_id)
    with app.app_context(), transaction():
        db.session.scalars(select(RoleGrant)).one().ended_at = app_clock.now()
    clock.advance(days=29)
    assert browser.get("/me/settings").status_code == 200


def test_use_is_noted_every_ten_minutes_and_changes_nothing_else(app: Flask, sign_in: SignIn, clock: Clock) -> None:
    with app.app_context(), transaction():
        person_id = _somebody("resident")
    browser = sign_in(person_id)
    begun = clock()
    clock.advance(minutes=10, seconds=-1)
    with statements_of(app) as seen:
        browser.get("/me/settings")
    assert not [one for one in seen if not one.startswith("SELECT")]
    assert _seen(app) == [begun]
    clock.advance(seconds=1)
    with statements_of(app) as seen:
        browser.get("/me/settings")
    assert [one.split()[:2] for one in seen if not one.startswith("SELECT")] == [["UPDATE", "sign_in_session"]]
    assert seen[-1].startswith("UPDATE")
    assert _seen(app) == [clock()]


def test_a_refused_form_and_a_missing_page_count_as_use(app: Flask, sign_in: SignIn, clock: Clock) -> None:
    with app.app_context(), transaction():
        person_id = _somebody("resident")
    browser = sign_in(person_id)
    for path, data, status in (("/me/settings", {"display_name": ""}, 422), ("/c/guihua/admin", None, 403)):
        clock.advance(hours=1)
        answer = browser.get(path) if data is None else browser.post(path, data=data)
        assert answer.status_code == status
        assert _seen(app) == [clock()]


def test_a_visit_that_cannot_be_noted_is_answered_all_the_same(app: Flask, sign_in: SignIn, clock: Clock) -> None:
    from resident.turns import Busy

    with app.app_context(), transaction():
        person_id = _somebody("resident")
    browser = sign_in(person_id)
    begun = clock()
    clock.advance(hours=1)

    def _locked(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        if statement.startswith("UPDATE"):
            raise Busy

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", _locked)
    try:
        assert browser.get("/me/settings").status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", _locked)
    assert _seen(app) == [begun]


@pytest.fixture
def three(app: Flask, sign_in: SignIn) -> tuple[int, FlaskClient, FlaskClient, FlaskClient]:
    """One person on two devices, and somebody else."""
    with app.app_context(), transaction():
        make_community("guihua")
        mine, others = make_person("李阿姨").id, make_person("王敏").id
    return mine, sign_in(mine), sign_in(mine), sign_in(others)


def _ends(page: str) -> list[str]:
    return re.findall(r'action="(/me/sessions/\d+/end)"', page)


def test_another_device_is_signed_out_from_here_once_and_twice(
    app: Flask, three: tuple[int, FlaskClient, FlaskClient, FlaskClient]
) -> None:
    mine, here, there, others = three
    (ending,) = _ends(here.get("/me/settings").text)
    for _ in range(2):
        assert here.post(ending).location == "/me/settings"
    assert there.get("/me/settings").status_code == 303
    assert here.get("/me/settings").status_code == others.get("/me/settings").status_code == 200
    assert _ends(here.get("/me/settings").text) == []
    with app.app_context():
        assert recorded() == [("person.signed_out", mine, mine, {"devices": 1})]


def test_nobody_ends_a_session_of_somebody_else(
    app: Flask, three: tuple[int, FlaskClient, FlaskClient, FlaskClient]
) -> None:
    _mine, here, there, others = three
    (ending,) = _ends(here.get("/me/settings").text)
    assert others.post(ending).status_code == 404
    assert others.post("/me/sessions/99999/end").status_code == 404
    others.post("/me/sessions/end-others")
    assert here.get("/me/settings").status_code == there.get("/me/settings").status_code == 200
    visitor = app.test_client()
    assert visitor.post(ending).location.startswith("/sign-in")
    with app.app_context():
        assert recorded() == []


def test_all_others_end_and_this_one_stays(
    app: Flask, sign_in: SignIn, three: tuple[int, FlaskClient, FlaskClient, FlaskClient]
) -> None:
    mine, here, there, others = three
    third = sign_in(mine)
    for _ in range(2):
        assert here.post("/me/sessions/end-others").location == "/me/settings"
    assert [one.get("/me/settings").status_code for one in (here, there, third, others)] == [200, 303, 303, 200]
    with app.app_context():
        assert recorded() == [("person.signed_out", mine, mine, {"devices": 2})]


def test_the_list_says_when_each_was_last_used(app: Flask, sign_in: SignIn, clock: Clock) -> None:
    with app.app_context(), transaction():
        make_community("guihua")
        person = make_person("李阿姨")
        open_session(person, device="wechat android")
        person_id = person.id
    clock.advance(days=2)
    page = sign_in(person_id).get("/me/settings", headers={"Accept-Language": "en"}).text
    assert "WeChat on Android" in page
    assert page.count("last used") == 1
    assert page.count("this device") == 1

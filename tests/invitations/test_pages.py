"""What who is invited sees, and the administrator who invites."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow, Role
from resident.communities.queries import people_with_role
from resident.db import db, transaction
from resident.invitations.queries import invitations_of
from tests.makers.accounts import make_person
from tests.makers.communities import boss_of, make_community
from tests.makers.invitations import PHONE, make_invitation
from tests.makers.organizations import make_organization

ADMIN = "/c/guihua/admin"
MINE = "/me/invitations"
SignIn = Callable[[int], FlaskClient]


def the_place() -> CommunityRow:
    return db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one()


def people(app: Flask) -> tuple[int, int]:
    """The administrator, and somebody with the number."""
    with app.app_context(), transaction():
        place = make_community("guihua")
        return boss_of(place).id, make_person("快乐老王", phone=PHONE).id


def in_english(browser: FlaskClient) -> FlaskClient:
    browser.set_cookie("language", "en")
    return browser


def test_from_the_number_to_the_role(app: Flask, sign_in: SignIn) -> None:
    boss_id, person_id = people(app)
    boss, person = in_english(sign_in(boss_id)), in_english(sign_in(person_id))
    assert "invites you" not in person.get("/c/guihua/").text
    wrong = boss.post(f"{ADMIN}/invitations/new", data={"phone": "1380000006", "name": "王芳", "role": "worker"})
    assert wrong.status_code == 422
    assert 'value="王芳"' in wrong.text
    sent = {"phone": "138 0000 0061", "name": "王芳", "role": "worker"}
    assert boss.post(f"{ADMIN}/invitations/new", data=sent).location == f"{ADMIN}/invitations"
    listed = boss.get(f"{ADMIN}/invitations").text
    assert "138****0061" in listed
    assert PHONE not in listed
    home = person.get("/c/guihua/").text
    assert "Osmanthus invites you" in home
    assert "answers demands" in home
    assert "王芳" not in home  # whom a wrong digit reaches need not know who was meant
    assert MINE in person.get("/me").text
    assert "Committee worker" in person.get(MINE).text
    with app.app_context():
        (number,) = [one.id for one in invitations_of(the_place())]
    assert person.post(f"{MINE}/{number}/accept").location == "/me"
    assert "invites you" not in person.get("/c/guihua/").text
    with app.app_context():
        assert people_with_role(the_place(), Role.WORKER) == [person_id]
    assert "王芳 138****0061 has accepted: Committee worker" in boss.get("/me/notifications").text


def test_a_number_that_is_wrong_says_so_and_the_role_stays_where_it_is(app: Flask, sign_in: SignIn) -> None:
    boss_id, person_id = people(app)
    with app.app_context(), transaction():
        boss = db.session.get_one(PersonRow, boss_id)
        number = make_invitation(the_place(), role=Role.MODERATOR, by=boss).id
    person = in_english(sign_in(person_id))
    assert person.post(f"{MINE}/{number}/refuse").location == "/me"
    late = person.post(f"{MINE}/{number}/accept")
    assert late.status_code == 409
    assert "no longer holds" in late.text
    assert "says no, or is not who you mean: Moderator" in in_english(sign_in(boss_id)).get("/me/notifications").text


def test_what_was_taken_back_or_is_anothers_reads_as_no_invitation(app: Flask, sign_in: SignIn) -> None:
    boss_id, person_id = people(app)
    with app.app_context(), transaction():
        place = the_place()
        mine, others = make_invitation(place).id, make_invitation(place, phone="13800000062").id
    boss, person = in_english(sign_in(boss_id)), in_english(sign_in(person_id))
    for _time in range(2):
        assert boss.post(f"{ADMIN}/invitations/{mine}/withdraw").status_code == 303
    for number in (mine, others):
        answer = person.post(f"{MINE}/{number}/accept")
        assert (answer.status_code, "This invitation no longer holds" in answer.text) == (404, True)
    with app.app_context(), transaction():
        elsewhere = make_invitation(make_community()).id
    assert boss.post(f"{ADMIN}/invitations/{elsewhere}/withdraw").status_code == 404


def test_an_invitation_of_another_community_stands_at_home_too(app: Flask, sign_in: SignIn) -> None:
    _boss, person_id = people(app)
    with app.app_context(), transaction():
        make_invitation(make_community("yulan"))
    assert "invites you" in in_english(sign_in(person_id)).get("/c/guihua/").text


def test_a_body_invites_and_shows_whom_it_waits_for(app: Flask, sign_in: SignIn) -> None:
    boss_id, _person = people(app)
    with app.app_context(), transaction():
        body = make_organization(the_place()).id
    boss, page = in_english(sign_in(boss_id)), f"{ADMIN}/organizations/{body}"
    for _time in range(2):
        sent = {"phone": "13800000063", "name": "小周", "role": "clerk"}
        assert boss.post(f"{page}/members", data=sent).status_code == 303
    shown = boss.get(page).text
    assert shown.count("138****0063") == 1
    assert "Clerk of Osmanthus team" in shown


def test_the_operator_lets_an_invited_administrator_in(app: Flask) -> None:
    with app.app_context(), transaction():
        place = make_community()
        make_invitation(place, role=Role.ADMINISTRATOR, phone="13800000064")
        make_invitation(place, role=Role.WORKER, phone="13800000065")
    run = app.test_cli_runner().invoke
    assert "138****0064" in run(args=["users", "way-in", "13800000064"]).output
    refused = run(args=["users", "way-in", "13800000065"])
    assert (refused.exit_code, "nobody has an account" in refused.output) == (2, True)

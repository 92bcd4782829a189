"""The commands for communities and their first people."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident.accounts.queries import find_by_phone, has_agreed
from resident.accounts.sessions import open_session
from resident.accounts.sessions.rows import person_behind
from resident.communities.context import community_by_slug
from resident.communities.models import RoleGrant
from resident.communities.queries import roles_of
from resident.db import db, transaction
from tests.makers.accounts import make_factor, make_person
from tests.makers.communities import make_community
from tests.recorded import recorded

PHONE = "13800000090"


@pytest.fixture
def guihua(app: Flask) -> Flask:
    with app.app_context(), transaction():
        make_community("guihua")
    return app


def test_the_first_administrator_gets_an_account_and_is_asked_for_consent_later(guihua: Flask) -> None:
    run = guihua.test_cli_runner()
    result = run.invoke(args=["users", "grant", "+86 138 0000 0090", "administrator", "--community", "guihua"])
    assert (result.exit_code, result.output) == (0, "138****0090 is now administrator of guihua\n")
    with guihua.app_context():
        person = find_by_phone(PHONE)
        assert person is not None
        assert not has_agreed(person)
        assert [grant.role for grant in roles_of(community_by_slug("guihua"), person)] == ["administrator"]


def test_a_role_granted_twice_is_harmless(guihua: Flask) -> None:
    with guihua.app_context(), transaction():
        make_person("王敏", phone=PHONE)
    run = guihua.test_cli_runner()
    for expected in ("is now", "already was"):
        result = run.invoke(args=["users", "grant", PHONE, "moderator", "--community", "guihua"])
        assert result.exit_code == 0
        assert expected in result.output
    with guihua.app_context():
        person = find_by_phone(PHONE)
        assert person is not None
        assert person.display_name == "王敏"
        assert db.session.scalar(select(func.count()).select_from(RoleGrant)) == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([PHONE, "king", "--community", "guihua"], "'king' is not one of 'administrator', 'moderator', 'worker'"),
        ([PHONE, "worker", "--community", "nowhere"], "there is no community 'nowhere'"),
        (["12345", "worker", "--community", "guihua"], "not a mobile number"),
        ([PHONE, "worker"], "Missing option '--community'"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(guihua: Flask, arguments: list[str], complaint: str) -> None:
    result = guihua.test_cli_runner().invoke(args=["users", "grant", *arguments])
    assert result.exit_code == 2
    assert complaint in result.output
    with guihua.app_context():
        assert find_by_phone(PHONE) is None


def test_a_lost_second_factor_is_taken_off_by_the_operator_once_and_twice(guihua: Flask) -> None:
    with guihua.app_context(), transaction():
        person = make_person("王敏", phone=PHONE)
        make_factor(person)
        token = open_session(person.value, device="")
    run = guihua.test_cli_runner()
    for expected in ("has no second factor any more and is signed out everywhere", "had no second factor"):
        result = run.invoke(args=["users", "end-second-factor", "138 0000 0090"])
        assert (result.exit_code, result.output) == (0, f"138****0090 {expected}\n")
    with guihua.app_context():
        assert person_behind(token) is None
        assert [event for event, *_ in recorded()] == ["second_factor.ended"]


def test_somebody_is_signed_out_by_the_operator(guihua: Flask) -> None:
    with guihua.app_context(), transaction():
        person = make_person("王敏", phone=PHONE)
        tokens = [open_session(person.value, device="") for _ in range(2)]
    run = guihua.test_cli_runner()
    for ended in (2, 0):
        result = run.invoke(args=["users", "sign-out", PHONE])
        assert (result.exit_code, result.output) == (0, f"138****0090: {ended} sessions ended\n")
    with guihua.app_context():
        assert [person_behind(token) for token in tokens] == [None, None]


@pytest.mark.parametrize("command", ["end-second-factor", "sign-out"])
@pytest.mark.parametrize("phone", ["13800000091", "1380000", "x"])
def test_a_number_of_nobody_is_said_to_be_one(guihua: Flask, command: str, phone: str) -> None:
    result = guihua.test_cli_runner().invoke(args=["users", command, phone])
    assert result.exit_code == 2
    assert "PHONE" in result.output

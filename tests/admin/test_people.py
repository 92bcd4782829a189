"""People are found by their number, roles are given and end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.audit.models import AuditEvent
from resident.communities.models import CommunityRow, Role, RoleGrant
from resident.communities.queries import people_with_role
from resident.db import db, transaction
from resident.invitations.queries import invitations_of
from tests.admin.conftest import Place
from tests.conftest import Clock
from tests.makers.accounts import be_fresh_again, make_person

PEOPLE = "/c/guihua/admin/people"


def a_stranger(app: Flask, phone: str = "13800000001") -> int:
    with app.app_context(), transaction():
        return make_person("李阿姨", phone=phone).id


def searches(app: Flask) -> list[tuple[int | None, str, int]]:
    with app.app_context():
        found = (
            select(AuditEvent)
            .where(AuditEvent.action.in_(("person.looked_up", "community.searched")))
            .order_by(AuditEvent.id)
        )
        return [(event.actor_id, event.subject_kind, event.subject_id) for event in db.session.scalars(found)]


def grant_id(app: Flask, person_id: int) -> int:
    with app.app_context():
        return db.session.scalars(
            select(RoleGrant.id).where(RoleGrant.person_id == person_id).order_by(RoleGrant.id)
        ).first()


def test_a_person_is_found_by_the_whole_number_and_the_search_is_written_down(
    app: Flask, place: Place, browser: FlaskClient
) -> None:
    person_id = a_stranger(app)
    assert browser.get(f"{PEOPLE}/{person_id}").status_code == 404
    answer = browser.post(f"{PEOPLE}/find", data={"phone": "138 0000 0001"})
    assert (answer.status_code, answer.location) == (303, f"{PEOPLE}/{person_id}")
    page = browser.get(answer.location).text
    assert "138****0001" in page
    assert "13800000001" not in page
    assert searches(app) == [(place.administrator, "person", person_id)]


def test_a_fruitless_search_is_written_down_too(app: Flask, place: Place, browser: FlaskClient) -> None:
    answer = browser.post(f"{PEOPLE}/find", data={"phone": "13800000002"})
    assert answer.status_code == 422
    assert "Nobody has signed in with this number yet." in answer.text
    assert 'value="13800000002"' in answer.text
    assert searches(app) == [(place.administrator, "community", place.community)]


def test_half_a_number_finds_nobody(app: Flask, browser: FlaskClient) -> None:
    a_stranger(app)
    answer = browser.post(f"{PEOPLE}/find", data={"phone": "1380000"})
    assert answer.status_code == 422
    assert searches(app) == []


def test_who_was_found_is_in_sight_for_the_same_administrator_and_for_an_hour(
    app: Flask, place: Place, browser: FlaskClient, clock: Clock, sign_in: Callable[[int], FlaskClient]
) -> None:
    person_id = a_stranger(app)
    browser.post(f"{PEOPLE}/find", data={"phone": "13800000001"})
    assert sign_in(place.colleague).get(f"{PEOPLE}/{person_id}").status_code == 404
    clock.advance(minutes=61)
    be_fresh_again(app)
    assert browser.get(f"{PEOPLE}/{person_id}").status_code == 404
    assert browser.post(f"{PEOPLE}/{person_id}", data={"role": "worker"}).status_code == 404


def test_who_is_found_is_invited_once_and_has_the_role_when_they_accept(
    app: Flask, place: Place, browser: FlaskClient, sign_in: Callable[[int], FlaskClient]
) -> None:
    person_id = a_stranger(app)
    browser.post(f"{PEOPLE}/find", data={"phone": "13800000001"})
    for _time in range(2):
        assert browser.post(f"{PEOPLE}/{person_id}", data={"role": "moderator"}).status_code == 303
    with app.app_context():
        here = db.session.get_one(CommunityRow, place.community)
        assert people_with_role(here, Role.MODERATOR) == []
        (asked,) = invitations_of(here)
    assert sign_in(person_id).post(f"/me/invitations/{asked.id}/accept").status_code == 303
    page = browser.get(PEOPLE).text
    assert "李阿姨" in page
    assert "Moderator" in page
    for role in ("king", "moderator"):
        assert browser.post(f"{PEOPLE}/{person_id}", data={"role": role}).status_code == 422


def test_a_role_ends_at_once_and_twice_is_the_same(app: Flask, place: Place, browser: FlaskClient) -> None:
    end = f"/c/guihua/admin/roles/{grant_id(app, place.colleague)}/end"
    assert [browser.post(end).status_code for _time in range(2)] == [303, 303]
    with app.app_context():
        assert people_with_role(db.session.get_one(CommunityRow, place.community), Role.ADMINISTRATOR) == [
            place.administrator
        ]


def test_the_last_administrator_cannot_be_removed(app: Flask, place: Place, browser: FlaskClient) -> None:
    browser.post(f"/c/guihua/admin/roles/{grant_id(app, place.colleague)}/end")
    answer = browser.post(f"/c/guihua/admin/roles/{grant_id(app, place.administrator)}/end")
    assert answer.status_code == 409
    assert "Make somebody else one first" in answer.text
    assert browser.get(PEOPLE).status_code == 200


def test_who_lays_down_the_role_is_out_at_once(app: Flask, place: Place, browser: FlaskClient) -> None:
    answer = browser.post(f"/c/guihua/admin/roles/{grant_id(app, place.administrator)}/end")
    assert (answer.status_code, answer.location) == (303, "/me")
    assert browser.get(PEOPLE).status_code == 403


def test_another_communitys_role_is_not_there(app: Flask, place: Place, browser: FlaskClient) -> None:
    other = grant_id(app, place.other_administrator)
    assert browser.post(f"/c/guihua/admin/roles/{other}/end").status_code == 404
    assert browser.get(f"{PEOPLE}/{place.other_administrator}").status_code == 404


def test_two_administrators_who_remove_each_other_over_http_leave_one(
    app: Flask, place: Place, sign_in: Callable[[int], FlaskClient]
) -> None:
    together = Barrier(2, timeout=30)
    pair = (place.administrator, place.colleague)
    tries = [(sign_in(by), f"/c/guihua/admin/roles/{grant_id(app, of)}/end") for by, of in (pair, pair[::-1])]

    def _end(one: tuple[FlaskClient, str]) -> int:
        together.wait()
        return one[0].post(one[1]).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(_end, tries)) == [303, 403]
    with app.app_context():
        assert len(people_with_role(db.session.get_one(CommunityRow, place.community), Role.ADMINISTRATOR)) == 1

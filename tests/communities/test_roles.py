"""Roles: given, ended at once, never without a last administrator."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident import clock as app_clock
from resident.accounts.models import SYSTEM, PersonRow
from resident.audit.models import AuditEvent
from resident.communities.actions import LastAdministrator, end_role, grant_role
from resident.communities.models import CommunityRow, Role, RoleGrant
from resident.communities.queries import people_with_role, roles_of
from resident.db import db, transaction
from resident.notifications.models import Notification
from resident.web.errors import DomainError, Invalid, NotAllowed
from tests.makers.accounts import make_person
from tests.makers.communities import make_community, make_staff


def grant_of(person: PersonRow, role: Role = Role.ADMINISTRATOR) -> RoleGrant:
    return db.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == person.id, RoleGrant.role == role).order_by(RoleGrant.id.desc())
    ).first()


@pytest.mark.usefixtures("session")
class TestRoles:
    def test_an_administrator_gives_a_role_and_the_person_is_told(self) -> None:
        place = make_community()
        boss, person = make_staff(place, Role.ADMINISTRATOR), make_person()
        grant_role(community=place, person=person, role=Role.MODERATOR, by=boss)
        db.session.flush()
        assert people_with_role(place, Role.MODERATOR) == [person.id]
        assert db.session.scalars(select(Notification.kind)).all() == ["communities.role_granted"]
        assert db.session.scalars(select(AuditEvent.action)).all() == ["role_grant.given"]

    def test_a_role_given_twice_is_held_once(self) -> None:
        place = make_community()
        boss, person = make_staff(place, Role.ADMINISTRATOR), make_person()
        first = grant_role(community=place, person=person, role=Role.WORKER, by=boss)
        assert grant_role(community=place, person=person, role=Role.WORKER, by=boss) is first
        assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 1

    def test_a_role_that_ended_can_be_given_again(self) -> None:
        place = make_community()
        boss, person = make_staff(place, Role.ADMINISTRATOR), make_person()
        grant = grant_role(community=place, person=person, role=Role.WORKER, by=boss)
        end_role(community=place, grant=grant, by=boss)
        again = grant_role(community=place, person=person, role=Role.WORKER, by=boss)
        assert again.id != grant.id
        assert len(roles_of(place, person)) == 1

    @pytest.mark.parametrize("role", [Role.MODERATOR, Role.WORKER])
    def test_only_an_administrator_gives_and_ends_roles(self, role: Role) -> None:
        place = make_community()
        make_staff(place, Role.ADMINISTRATOR)
        other, colleague = make_staff(place, role), make_staff(place, role)
        with pytest.raises(NotAllowed):
            grant_role(community=place, person=make_person(), role=Role.MODERATOR, by=other)
        with pytest.raises(NotAllowed):
            end_role(community=place, grant=grant_of(colleague, role), by=other)

    def test_everybody_may_lay_down_a_role_of_their_own(self) -> None:
        place = make_community()
        make_staff(place, Role.ADMINISTRATOR)
        other = make_staff(place, Role.WORKER)
        end_role(community=place, grant=grant_of(other, Role.WORKER), by=other)
        assert roles_of(place, other) == []
        assert db.session.scalars(select(Notification)).all() == []

    def test_an_administrator_of_another_community_has_no_say(self) -> None:
        place, boss = make_community(), make_staff(make_community(), Role.ADMINISTRATOR)
        with pytest.raises(NotAllowed):
            grant_role(community=place, person=make_person(), role=Role.WORKER, by=boss)

    def test_a_closed_account_gets_no_role(self) -> None:
        place = make_community()
        boss, person = make_staff(place, Role.ADMINISTRATOR), make_person()
        person.closed_at = app_clock.now()
        with pytest.raises(Invalid):
            grant_role(community=place, person=person, role=Role.WORKER, by=boss)

    def test_a_role_ends_at_once_and_only_once(self) -> None:
        place = make_community()
        boss, other = make_staff(place, Role.ADMINISTRATOR), make_staff(place, Role.WORKER)
        end_role(community=place, grant=grant_of(other, Role.WORKER), by=boss)
        ended_at = grant_of(other, Role.WORKER).ended_at
        end_role(community=place, grant=grant_of(other, Role.WORKER), by=boss)
        assert roles_of(place, other) == []
        assert ended_at is not None
        assert db.session.scalars(select(AuditEvent.action)).all() == ["role_grant.ended"]

    def test_the_last_administrator_stays(self) -> None:
        place = make_community()
        boss = make_staff(place, Role.ADMINISTRATOR)
        with pytest.raises(LastAdministrator):
            end_role(community=place, grant=grant_of(boss), by=boss)
        with pytest.raises(NotAllowed):
            end_role(community=place, grant=grant_of(boss), by=SYSTEM)

    def test_one_of_two_administrators_may_leave(self) -> None:
        place = make_community()
        boss, second = make_staff(place, Role.ADMINISTRATOR), make_staff(place, Role.ADMINISTRATOR)
        end_role(community=place, grant=grant_of(boss), by=boss)
        with pytest.raises(NotAllowed):
            end_role(community=place, grant=grant_of(second), by=boss)
        with pytest.raises(LastAdministrator):
            end_role(community=place, grant=grant_of(second), by=second)


def test_two_administrators_who_end_each_other_leave_one(app: Flask) -> None:
    with app.app_context(), transaction():
        place = make_community()
        people = [make_staff(place, Role.ADMINISTRATOR), make_staff(place, Role.ADMINISTRATOR)]
        place_id, (first, second) = place.id, [person.id for person in people]
    together = Barrier(2, timeout=30)

    def _end(by_id: int, of_id: int) -> str:
        with app.app_context():
            together.wait()
            try:
                with transaction():
                    end_role(
                        community=db.session.get_one(CommunityRow, place_id),
                        grant=grant_of(db.session.get_one(PersonRow, of_id)),
                        by=db.session.get_one(PersonRow, by_id),
                    )
            except DomainError as error:
                return type(error).__name__
            return "ended"

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(_end, (first, second), (second, first)))
    assert sorted(results) == ["NotAllowed", "ended"]
    with app.app_context():
        assert len(people_with_role(db.session.get_one(CommunityRow, place_id), Role.ADMINISTRATOR)) == 1


def test_a_role_given_by_two_at_once_is_held_once(app: Flask) -> None:
    with app.app_context(), transaction():
        place, person = make_community(), make_person()
        place_id, person_id = place.id, person.id
    together = Barrier(2, timeout=30)

    def _grant(_number: int) -> int:
        with app.app_context():
            together.wait()
            with transaction():
                community = db.session.get_one(CommunityRow, place_id)
                person = db.session.get_one(PersonRow, person_id)
                return grant_role(community=community, person=person, role=Role.ADMINISTRATOR, by=SYSTEM).id

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(_grant, range(2)))) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(RoleGrant)) == 1
        assert db.session.scalar(select(func.count()).select_from(Notification)) == 1

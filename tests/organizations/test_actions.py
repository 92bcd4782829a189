"""Bodies and who acts for them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident import clock as app_clock
from resident.accounts.models import PersonRow
from resident.audit.models import AuditEvent
from resident.db import db, transaction
from resident.notifications.models import Notification
from resident.organizations.actions import (
    OrganizationArchived,
    add_member,
    archive_organization,
    change_role,
    edit_organization,
    end_member,
    found_organization,
    restore_organization,
)
from resident.organizations.models import MemberRole, Organization, OrganizationKind, OrganizationMember
from resident.organizations.permissions import bodies_of, can_hand_over, can_manage
from resident.organizations.queries import bodies_by_kind, member_of, members_of, organization_of, people_of
from resident.web.errors import Changed, Conflict, Invalid
from tests.makers.accounts import make_person
from tests.makers.communities import make_community
from tests.makers.organizations import make_member, make_organization

NAME = {"zh_Hans": "晨光合唱团", "en": ""}


def actions_on_record() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


@pytest.mark.usefixtures("session")
class TestBodies:
    def test_bodies_stand_under_their_kinds_with_their_people(self) -> None:
        place = make_community()
        shop = make_organization(place, OrganizationKind.MERCHANT)
        team = make_organization(place, OrganizationKind.VOLUNTEER_TEAM)
        make_member(team)
        make_organization(make_community())
        kinds = [
            (kind, [(body.organization, body.people) for body in bodies]) for kind, bodies in bodies_by_kind(place)
        ]
        assert kinds == [("volunteer_team", [(team, 1)]), ("merchant", [(shop, 0)])]

    def test_a_body_needs_a_name(self) -> None:
        with pytest.raises(Invalid):
            found_organization(
                community=make_community(), kind=OrganizationKind.CHARITY, name={"zh_Hans": "", "en": ""}, by=None
            )

    def test_what_was_changed_meanwhile_is_not_overwritten(self) -> None:
        place = make_community()
        body = found_organization(community=place, kind=OrganizationKind.CHARITY, name=NAME, by=None, phone="96345")
        edit_organization(organization=body, version=1, kind=OrganizationKind.MERCHANT, name=NAME, by=None, phone="1")
        with pytest.raises(Changed):
            edit_organization(organization=body, version=1, kind=OrganizationKind.CHARITY, name=NAME, by=None)
        assert (body.kind, body.phone, body.version) == (OrganizationKind.MERCHANT, "1", 2)
        assert actions_on_record() == ["organization.founded", "organization.edited"]

    def test_nobody_acts_for_an_archived_body_until_it_is_back(self) -> None:
        place = make_community()
        body = make_organization(place)
        manager = make_member(body)
        for _time in range(2):
            archive_organization(organization=body, by=None)
        assert not can_manage(manager, place, body.id)
        assert bodies_by_kind(place) == []
        with pytest.raises(OrganizationArchived):
            add_member(organization=body, person=make_person(), role=MemberRole.MEMBER, by=None)
        for _time in range(2):
            restore_organization(organization=body, by=None)
        assert can_manage(manager, place, body.id)
        assert actions_on_record() == ["organization.archived", "organization.restored"]


@pytest.mark.usefixtures("session")
class TestMembers:
    def test_somebody_who_is_added_acts_for_the_body_and_is_told(self) -> None:
        place = make_community()
        body, person = make_organization(place), make_person()
        add_member(organization=body, person=person, role=MemberRole.CLERK, by=None)
        assert bodies_of(person, place) == {body.id: MemberRole.CLERK}
        assert people_of(body.id, MemberRole.CLERK) == [person.id]
        assert db.session.scalars(select(Notification.kind)).all() == ["organizations.member_added"]

    def test_adding_twice_changes_the_role_and_keeps_one_membership(self) -> None:
        body, person = make_organization(make_community()), make_person()
        first = add_member(organization=body, person=person, role=MemberRole.CLERK, by=None)
        assert add_member(organization=body, person=person, role=MemberRole.CLERK, by=None) is first
        add_member(organization=body, person=person, role=MemberRole.MANAGER, by=None)
        assert [(member.person, member.role) for member in members_of(body)] == [(person, MemberRole.MANAGER)]
        assert actions_on_record() == ["member.added", "member.role_changed"]

    def test_a_membership_ends_at_once_and_once(self) -> None:
        place = make_community()
        body = make_organization(place)
        person = make_member(body, MemberRole.CLERK)
        assert can_hand_over(person, place, body.id)
        member = members_of(body)[0]
        end_member(member=member, by=None)
        ended_at = member.ended_at
        end_member(member=member, by=None)
        assert not can_hand_over(person, place, body.id)
        assert member.ended_at == ended_at
        assert actions_on_record() == ["member.ended"]
        with pytest.raises(Conflict):
            change_role(member=member, role=MemberRole.MANAGER, by=None)

    def test_who_left_can_come_back(self) -> None:
        body, person = make_organization(make_community()), make_person()
        first = add_member(organization=body, person=person, role=MemberRole.CLERK, by=None)
        end_member(member=first, by=None)
        assert add_member(organization=body, person=person, role=MemberRole.CLERK, by=None).id != first.id

    def test_a_closed_account_acts_for_nobody(self) -> None:
        body, person = make_organization(make_community()), make_person()
        person.closed_at = app_clock.now()
        with pytest.raises(Invalid) as refused:
            add_member(organization=body, person=person, role=MemberRole.MEMBER, by=None)
        assert refused.value.field == "phone"

    def test_another_communitys_body_and_members_are_not_there(self) -> None:
        place, body = make_community(), make_organization(make_community())
        make_member(body)
        assert organization_of(place, body.id) is None
        assert member_of(place, members_of(body)[0].id) is None


def test_two_who_add_somebody_at_once_make_one_membership(app: Flask) -> None:
    with app.app_context(), transaction():
        body_id, person_id = make_organization(make_community()).id, make_person().id
    together = Barrier(2, timeout=30)

    def _add(_number: int) -> int:
        with app.app_context():
            together.wait()
            with transaction():
                organization = db.session.get_one(Organization, body_id)
                person = db.session.get_one(PersonRow, person_id)
                return add_member(organization=organization, person=person, role=MemberRole.CLERK, by=None).id

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(_add, range(2)))) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OrganizationMember)) == 1

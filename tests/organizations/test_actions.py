"""Bodies and who acts for them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident import clock as app_clock
from resident.accounts.models import PersonRow
from resident.audit.models import AuditEvent
from resident.communities.context import community_by_id
from resident.communities.models import Community, CommunityRow
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
from resident.organizations.queries import (
    bodies_by_kind,
    member_of,
    members_of,
    organization_of,
    people_counts,
    people_of,
)
from resident.web.errors import Changed, Conflict, Invalid
from tests.makers.accounts import make_person
from tests.makers.communities import boss_of, make_community
from tests.makers.organizations import make_member, make_organization

NAME = {"zh_Hans": "晨光合唱团", "en": ""}


def now(place: CommunityRow) -> Community:
    return community_by_id(place.id)


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
        kinds = [(kind, [body.id for body in bodies]) for kind, bodies in bodies_by_kind(now(place))]
        assert kinds == [("volunteer_team", [team.id]), ("merchant", [shop.id])]
        assert people_counts(place) == {team.id: 1}

    def test_a_body_needs_a_name(self) -> None:
        place = make_community()
        boss = boss_of(place)
        with pytest.raises(Invalid):
            found_organization(community=place, kind=OrganizationKind.CHARITY, name={"zh_Hans": "", "en": ""}, by=boss)

    def test_what_was_changed_meanwhile_is_not_overwritten(self) -> None:
        place = make_community()
        body = found_organization(
            community=place, kind=OrganizationKind.CHARITY, name=NAME, by=boss_of(place), phone="96345"
        )
        edit_organization(
            organization=body, version=1, kind=OrganizationKind.MERCHANT, name=NAME, by=boss_of(body), phone="1"
        )
        with pytest.raises(Changed):
            edit_organization(organization=body, version=1, kind=OrganizationKind.CHARITY, name=NAME, by=boss_of(body))
        assert (body.kind, body.phone, body.version) == (OrganizationKind.MERCHANT, "1", 2)
        assert actions_on_record() == ["organization.founded", "organization.edited"]

    def test_the_same_edit_sent_twice_is_saved_once(self) -> None:
        place = make_community()
        body = found_organization(community=place, kind=OrganizationKind.CHARITY, name=NAME, by=boss_of(place))
        for phone in ("", "1", "1"):
            edit_organization(
                organization=body, version=1, kind=OrganizationKind.CHARITY, name=NAME, by=boss_of(body), phone=phone
            )
        assert (body.phone, body.version) == ("1", 2)
        assert actions_on_record() == ["organization.founded", "organization.edited"]

    def test_nobody_acts_for_an_archived_body_until_it_is_back(self) -> None:
        place = make_community()
        body = make_organization(place)
        manager = make_member(body)
        for _time in range(2):
            archive_organization(organization=body, by=boss_of(body))
        assert not can_manage(manager, place, body.id)
        assert bodies_by_kind(now(place)) == []
        with pytest.raises(OrganizationArchived):
            add_member(organization=body, person=make_person(), role=MemberRole.MEMBER, by=boss_of(body))
        for _time in range(2):
            restore_organization(organization=body, by=boss_of(body))
        assert can_manage(manager, place, body.id)
        assert actions_on_record() == ["organization.archived", "organization.restored"]


@pytest.mark.usefixtures("session")
class TestMembers:
    def test_somebody_who_is_added_acts_for_the_body_and_is_told(self) -> None:
        place = make_community()
        body, person = make_organization(place), make_person()
        add_member(organization=body, person=person, role=MemberRole.CLERK, by=boss_of(body))
        assert bodies_of(person, place) == {body.id: MemberRole.CLERK}
        assert people_of(place, body.id, MemberRole.CLERK) == [person.id]
        assert db.session.scalars(select(Notification.kind)).all() == ["organizations.member_added"]

    def test_adding_twice_changes_the_role_and_keeps_one_membership(self) -> None:
        place = make_community()
        body, person = make_organization(place), make_person()
        first = add_member(organization=body, person=person, role=MemberRole.CLERK, by=boss_of(body))
        assert add_member(organization=body, person=person, role=MemberRole.CLERK, by=boss_of(body)) is first
        add_member(organization=body, person=person, role=MemberRole.MANAGER, by=boss_of(body))
        members = members_of(place, body.id)
        assert [(member.person_id, member.role) for member in members] == [(person.id, MemberRole.MANAGER)]
        assert actions_on_record() == ["organization_member.added", "organization_member.changed"]

    def test_a_membership_ends_at_once_and_once(self) -> None:
        place = make_community()
        body = make_organization(place)
        person = make_member(body, MemberRole.CLERK)
        assert can_hand_over(person, place, body.id)
        member = member_of(place, members_of(place, body.id)[0].id)
        end_member(member=member, by=boss_of(member))
        ended_at = member.ended_at
        end_member(member=member, by=boss_of(member))
        assert not can_hand_over(person, place, body.id)
        assert member.ended_at == ended_at
        assert actions_on_record() == ["organization_member.ended"]
        with pytest.raises(Conflict):
            change_role(member=member, role=MemberRole.MANAGER, by=boss_of(member))

    def test_who_left_can_come_back(self) -> None:
        body, person = make_organization(make_community()), make_person()
        first = add_member(organization=body, person=person, role=MemberRole.CLERK, by=boss_of(body))
        end_member(member=first, by=boss_of(first))
        assert add_member(organization=body, person=person, role=MemberRole.CLERK, by=boss_of(body)).id != first.id

    def test_a_closed_account_acts_for_nobody(self) -> None:
        body, person = make_organization(make_community()), make_person()
        person.closed_at = app_clock.now()
        with pytest.raises(Invalid) as refused:
            add_member(organization=body, person=person, role=MemberRole.MEMBER, by=boss_of(body))
        assert refused.value.field == "phone"

    def test_another_communitys_body_and_members_are_not_there(self) -> None:
        place, elsewhere = make_community(), make_community()
        body = make_organization(elsewhere)
        make_member(body)
        assert organization_of(place, body.id) is None
        assert members_of(place, body.id) == []
        assert member_of(place, members_of(elsewhere, body.id)[0].id) is None


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
                return add_member(
                    organization=organization, person=person, role=MemberRole.CLERK, by=boss_of(organization)
                ).id

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(_add, range(2)))) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OrganizationMember)) == 1

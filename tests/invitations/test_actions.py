"""A role is accepted, ends if not, and who gave it hears."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident.accounts.actions import close_account
from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.models import Role, RoleGrant
from resident.communities.queries import people_with_role
from resident.db import db, transaction
from resident.invitations.actions import (
    MOST_OPEN,
    Invitee,
    TooManyOpen,
    accept_invitation,
    end_invitation,
    invite,
    invite_to_body,
    refuse_invitation,
    withdraw_invitation,
)
from resident.invitations.jobs import end_invitations
from resident.invitations.models import Invitation, InvitationMoved, InvitationState
from resident.invitations.people import asked_of
from resident.invitations.queries import invitation_to, invitations_for_body, invitations_of, invitations_to
from resident.organizations.actions import OrganizationArchived
from resident.organizations.models import MemberRole, OrganizationMember
from resident.web.errors import Invalid, NotAllowed
from tests.at_once import at_once
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.communities import boss_of, make_community, make_staff
from tests.makers.invitations import PHONE, make_invitation
from tests.makers.organizations import make_member, make_organization
from tests.recorded import recorded, told

FANG = Invitee(PHONE, "王芳")


def as_it_is(invitation: Invitation) -> tuple[str, str, str]:
    return invitation.state, invitation.phone_lookup, invitation.name


@pytest.mark.usefixtures("session")
class TestInviting:
    def test_a_number_that_never_signed_in_is_invited_once_and_has_no_role(self) -> None:
        place = make_community()
        boss = boss_of(place)
        first = invite(community=place, invitee=FANG, role=Role.MODERATOR, by=boss)
        assert invite(community=place, invitee=Invitee(" +86 138-0000-0061 "), role=Role.MODERATOR, by=boss) is first
        assert invite(community=place, invitee=FANG, role=Role.WORKER, by=boss) is not first
        assert [(one.name, one.number, one.role) for one in invitations_of(place)] == [
            ("王芳", "138****0061", "worker"),
            ("王芳", "138****0061", "moderator"),
        ]
        assert people_with_role(place, Role.MODERATOR) == []
        assert [event[0] for event in recorded()] == ["invitation.sent"] * 2
        assert db.session.scalar(select(func.count()).select_from(PersonRow)) == 1

    def test_what_cannot_be_invited_is_said_at_its_field(self) -> None:
        place = make_community()
        boss, body = boss_of(place), make_organization(place)
        holder = make_staff(place, Role.WORKER, phone="13800000062")
        make_member(body, person=holder)
        for phone, role, field in (("1380000006", Role.WORKER, "phone"), ("13800000062", Role.WORKER, "role")):
            with pytest.raises(Invalid) as refused:
                invite(community=place, invitee=Invitee(phone), role=role, by=boss)
            assert refused.value.field == field
        with pytest.raises(Invalid):
            invite_to_body(organization=body, invitee=Invitee("13800000062"), role=MemberRole.CLERK, by=boss)
        body.archived_at = place.created_at
        with pytest.raises(OrganizationArchived):
            invite_to_body(organization=body, invitee=FANG, role=MemberRole.CLERK, by=boss)

    def test_who_is_asked_for_a_body_again_is_asked_for_the_other_role(self) -> None:
        place = make_community()
        boss, body = boss_of(place), make_organization(place)
        first = invite_to_body(organization=body, invitee=FANG, role=MemberRole.CLERK, by=boss)
        assert invite_to_body(organization=body, invitee=FANG, role=MemberRole.MANAGER, by=boss) is first
        assert [one.role for one in invitations_for_body(place, body)] == ["manager"]

    def test_an_invitation_behind_which_nobody_stands_is_sent_anew(self) -> None:
        place = make_community()
        invitation = make_invitation(place, by=make_person())
        assert [one.is_backed for one in invitations_of(place)] == [False]
        boss = boss_of(place)
        assert invite(community=place, invitee=FANG, role=Role.WORKER, by=boss) is invitation
        assert (invitation.invited_by_id, [one.is_backed for one in invitations_of(place)]) == (boss.id, [True])

    def test_there_is_a_most_of_open_ones(self, monkeypatch: pytest.MonkeyPatch) -> None:
        place = make_community()
        boss = boss_of(place)
        monkeypatch.setattr("resident.invitations.actions.inviting.MOST_OPEN", 1)
        assert MOST_OPEN > 1
        first = invite(community=place, invitee=FANG, role=Role.WORKER, by=boss)
        with pytest.raises(TooManyOpen):
            invite(community=place, invitee=FANG, role=Role.MODERATOR, by=boss)
        assert invite(community=place, invitee=FANG, role=Role.WORKER, by=boss) is first


ANSWERS: dict[str, tuple[Callable[..., None], str]] = {
    "accept": (accept_invitation, InvitationState.ACCEPTED),
    "refuse": (refuse_invitation, InvitationState.REFUSED),
}


@pytest.mark.usefixtures("session")
class TestAnswering:
    def test_an_accepted_role_is_given_and_who_invited_hears(self) -> None:
        place = make_community()
        boss = boss_of(place)
        invitation = make_invitation(place, role=Role.MODERATOR, by=boss)
        person = make_person("快乐老王", phone=PHONE)
        assert [(one.role, one.organization) for one in invitations_to(person)] == [("moderator", None)]
        for _time in range(2):
            accept_invitation(invitation=invitation, by=person)
        assert people_with_role(place, Role.MODERATOR) == [person.id]
        assert as_it_is(invitation) == ("accepted", "", "")
        assert invitations_to(person) == []
        path = f"/c/{place.slug}/admin/people/{person.id}"
        words = {"called": "王芳 138****0061", "role": "moderator", "organization": "", "name": "快乐老王"}
        assert (boss.id, "invitations.accepted", path, words) in told()
        assert [event[:2] for event in recorded()] == [
            ("role_grant.given", boss.id),
            ("invitation.accepted", person.id),
        ]

    def test_an_accepted_body_is_acted_for(self) -> None:
        place = make_community()
        body, person = make_organization(place), make_person(phone=PHONE)
        invitation = make_invitation(place, role=MemberRole.MANAGER, body=body)
        accept_invitation(invitation=invitation, by=person)
        member = db.session.scalars(select(OrganizationMember)).one()
        assert (member.person_id, member.role, member.ended_at) == (person.id, "manager", None)

    def test_who_says_no_has_no_role_and_who_invited_hears(self) -> None:
        place = make_community()
        boss, person = boss_of(place), make_person(phone=PHONE)
        invitation = make_invitation(place, by=boss)
        for _time in range(2):
            refuse_invitation(invitation=invitation, by=person)
        assert as_it_is(invitation) == ("refused", "", "")
        assert people_with_role(place, Role.WORKER) == []
        assert [message[:2] for message in told()] == [(boss.id, "invitations.refused")]
        with pytest.raises(InvitationMoved):
            accept_invitation(invitation=invitation, by=person)

    @pytest.mark.parametrize("answer", ANSWERS)
    def test_nobody_answers_for_another_number(self, answer: str) -> None:
        place = make_community()
        invitation = make_invitation(place)
        for stranger in (make_person(phone="13800000060"), boss_of(place), SYSTEM):
            with pytest.raises(NotAllowed):
                ANSWERS[answer][0](invitation=invitation, by=stranger)
        assert invitation_to(make_person(), invitation.id) is None
        assert invitation.state == "open"

    @pytest.mark.parametrize("answer", ANSWERS)
    def test_what_no_longer_holds_is_not_answered(self, answer: str, clock: Clock) -> None:
        place, person = make_community(), make_person(phone=PHONE)
        body = make_organization(place)
        late = make_invitation(place, lasts=timedelta(minutes=1))
        unbacked = make_invitation(place, role=Role.MODERATOR, by=make_person())
        archived = make_invitation(place, role=MemberRole.CLERK, body=body)
        body.archived_at = place.created_at
        clock.advance(minutes=2)
        assert invitations_to(person) == []
        for invitation in (late, unbacked, archived):
            with pytest.raises(InvitationMoved):
                ANSWERS[answer][0](invitation=invitation, by=person)
        assert db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).all() == []


@pytest.mark.usefixtures("session")
class TestEnding:
    def test_an_administrator_takes_one_back_once_and_nobody_else(self) -> None:
        place, other = make_community(), make_community()
        invitation = make_invitation(place)
        for stranger in (make_staff(place, Role.WORKER), boss_of(other), SYSTEM):
            with pytest.raises(NotAllowed):
                withdraw_invitation(invitation=invitation, by=stranger)
        boss = boss_of(place)
        for _time in range(2):
            withdraw_invitation(invitation=invitation, by=boss)
        assert as_it_is(invitation) == ("withdrawn", "", "")
        assert [event[0] for event in recorded()] == ["invitation.withdrawn"]

    def test_one_that_was_answered_is_not_taken_back_and_does_not_end(self) -> None:
        place, person = make_community(), make_person(phone=PHONE)
        invitation = make_invitation(place)
        accept_invitation(invitation=invitation, by=person)
        with pytest.raises(InvitationMoved):
            withdraw_invitation(invitation=invitation, by=boss_of(place))
        end_invitation(invitation=invitation, by=SYSTEM)
        assert invitation.state == "accepted"
        with pytest.raises(NotAllowed):
            end_invitation(invitation=invitation, by=boss_of(place))

    def test_an_account_that_closes_is_invited_no_more(self) -> None:
        place, person = make_community(), make_person(phone=PHONE)
        boss = boss_of(place)
        invitation = make_invitation(place, by=boss)
        assert [(one["role"], one["state"]) for one in asked_of(person.value)] == [("worker", "open")]
        close_account(by=person.value)
        assert as_it_is(invitation) == ("ended", "", "")
        assert [message[:2] for message in told()] == [(boss.id, "invitations.ended")]


def test_what_nobody_answers_ends_after_thirty_days(app: Flask, clock: Clock) -> None:
    with app.app_context(), transaction():
        place = make_community()
        boss = boss_of(place)
        make_invitation(place, by=boss)
        boss_id = boss.id
    clock.advance(days=29)
    with app.app_context():
        end_invitations()
        assert db.session.scalars(select(Invitation.state)).all() == ["open"]
    clock.advance(days=1)
    with app.app_context():
        for _time in range(2):
            end_invitations()
        assert db.session.scalars(select(Invitation.state)).all() == ["ended"]
        assert [message[:2] for message in told()] == [(boss_id, "invitations.ended")]


def test_of_two_who_answer_and_take_back_at_once_one_is_late(app: Flask) -> None:
    with app.app_context(), transaction():
        place = make_community()
        boss = boss_of(place)
        number = make_invitation(place, by=boss).id
        people = boss.id, make_person(phone=PHONE).id

    def _do(act: Callable[..., None], person: int) -> str:
        with app.app_context():
            try:
                with transaction():
                    act(invitation=db.session.get_one(Invitation, number), by=db.session.get_one(PersonRow, person))
            except InvitationMoved:
                return "late"
            except NotAllowed:  # the number was taken off it
                return "late"
            return "done"

    answers = at_once([lambda: _do(withdraw_invitation, people[0]), lambda: _do(accept_invitation, people[1])])
    assert sorted(answers) == ["done", "late"]
    with app.app_context():
        given = db.session.scalar(select(func.count()).select_from(RoleGrant).where(RoleGrant.person_id == people[1]))
        assert given == (1 if answers[1] == "done" else 0)

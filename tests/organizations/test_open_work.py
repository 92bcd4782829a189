"""What becomes of open work when a body ends, or the last person who could act on it: asked first, then settled."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select

from resident.accounts.actions import close_account
from resident.accounts.models import PersonRow
from resident.activities.models import Activity, ActivityState, Shift, SignUp, SignUpState
from resident.activities.permissions import can_run
from resident.communities.actions import end_role
from resident.communities.context import community_by_id
from resident.communities.models import CommunityRow, Role, RoleGrant
from resident.communities.open_work import EVERYTHING, StillOpen
from resident.db import db, transaction
from resident.demands.actions import assign, rate, reopen
from resident.demands.models import Content, Demand, DemandEvent, DemandState
from resident.demands.queries import demands_with_committee
from resident.moderation import kinds
from resident.notifications.models import Notification
from resident.organizations.actions import archive_organization, change_role, end_member
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from resident.organizations.queries import members_of
from resident.points.queries import balance_of
from resident.rewards.models import Redemption, RedemptionState
from resident.web.errors import Conflict, Invalid
from tests.at_once import at_once
from tests.makers.accounts import make_person
from tests.makers.activities import make_activity, make_place, make_shift
from tests.makers.communities import boss_of, make_community, make_resident, make_staff
from tests.makers.demands import make_demand
from tests.makers.moderation import make_waiting, note_kind
from tests.makers.organizations import make_member, make_organization
from tests.makers.rewards import make_redemption, make_reward

S = DemandState


class Body(NamedTuple):
    """A body with one manager, and one open thing of every kind lying there."""

    community: CommunityRow
    body: Organization
    manager: PersonRow
    worker: PersonRow
    demands: list[Demand]
    called: Activity
    undecided: Activity
    place: SignUp
    waiting: SignUp
    redemption: Redemption


def busy_body() -> Body:
    """Three demands, a published activity with a full shift and one who waits, one in review, a code."""
    community = make_community()
    body, worker = make_organization(community), make_staff(community, Role.WORKER)
    manager = make_member(body)
    demands = [make_demand(community, state=state, holder_id=body.id) for state in (S.ASSIGNED, S.IN_HAND, S.REOPENED)]
    called = make_activity(community, body=body, manager=manager)
    shift = make_shift(called, capacity=1)
    place, waiting = make_place(shift), make_place(shift, waiting=True)
    make_shift(make_activity(community, body=body, manager=manager), hours=-30)
    undecided = make_activity(community, body=body, manager=manager, state=ActivityState.IN_REVIEW)
    redemption = make_redemption(make_reward(community, body))
    return Body(community, body, manager, worker, demands, called, undecided, place, waiting, redemption)


def told(kind: str) -> set[int]:
    return set(db.session.scalars(select(Notification.person_id).where(Notification.kind == kind)))


def membership(body: Organization) -> OrganizationMember:
    return db.session.get_one(OrganizationMember, members_of(community_by_id(body.community_id), body.id)[0].id)


WAYS: dict[str, Callable[[Body, int], object]] = {
    "archived": lambda there, settles: archive_organization(
        organization=there.body, settles=settles, by=boss_of(there.body)
    ),
    "last manager ended": lambda there, settles: end_member(
        member=membership(there.body), settles=settles, by=boss_of(there.body)
    ),
    "last manager made a member": lambda there, settles: change_role(
        member=membership(there.body), role=MemberRole.MEMBER, settles=settles, by=boss_of(there.body)
    ),
}


@pytest.mark.usefixtures("session")
class TestEnding:
    @pytest.mark.parametrize("way", WAYS)
    def test_asks_first_with_what_is_open_and_changes_nothing(self, way: str) -> None:
        there = busy_body()
        with pytest.raises(StillOpen) as asked:
            WAYS[way](there, 0)
        assert [left.number for left in asked.value.left] == [3, 2, 1]  # demands, activities, codes
        assert [thing.title for thing in asked.value.left[0].first] == [demand.title for demand in there.demands]
        assert there.body.archived_at is None
        assert membership(there.body).ended_at is None
        assert {demand.holder_id for demand in there.demands} == {there.body.id}

    @pytest.mark.parametrize("way", WAYS)
    def test_leaves_nothing_open_once_it_was_shown_and_tells_everybody(self, way: str) -> None:
        there = busy_body()
        WAYS[way](there, 6)
        assert {(demand.state, demand.holder_id) for demand in there.demands} == {(S.TO_ASSIGN, None)}
        assert told("demands.back") == {demand.author_id for demand in there.demands}
        assert told("demands.given_back") == {there.worker.id}
        assert (there.called.state, there.undecided.state) == (ActivityState.CANCELLED, ActivityState.WITHDRAWN)
        db.session.expire_all()
        assert {there.place.state, there.waiting.state} == {SignUpState.CALLED_OFF}
        assert told("activities.shift_called_off") == {there.place.person_id, there.waiting.person_id}
        assert told("activities.taken_out") == {there.manager.id}
        assert there.redemption.state == RedemptionState.CANCELLED
        owner = db.session.get_one(PersonRow, there.redemption.person_id)
        assert balance_of(community_by_id(there.community.id), owner.value) == there.redemption.price
        assert told("rewards.called_back") == {owner.id}
        assert {one.number for one in demands_with_committee(community_by_id(there.community.id))} == {
            demand.number for demand in there.demands
        }
        kinds = db.session.scalars(select(DemandEvent.kind).where(DemandEvent.demand_id == there.demands[0].id)).all()
        assert kinds == ["give_back"]

    def test_is_asked_again_when_more_has_come_than_was_shown(self) -> None:
        there = busy_body()
        make_demand(there.community, state=S.ASSIGNED, holder_id=there.body.id)
        with pytest.raises(StillOpen):
            archive_organization(organization=there.body, settles=6, by=boss_of(there.body))

    def test_of_one_of_two_managers_asks_nothing_and_settles_nothing(self) -> None:
        there = busy_body()
        other = make_member(there.body, person=make_person())
        end_member(member=membership(there.body), by=boss_of(there.body))
        assert {demand.holder_id for demand in there.demands} == {there.body.id}
        assert [one.person_id for one in members_of(community_by_id(there.community.id), there.body.id)] == [other.id]

    def test_of_the_last_manager_leaves_the_codes_to_a_clerk_who_stays(self) -> None:
        there = busy_body()
        make_member(there.body, MemberRole.CLERK)
        with pytest.raises(StillOpen) as asked:
            end_member(member=membership(there.body), by=boss_of(there.body))
        assert [left.number for left in asked.value.left] == [3, 2]
        end_member(member=membership(there.body), settles=5, by=boss_of(there.body))
        assert there.redemption.state == RedemptionState.WAITING

    def test_by_an_account_that_closes_asks_nobody_and_strands_nothing(self) -> None:
        there = busy_body()
        close_account(by=there.manager.value)
        assert {(demand.state, demand.holder_id) for demand in there.demands} == {(S.TO_ASSIGN, None)}
        assert there.redemption.state == RedemptionState.CANCELLED
        assert there.called.state == ActivityState.CANCELLED

    def test_of_a_body_leaves_the_minutes_of_shifts_that_were_to_the_committee(self) -> None:
        there = busy_body()
        archive_organization(organization=there.body, settles=EVERYTHING, by=boss_of(there.body))
        other = make_activity(there.community)
        assert can_run(there.worker.value, there.called)
        assert not can_run(there.worker.value, other)
        assert not can_run(make_resident(there.community).value, there.called)


@pytest.mark.usefixtures("session")
class TestAfterwards:
    @pytest.mark.parametrize("by", ["author", "worker"])
    def test_what_is_taken_up_again_is_the_committees_where_its_body_is_archived(self, by: str) -> None:
        community = make_community()
        body, worker, author = (
            make_organization(community),
            make_staff(community, Role.WORKER),
            make_resident(community),
        )
        demand = make_demand(community, author=author, state=S.RESOLVED, holder_id=body.id)
        archive_organization(organization=body, by=boss_of(body))
        if by == "author":
            rate(demand=demand, solved=False, content=Content.NOT_CONTENT, by=author.value)
        else:
            reopen(demand=demand, reason="又坏了", by=worker)
        assert (demand.state, demand.holder_id) == (S.REOPENED, None)
        assert [one.number for one in demands_with_committee(community_by_id(community.id))] == [demand.number]

    def test_nothing_is_handed_to_an_archived_body(self) -> None:
        community = make_community()
        body, demand = make_organization(community), make_demand(community)
        archive_organization(organization=body, by=boss_of(body))
        with pytest.raises(Invalid):
            assign(demand=demand, organization=body, by=make_staff(community, Role.WORKER))


@pytest.mark.usefixtures("session")
class TestLastOfARole:
    @pytest.mark.parametrize("role", [Role.WORKER, Role.MODERATOR])
    def test_asks_first_and_then_leaves_the_work_to_the_administrators_who_are_told(
        self, role: Role, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(kinds.KINDS, "note", note_kind())
        community = make_community()
        person, boss = make_staff(community, role), boss_of(community)
        make_demand(community)
        make_waiting(community, make_resident(community))
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
        with pytest.raises(StillOpen) as asked:
            end_role(community=community, grant=grant, by=person.value)
        assert [left.number for left in asked.value.left] == [1]
        assert grant.ended_at is None
        for _time in range(2):
            end_role(community=community, grant=grant, settles=1, by=person.value)
        assert grant.ended_at is not None
        assert told("communities.role_empty") == {boss.id}

    def test_with_a_colleague_asks_nothing(self) -> None:
        community = make_community()
        person, _colleague = make_staff(community, Role.WORKER), make_staff(community, Role.WORKER)
        make_demand(community)
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
        end_role(community=community, grant=grant, by=boss_of(community))
        assert grant.ended_at is not None

    def test_whose_account_closes_asks_nobody_and_the_administrators_are_told(self) -> None:
        community = make_community()
        person, boss = make_staff(community, Role.WORKER), boss_of(community)
        make_demand(community)
        close_account(by=person.value)
        assert told("communities.role_empty") == {boss.id}


def _tried(app: Flask, act: Callable[[], object]) -> str:
    """What came of an act in a transaction of its own: '' or the name of the refusal."""
    with app.app_context():
        try:
            with transaction():
                act()
        except (Conflict, Invalid) as refused:
            return type(refused).__name__
    return ""


def _row(kind: type[Any], row_id: int) -> Any:
    return db.session.get_one(kind, row_id)


def test_a_body_that_is_archived_while_something_is_handed_to_it_keeps_nothing(app: Flask) -> None:
    with app.app_context(), transaction():
        community = make_community()
        body, demand = make_organization(community).id, make_demand(community).id
        worker, boss = make_staff(community, Role.WORKER).id, boss_of(community).id
    handed, archived = at_once(
        [
            lambda: _tried(
                app,
                lambda: assign(
                    demand=_row(Demand, demand), organization=_row(Organization, body), by=_row(PersonRow, worker)
                ),
            ),
            lambda: _tried(
                app, lambda: archive_organization(organization=_row(Organization, body), by=_row(PersonRow, boss))
            ),
        ]
    )
    assert (handed, archived) in {("Invalid", ""), ("", "StillOpen")}
    with app.app_context():
        is_archived = _row(Organization, body).archived_at is not None
        assert (_row(Demand, demand).holder_id is None) == is_archived


def test_of_the_last_two_managers_ended_at_once_the_second_is_asked_about(app: Flask) -> None:
    with app.app_context(), transaction():
        community = make_community()
        body = make_organization(community)
        managers = [make_member(body, person=make_person()).id for _number in range(2)]
        make_demand(community, state=S.ASSIGNED, holder_id=body.id)
        members = [
            db.session.scalars(select(OrganizationMember.id).where(OrganizationMember.person_id == person)).one()
            for person in managers
        ]
        boss = boss_of(body).id

    def _end(member: int) -> str:
        return _tried(app, lambda: end_member(member=_row(OrganizationMember, member), by=_row(PersonRow, boss)))

    assert sorted(at_once([lambda: _end(members[0]), lambda: _end(members[1])])) == ["", "StillOpen"]


def test_the_last_member_ended_twice_at_once_settles_once(app: Flask) -> None:
    with app.app_context(), transaction():
        there = busy_body()
        member, boss = membership(there.body).id, boss_of(there.body).id
        demand = there.demands[0].id

    def _end() -> str:
        return _tried(
            app,
            lambda: end_member(member=_row(OrganizationMember, member), settles=EVERYTHING, by=_row(PersonRow, boss)),
        )

    assert at_once([_end, _end]) == ["", ""]
    with app.app_context():
        assert db.session.scalars(select(DemandEvent.kind).where(DemandEvent.demand_id == demand)).all() == [
            "give_back"
        ]
        assert db.session.scalars(select(Shift.taken)).all() == [0, 0]

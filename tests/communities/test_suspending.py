"""Suspending an account: what rests, what goes to others, how it ends, and who decides on the appeal."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from resident.accounts.models import SYSTEM, Actor, Person, Suspension, SuspensionMoved, SuspensionState
from resident.accounts.sessions import open_session
from resident.accounts.sessions.rows import person_behind, presence_behind
from resident.accounts.suspensions import is_suspended, live_suspension
from resident.activities.models import SignUp
from resident.communities.actions import (
    LastAdministrator,
    appeal,
    decide_appeal,
    end_role,
    lift_suspension,
    reset_factor,
    sign_out_person,
    suspend_account,
)
from resident.communities.actions.suspending import SuspendedAlready
from resident.communities.context import community_by_id
from resident.communities.models import Community, CommunityRow, Role, RoleGrant
from resident.communities.open_work import StillOpen
from resident.db import db, transaction
from resident.demands.models import DemandState
from resident.desk.queries import Desk, desk_of
from resident.organizations.models import OrganizationKind
from resident.web.errors import DomainError, NotAllowed
from resident.web.staff import work_of
from tests.at_once import at_once
from tests.conftest import Clock
from tests.makers.accounts import make_factor, make_person
from tests.makers.activities import make_activity, make_place, make_shift
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.demands import make_demand
from tests.makers.organizations import make_member, make_organization
from tests.recorded import recorded, told

REASON = "一再辱骂邻居"


@dataclass
class Place:
    """A community with two administrators, a moderator and a resident, as values."""

    community: Community
    chief: Person
    other: Person
    moderator: Person
    li: Person


@pytest.fixture
def place(session: None) -> Place:
    return _place()


def _place() -> Place:
    row = make_community("guihua")
    chief, other = (make_staff(row, Role.ADMINISTRATOR, name).value for name in ("周主任", "吴主任"))
    moderator = make_staff(row, Role.MODERATOR).value
    return Place(community_by_id(row.id), chief, other, moderator, make_resident(row).value)


def _suspend(place: Place, person: Person | None = None, *, by: Actor | None = None, days: int = 7) -> Suspension:
    return suspend_account(
        community=place.community, person=person or place.li, reason=REASON, days=days, by=by or place.chief
    )


def _grant(person: Person) -> RoleGrant:
    return db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)).one()


def test_the_person_is_signed_out_told_and_kept_out_until_the_end(place: Place, clock: Clock) -> None:
    token = open_session(place.li, device="")
    suspension = _suspend(place)
    assert person_behind(token) is None
    again = open_session(place.li, device="")
    presence = presence_behind(again)
    assert presence is not None
    assert presence.is_suspended
    assert told() == [
        (
            place.li.id,
            "communities.suspended",
            "/me/suspension",
            {"community": place.community.name, "until": suspension.until.isoformat()},
        )
    ]
    assert recorded() == [("suspension.begun", place.chief.id, suspension.id, {"person_id": place.li.id, "days": 7})]
    clock.advance(days=7, seconds=-1)
    assert is_suspended(place.li)
    clock.advance(seconds=1)
    assert not is_suspended(place.li)
    presence = presence_behind(again)
    assert presence is not None
    assert not presence.is_suspended


def test_places_in_shifts_go_to_who_waits(place: Place) -> None:
    row = db.session.get_one(type(make_community()), place.community.id)
    shift = make_shift(make_activity(row), capacity=1)
    taken = make_place(shift, db.session.get_one(_person_row(), place.li.id))
    waiting = make_place(shift, waiting=True)
    elsewhere = make_shift(make_activity(row), hours=72, capacity=1)
    make_place(elsewhere)
    queued = make_place(elsewhere, db.session.get_one(_person_row(), place.li.id), waiting=True)
    begun = make_place(make_shift(make_activity(row), hours=-1), db.session.get_one(_person_row(), place.li.id))
    _suspend(place)
    states = {one.id: one.state for one in db.session.scalars(select(SignUp))}
    assert [states[one.id] for one in (taken, waiting, queued, begun)] == [
        "cancelled",
        "signed_up",
        "cancelled",
        "signed_up",
    ]


def _person_row() -> type:
    from resident.accounts.models import PersonRow

    return PersonRow


def test_twice_is_refused_and_after_the_end_it_can_be_done_again(place: Place, clock: Clock) -> None:
    _suspend(place)
    with pytest.raises(SuspendedAlready):
        _suspend(place, by=place.other)
    clock.advance(days=8)
    assert live_suspension(place.li) is None
    assert _suspend(place).state == SuspensionState.STANDING


@pytest.mark.parametrize("who", ["moderator", "li", "chief"])
def test_only_an_administrator_suspends_and_never_oneself(place: Place, who: str) -> None:
    with pytest.raises(NotAllowed):
        _suspend(place, place.chief if who == "chief" else place.moderator, by=getattr(place, who))
    assert db.session.scalars(select(Suspension)).all() == []


def test_the_app_itself_suspends_nobody(place: Place) -> None:
    with pytest.raises(NotAllowed):
        _suspend(place, by=SYSTEM)


def test_who_rests_is_no_administrator_who_could_be_the_last(place: Place, clock: Clock) -> None:
    _suspend(place, place.other)
    with pytest.raises(LastAdministrator):
        end_role(community=place.community, grant=_grant(place.chief), by=place.chief)
    clock.advance(days=8)
    end_role(community=place.community, grant=_grant(place.chief), by=place.chief)


def test_whom_another_community_trusts_is_not_this_ones_alone(place: Place) -> None:
    elsewhere = make_community("yulan")
    stranger = make_staff(elsewhere, Role.WORKER).value
    for act in (
        lambda: _suspend(place, stranger),
        lambda: sign_out_person(community=place.community, person=stranger, by=place.chief),
        lambda: reset_factor(community=place.community, person=stranger, by=place.chief),
    ):
        with pytest.raises(NotAllowed):
            act()
    both = make_staff(elsewhere, Role.ADMINISTRATOR)
    db.session.add(
        RoleGrant(
            community_id=place.community.id,
            person_id=both.id,
            role=Role.ADMINISTRATOR,
            granted_at=both.created_at,
        )
    )
    db.session.flush()
    assert _suspend(place, stranger, by=both.value).person_id == stranger.id


def test_it_is_lifted_once_and_the_person_told(place: Place) -> None:
    suspension = _suspend(place)
    lift_suspension(suspension=suspension, community=place.community, by=place.chief)
    assert not is_suspended(place.li)
    assert [kind for _who, kind, *_ in told()] == ["communities.suspended", "communities.suspension_lifted"]
    with pytest.raises(SuspensionMoved):
        lift_suspension(suspension=suspension, community=place.community, by=place.other)
    with pytest.raises(NotAllowed):
        lift_suspension(suspension=_suspend(place), community=place.community, by=place.moderator)


@pytest.mark.parametrize("lifts", [True, False])
@pytest.mark.parametrize("decider", ["other", "moderator"])
def test_somebody_else_decides_on_the_appeal(place: Place, lifts: bool, decider: str) -> None:
    suspension = _suspend(place)
    appeal(suspension=suspension, community=place.community, words="我没有骂人。", by=place.li)
    assert {who for who, kind, *_ in told() if kind == "communities.appealed"} == {
        place.other.id,
        place.moderator.id,
    }
    for nobody in (place.chief, place.li):
        with pytest.raises(NotAllowed):
            decide_appeal(suspension=suspension, community=place.community, lifts=lifts, answer="看过了", by=nobody)
    by = getattr(place, decider)
    decide_appeal(suspension=suspension, community=place.community, lifts=lifts, answer="看过了", by=by)
    assert is_suspended(place.li) is not lifts
    assert (suspension.answer, suspension.decided_by_id) == ("看过了", by.id)
    with pytest.raises(SuspensionMoved):
        decide_appeal(suspension=suspension, community=place.community, lifts=lifts, answer="再看", by=by)
    with pytest.raises(SuspensionMoved):
        appeal(suspension=suspension, community=place.community, words="再来一次", by=place.li)


def test_only_the_person_appeals(place: Place) -> None:
    suspension = _suspend(place)
    with pytest.raises(NotAllowed):
        appeal(suspension=suspension, community=place.community, words="替他说", by=place.moderator)
    with pytest.raises(SuspensionMoved):
        decide_appeal(suspension=suspension, community=place.community, lifts=True, answer="没有申诉", by=place.other)


def test_somebody_is_signed_out_and_told_once(place: Place) -> None:
    open_session(place.li, device="")
    open_session(place.li, device="")
    ended = [sign_out_person(community=place.community, person=place.li, by=place.chief) for _ in range(2)]
    assert ended == [2, 0]
    assert recorded() == [("person.put_out", place.chief.id, place.li.id, {"devices": 2})]
    assert [kind for _who, kind, *_ in told()] == ["communities.signed_out"]


def test_a_lost_second_factor_is_taken_off_by_another_administrator(place: Place) -> None:
    row = db.session.get_one(_person_row(), place.other.id)
    make_factor(row)
    token = open_session(place.other, device="")
    for nobody in (place.moderator, place.other):
        with pytest.raises(NotAllowed):
            reset_factor(community=place.community, person=place.other, by=nobody)
    for _ in range(2):
        reset_factor(community=place.community, person=place.other, by=place.chief)
    assert person_behind(token) is None
    assert [event for event, *_ in recorded()] == ["second_factor.ended"]
    assert [(who, kind) for who, kind, *_ in told()] == [(place.other.id, "communities.factor_reset")]


def _outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except DomainError as error:
        return type(error).__name__
    return "done"


def test_of_two_who_suspend_each_other_at_once_one_stays(app: Flask) -> None:
    with app.app_context(), transaction():
        place = _place()

    def _by(by: Person, person: Person) -> Callable[[], str]:
        def _run() -> str:
            with app.app_context():
                try:
                    return _outcome(lambda: _in_transaction(lambda: _suspend(place, person, by=by)))
                finally:
                    db.session.remove()

        return _run

    outcomes = at_once([_by(place.chief, place.other), _by(place.other, place.chief)])
    assert sorted(outcomes) == ["LastAdministrator", "done"]


def test_of_two_who_suspend_one_at_once_one_does(app: Flask) -> None:
    with app.app_context(), transaction():
        place = _place()

    def _by(by: Person) -> Callable[[], str]:
        def _run() -> str:
            with app.app_context():
                try:
                    return _outcome(lambda: _in_transaction(lambda: _suspend(place, by=by)))
                finally:
                    db.session.remove()

        return _run

    assert sorted(at_once([_by(place.chief), _by(place.other)])) == ["SuspendedAlready", "done"]


def _in_transaction(act: Callable[[], object]) -> None:
    with transaction():
        act()


def _desk(place: Place, person: Person) -> Desk:
    return desk_of(place.community, person, work_of(community_id=place.community.id, person_id=person.id))


def test_what_only_the_suspended_could_do_is_asked_about_and_stands_with_the_administrators(place: Place) -> None:
    row = db.session.get_one(CommunityRow, place.community.id)
    worker, colleague = (make_staff(row, Role.WORKER).value for _ in range(2))
    make_demand(row)
    _suspend(place, worker)
    with pytest.raises(StillOpen) as asked:
        _suspend(place, colleague)
    assert [one.number for one in asked.value.left] == [1]
    assert not is_suspended(colleague)
    suspend_account(community=place.community, person=colleague, reason=REASON, days=7, settles=1, by=place.chief)
    assert [who for who, kind, *_ in told() if kind == "communities.left_alone"] == [place.other.id]
    alone = {one.name: pile.count for one, pile in _desk(place, place.other).alone}
    assert alone == {"demands": 1}


def test_what_is_open_at_a_body_whose_last_manager_rests_is_asked_about_and_goes_to_the_committee(place: Place) -> None:
    row = db.session.get_one(CommunityRow, place.community.id)
    worker = make_staff(row, Role.WORKER).value
    body = make_organization(row, kind=OrganizationKind.PROPERTY_COMPANY)
    leader = make_person("王经理")
    make_member(body, person=leader)
    make_demand(row, state=DemandState.IN_HAND, holder_id=body.id)
    assert _desk(place, worker).to_assign.count == 0
    with pytest.raises(StillOpen):
        _suspend(place, leader.value)
    suspend_account(community=place.community, person=leader.value, reason=REASON, days=7, settles=1, by=place.chief)
    assert _desk(place, worker).to_assign.count == 1


def test_two_colleagues_of_whom_one_rests_are_one(place: Place, clock: Clock) -> None:
    """An end of a role asks as well where the only colleague is away."""
    row = db.session.get_one(CommunityRow, place.community.id)
    worker, colleague = (make_staff(row, Role.WORKER).value for _ in range(2))
    make_demand(row)
    _suspend(place, worker)
    with pytest.raises(StillOpen):
        end_role(community=place.community, grant=_grant(colleague), by=place.chief)
    clock.advance(days=8)
    end_role(community=place.community, grant=_grant(colleague), by=place.chief)


def test_where_nobody_may_decide_the_administrators_hear_what_mends_it(place: Place) -> None:
    suspension = _suspend(place)
    for person in (place.other, place.moderator):
        _grant(person).ended_at = suspension.begun_at
    appeal(suspension=suspension, community=place.community, words="我没有骂人。", by=place.li)
    assert [(who, kind) for who, kind, *_ in told()][-1:] == [(place.chief.id, "communities.appeal_alone")]


def test_an_account_that_closed_has_nothing_to_suspend(place: Place) -> None:
    from resident.web.errors import Invalid

    db.session.get_one(_person_row(), place.li.id).closed_at = place.li.created_at
    db.session.flush()
    with pytest.raises(Invalid):
        _suspend(place)


def test_nobody_of_another_kind_is_in_the_way(place: Place) -> None:
    """A person without any role anywhere is anybody's to look after who administers here."""
    assert _suspend(place, make_person().value).reason == REASON

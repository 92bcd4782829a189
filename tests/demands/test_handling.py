"""Assigning, accepting, sending back, answering, resolving."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from resident.accounts.models import PersonRow
from resident.db import db
from resident.demands.actions import accept, answer, assign, park, refer, reopen, resolve, return_
from resident.demands.models import MOVES, Answer, Demand, DemandEvent, DemandState, Move, WrongState
from resident.notifications.models import Notification
from resident.web.errors import Invalid, NotAllowed
from tests.conftest import Clock
from tests.demands.conftest import Place, make_place
from tests.makers.demands import make_demand, make_support

S = DemandState
LATER = datetime(2026, 6, 1, tzinfo=UTC)


def _acts(place: Place) -> dict[Move, Callable[[Demand, PersonRow], object]]:
    return {
        Move.ASSIGN: lambda demand, by: assign(demand=demand, organization=place.property, by=by),
        Move.ACCEPT: lambda demand, by: accept(demand=demand, by=by),
        Move.RETURN: lambda demand, by: return_(demand=demand, reason="不归物业管", by=by),
        Move.RESOLVE: lambda demand, by: resolve(demand=demand, text="换了主板", by=by),
        Move.PARK: lambda demand, by: park(demand=demand, reason="等明年的计划", until=LATER, by=by),
        Move.REFER: lambda demand, by: refer(demand=demand, to="街道", reason="占道经营", by=by),
        Move.REOPEN: lambda demand, by: reopen(demand=demand, reason="又坏了", by=by),
    }


def _told(kind: str) -> set[int]:
    return set(db.session.scalars(select(Notification.person_id).where(Notification.kind == f"demands.{kind}")))


def test_every_act_works_from_the_states_of_the_table_and_from_no_other(place: Place) -> None:
    for move, act in _acts(place).items():
        for state in DemandState:
            demand = make_demand(place.community, author=place.author, state=state)
            if state in MOVES[move].sources:
                act(demand, place.worker)
                assert demand.state == MOVES[move].target
            else:
                with pytest.raises(WrongState):
                    act(demand, place.worker)
                assert demand.state == state, move


def test_neither_residents_nor_moderators_nor_administrators_act(place: Place) -> None:
    strangers = (place.author, place.neighbour, place.moderator, place.administrator, make_place().worker)
    for act in _acts(place).values():
        for person in strangers:
            demand = make_demand(place.community, author=place.author, state=S.ASSIGNED, holder_id=place.property.id)
            with pytest.raises(NotAllowed):
                act(demand, person)


def test_managers_of_the_holder_handle_and_do_not_direct(place: Place) -> None:
    handling = {Move.ACCEPT, Move.RETURN, Move.RESOLVE}
    for move, act in _acts(place).items():
        demand = make_demand(place.community, author=place.author, state=S.ASSIGNED, holder_id=place.property.id)
        if move in handling:
            act(demand, place.manager)
            assert demand.state == MOVES[move].target
        else:
            with pytest.raises(NotAllowed):
                act(demand, place.manager)


def test_managers_of_another_body_do_nothing(place: Place) -> None:
    demand = make_demand(place.community, author=place.author, state=S.ASSIGNED, holder_id=place.committee.id)
    with pytest.raises(NotAllowed):
        accept(demand=demand, by=place.manager)


def test_assigning_sets_the_deadline_from_the_day_it_was_raised(place: Place, clock: Clock) -> None:
    demand = make_demand(place.community, author=place.author)  # Monday, 2 March
    clock.advance(days=3)
    assign(demand=demand, organization=place.property, text="请先打电话", by=place.worker)
    assert demand.due_at == datetime(2026, 3, 9, 10, tzinfo=UTC)  # Monday, when the office closes in Shanghai
    assert demand.holder_id == place.property.id
    assert _told("assigned") == {place.author.id}
    assert _told("to_you") == {place.manager.id}


def test_an_imported_demand_gets_its_deadline_from_the_day_it_is_assigned(place: Place) -> None:
    demand = make_demand(place.community, source="import", source_id="1", submitted_at=datetime(2015, 1, 1, tzinfo=UTC))
    assign(demand=demand, organization=place.property, by=place.worker)
    assert demand.due_at == datetime(2026, 3, 9, 10, tzinfo=UTC)


def test_a_body_of_another_community_or_an_archived_one_gets_nothing(place: Place, clock: Clock) -> None:
    demand = make_demand(place.community, author=place.author)
    with pytest.raises(Invalid):
        assign(demand=demand, organization=make_place().property, by=place.worker)
    place.property.archived_at = clock()
    with pytest.raises(Invalid):
        assign(demand=demand, organization=place.property, by=place.worker)
    assert demand.state == S.TO_ASSIGN


def test_of_two_workers_who_saw_it_unassigned_the_second_is_told(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    assign(demand=demand, organization=place.property, seen="to_assign", by=place.worker)
    with pytest.raises(WrongState):
        assign(demand=demand, organization=place.committee, seen="to_assign", by=place.worker)
    assert demand.holder_id == place.property.id


def test_a_worker_who_accepts_takes_it_for_the_committee(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    accept(demand=demand, by=place.worker)
    assert demand.holder_id == place.committee.id
    assert demand.due_at is not None


def test_the_first_answer_is_the_first_contact_and_accepting_is_none(place: Place, clock: Clock) -> None:
    demand = make_demand(place.community, author=place.author)
    accept(demand=demand, by=place.worker)
    assert demand.contacted_at is None
    clock.advance(hours=24)
    answer(demand=demand, body="明天来看", by=place.worker)
    first = clock()
    assert demand.contact_due_at == first  # nine o'clock on Tuesday, raised at nine on Monday
    clock.advance(hours=1)
    answer(demand=demand, body="看过了", by=place.worker)
    assert demand.contacted_at == first


def test_sending_back_needs_a_reason_and_returns_it_to_the_committee(place: Place) -> None:
    demand = make_demand(place.community, author=place.author, state=S.ASSIGNED, holder_id=place.property.id)
    with pytest.raises(Invalid):
        return_(demand=demand, reason="  ", by=place.manager)
    return_(demand=demand, reason="归街道管", by=place.manager)
    assert (demand.state, demand.holder_id) == (S.TO_ASSIGN, None)
    assert _told("returned") == {place.worker.id}
    assert _told("back") == {place.author.id}
    note = db.session.scalars(select(DemandEvent.text).where(DemandEvent.kind == "return")).one()
    assert note == "归街道管"


def test_an_answer_speaks_for_the_body_that_has_it(place: Place) -> None:
    demand = make_demand(place.community, author=place.author, state=S.IN_HAND, holder_id=place.property.id)
    make_support(demand, place.neighbour)
    assert answer(demand=demand, body="周一换", by=place.manager).organization_id == place.property.id
    assert answer(demand=demand, body="我们在催", by=place.worker).organization_id == place.committee.id
    assert _told("answered") == {place.author.id, place.neighbour.id}
    assert demand.state == S.IN_HAND


def test_what_is_not_published_is_not_answered(place: Place) -> None:
    for state in (S.IN_REVIEW, S.CHANGES_ASKED, S.NOT_APPROVED, S.WITHDRAWN, S.MERGED):
        with pytest.raises(WrongState):
            answer(demand=make_demand(place.community, author=place.author, state=state), body="好", by=place.worker)


def test_resolving_says_what_was_done_and_asks_the_author(place: Place, clock: Clock) -> None:
    demand = make_demand(place.community, author=place.author, state=S.IN_HAND, holder_id=place.property.id)
    make_support(demand, place.neighbour)
    with pytest.raises(Invalid):
        resolve(demand=demand, text=" ", by=place.manager)
    resolve(demand=demand, text="换了主板", by=place.manager)
    assert (demand.state, demand.resolved_at) == (S.RESOLVED, clock())
    assert db.session.scalars(select(Answer.body)).all() == ["换了主板"]
    assert _told("resolved") == {place.author.id}
    assert _told("resolved_supported") == {place.neighbour.id}
    with pytest.raises(WrongState):
        resolve(demand=demand, text="再来一次", by=place.manager)


def test_reopening_gives_a_new_deadline(place: Place, clock: Clock) -> None:
    demand = make_demand(place.community, author=place.author, state=S.SOLVED, holder_id=place.property.id)
    clock.advance(days=30)
    reopen(demand=demand, reason="又坏了", by=place.worker)
    assert (demand.state, demand.times_reopened) == (S.REOPENED, 1)
    assert demand.due_at is not None
    assert demand.due_at > clock()

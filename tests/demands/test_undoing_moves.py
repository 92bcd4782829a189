"""Whatever moves a demand on is undone for ten minutes by who did it, to exactly how it stood."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.context import community_of
from resident.db import db, transaction
from resident.demands import queries
from resident.demands.actions import (
    accept,
    answer,
    assign,
    merge,
    park,
    rate,
    refer,
    reopen,
    resolve,
    return_,
    support_demand,
    withdraw_demand,
    write_comment,
)
from resident.demands.models import Answer, Comment, Content, Demand, DemandEvent, DemandState, Support
from resident.demands.queries import hanging_on
from resident.notifications.jobs import deliver_outbox
from resident.notifications.models import OutboxMessage
from resident.organizations.actions import archive_organization
from resident.undo.actions import BuiltOn, TooLate, undo
from resident.undo.models import Deed
from resident.web.errors import NotAllowed
from tests.conftest import Clock
from tests.demands.conftest import Place, make_place
from tests.makers.communities import make_resident
from tests.makers.demands import make_demand, make_support
from tests.makers.undo import last_deed
from tests.recorded import recorded, told

SignIn = Callable[[int], FlaskClient]
S = DemandState


def _manager_has_it(place: Place) -> Demand:
    demand = make_demand(place.community, author=place.author)
    assign(demand=demand, organization=place.property, by=place.worker)
    return demand


def _in_hand(place: Place) -> Demand:
    demand = _manager_has_it(place)
    accept(demand=demand, by=place.manager)
    return demand


def _closed(place: Place) -> Demand:
    demand = _in_hand(place)
    resolve(demand=demand, text="修好了", by=place.manager)
    return demand


def _supported(place: Place) -> Demand:
    demand = make_demand(place.community, author=place.author)
    make_support(demand, place.neighbour)
    return demand


def _merged(place: Place, demand: Demand) -> Demand:
    target = make_demand(place.community)
    merge(demand=demand, into=target.number, by=place.worker)
    return target


Act = Callable[[Place, Demand], object]
ACTS: dict[str, tuple[Callable[[Place], Demand], str, Act]] = {
    "accepted": (_manager_has_it, "manager", lambda place, demand: accept(demand=demand, by=place.manager)),
    "returned": (
        _in_hand,
        "manager",
        lambda place, demand: return_(demand=demand, reason="不归物业", by=place.manager),
    ),
    "answered": (_in_hand, "manager", lambda place, demand: answer(demand=demand, body="周三来修。", by=place.manager)),
    "resolved": (_in_hand, "manager", lambda place, demand: resolve(demand=demand, text="修好了", by=place.manager)),
    "rated": (
        _closed,
        "author",
        lambda place, demand: rate(demand=demand, solved=True, content=Content.CONTENT, by=place.author),
    ),
    "not solved": (
        _closed,
        "author",
        lambda place, demand: rate(demand=demand, solved=False, content=Content.NOT_CONTENT, by=place.author),
    ),
    "reopened": (_closed, "worker", lambda place, demand: reopen(demand=demand, reason="又坏了", by=place.worker)),
    "parked": (
        _in_hand,
        "worker",
        lambda place, demand: park(
            demand=demand, reason="等材料", until=demand.submitted_at + timedelta(days=60), by=place.worker
        ),
    ),
    "referred": (
        _in_hand,
        "worker",
        lambda place, demand: refer(demand=demand, to="街道", reason="归街道", by=place.worker),
    ),
    "merged": (_supported, "worker", _merged),
}


def _stands(demand: Demand) -> dict[str, Any]:
    db.session.flush()
    return {column.key: getattr(demand, column.key) for column in Demand.__table__.columns}


def _undo(place: Place, by: PersonRow, deed: Deed | None = None) -> str:
    return undo(deed_id=(deed or last_deed()).id, community=place.community, by=by)


@pytest.mark.parametrize("name", ACTS)
def test_it_stands_again_as_it_stood_and_whoever_was_told_hears_once_that_it_does_not_hold(
    place: Place, clock: Clock, name: str
) -> None:
    make, actor, act = ACTS[name]
    demand = make(place)
    before = _stands(demand)
    clock.advance(minutes=2)
    first, messages = len(told()), len(recorded())
    act(place, demand)
    assert _stands(demand) != before or name == "answered"
    news = told(but=first)
    events = len(recorded())
    for _twice in range(2):
        assert _undo(place, getattr(place, actor)) == f"/c/{place.community.slug}/demands/{demand.number}"
    assert _stands(demand) == before
    written = recorded(but=events)
    assert messages < events
    assert [one[0].endswith("_undone") for one in written if one[2] == demand.id] == [True]
    assert [one[1:3] for one in written if one[0].endswith("_undone")] == [(getattr(place, actor).id, demand.id)]
    taken_back = told(but=first + len(news))
    assert [one[:2] for one in taken_back] == [(one[0], "notifications.taken_back") for one in news]
    act(place, demand)  # and it can be done anew


@pytest.mark.parametrize("name", ACTS)
def test_it_is_undone_by_who_did_it_for_ten_minutes_and_never_by_the_app(place: Place, clock: Clock, name: str) -> None:
    make, actor, act = ACTS[name]
    demand = make(place)
    act(place, demand)
    people = (place.author, place.manager, place.worker, place.neighbour, place.moderator)
    for person in (*(one for one in people if one is not getattr(place, actor)), SYSTEM):
        with pytest.raises(NotAllowed):
            _undo(place, person)
    clock.advance(minutes=10, seconds=1)
    with pytest.raises(TooLate):
        _undo(place, getattr(place, actor))


@pytest.mark.parametrize("name", [name for name in ACTS if name not in ("merged", "rated", "not solved", "reopened")])
def test_it_is_not_undone_once_somebody_has_answered(place: Place, name: str) -> None:
    make, actor, act = ACTS[name]
    demand = make(place)
    act(place, demand)
    deed = last_deed()
    if demand.state == S.RESOLVED:
        rate(demand=demand, solved=False, content=Content.NOT_CONTENT, by=place.author)
    else:
        answer(demand=demand, body="我们看到了。", by=place.worker)
    then = (_stands(demand), len(recorded()))
    with pytest.raises(BuiltOn):
        _undo(place, getattr(place, actor), deed)
    assert (_stands(demand), len(recorded())) == then


def test_an_answer_that_was_undone_is_read_by_nobody_and_was_no_contact(place: Place, clock: Clock) -> None:
    demand = _in_hand(place)
    answer(demand=demand, body="周三来修。", by=place.manager)
    assert demand.contacted_at == clock.moment
    _undo(place, place.manager)
    assert (hanging_on(demand, whole=True).answers, demand.contacted_at) == ([], None)
    kept = db.session.scalars(select(Answer)).one()
    assert (kept.body, kept.undone_at) == ("周三来修。", clock.moment)
    answer(demand=demand, body="周四来修。", by=place.manager)
    _undo(place, place.manager)
    answer(demand=demand, body="周五来修。", by=place.manager)
    assert [one.text for one in hanging_on(demand, whole=True).answers] == ["周五来修。"]


def test_what_went_into_another_is_answered_with_it_and_loses_the_answer_with_it(place: Place) -> None:
    demand, other = _in_hand(place), make_demand(place.community, author=place.author)
    merge(demand=other, into=demand.number, by=place.worker)
    resolve(demand=demand, text="修好了", by=place.manager)
    assert (other.contacted_at, other.resolved_at) == (demand.contacted_at, demand.resolved_at)
    _undo(place, place.manager)
    assert (other.contacted_at, other.resolved_at) == (None, None)


def test_undoing_a_closing_never_makes_the_rates_better(place: Place, clock: Clock) -> None:
    demand = _in_hand(place)
    clock.advance(days=20)
    late = queries.count_figures(place.community.id)
    resolve(demand=demand, text="修好了", by=place.manager)
    _undo(place, place.manager)
    db.session.flush()
    assert queries.count_figures(place.community.id) == late


def test_a_merging_gives_back_supports_and_comments_and_keeps_what_came_meanwhile(place: Place) -> None:
    demand, target = make_demand(place.community, author=place.author), make_demand(place.community)
    demand.imported_supports = 3
    make_support(demand, place.neighbour)
    waiting = write_comment(demand=demand, body="我家也是。", shows_building=False, by=place.neighbour.value)
    merge(demand=demand, into=target.number, by=place.worker)
    further = make_resident(place.community, "老王")
    support_demand(demand=target, by=further.value)
    deed = db.session.scalars(select(Deed).where(Deed.kind == "demand.merged")).one()
    _undo(place, place.worker, deed)
    supporters = db.session.scalars(select(Support.person_id).where(Support.demand_id == target.id)).all()
    assert (list(supporters), target.support_count, target.imported_supports) == ([further.id], 1, 0)
    assert db.session.get_one(Comment, waiting.id).demand_id == demand.id
    assert (demand.state, demand.merged_into_id, demand.is_listed) == (S.TO_ASSIGN, None, True)
    last = db.session.scalars(select(DemandEvent).where(DemandEvent.demand_id == target.id)).all()[-1]
    assert (last.kind, last.other_number) == ("part", demand.number)


def test_a_merging_stays_once_the_other_was_answered(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    target = _merged(place, demand)
    deed = last_deed()
    answer(demand=target, body="周三来修。", by=place.worker)
    with pytest.raises(BuiltOn) as refusal:
        _undo(place, place.worker, deed)
    assert place.worker.display_name in str(refusal.value.message)


def test_what_was_sent_back_does_not_return_to_a_body_that_is_archived_since(place: Place) -> None:
    demand = _in_hand(place)
    return_(demand=demand, reason="不归物业", by=place.manager)
    deed = last_deed()
    archive_organization(organization=place.property, by=place.administrator)
    with pytest.raises(NotAllowed):
        _undo(place, place.manager, deed)
    assert demand.state == S.TO_ASSIGN


def test_what_was_undone_within_a_minute_never_leaves_the_app(app: Flask, clock: Clock) -> None:
    with app.app_context(), transaction():
        place = make_place()
        demand = _manager_has_it(place)
        assert db.session.scalars(select(OutboxMessage.due_at)).all() == [clock.moment + timedelta(seconds=60)] * 2
        _undo(place, place.worker)
        assert db.session.scalars(select(OutboxMessage)).all() == []
        assign(demand=demand, organization=place.property, by=place.worker)
        ids = (last_deed().id, place.worker.id)
    with app.app_context():
        deliver_outbox()
        assert db.session.scalars(select(OutboxMessage.settled_at)).all() == [None, None]
        clock.advance(seconds=61)
        deliver_outbox()
    with app.app_context(), transaction():
        assert None not in db.session.scalars(select(OutboxMessage.settled_at)).all()
        worker = db.session.get_one(PersonRow, ids[1])
        deed = db.session.get_one(Deed, ids[0])
        undo(deed_id=deed.id, community=community_of(deed), by=worker)
        left = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        kinds = [one.payload["kind"] for one in left]
        assert kinds == ["demands.assigned", "demands.to_you", *["notifications.taken_back"] * 2]
        assert [one.due_at for one in left[2:]] == [clock.moment] * 2
        assert {one.payload["person_id"] for one in left[2:]} == {one.payload["person_id"] for one in left[:2]}


def test_what_was_merged_goes_on_by_itself_when_the_other_is_withdrawn(place: Place) -> None:
    target, demand = (make_demand(place.community, author=one) for one in (place.author, place.neighbour))
    make_support(demand, make_resident(place.community, "老王"))
    merge(demand=demand, into=target.number, by=place.worker)
    due, messages, events = demand.first_due_at, len(told()), len(recorded())
    for _twice in range(2):
        withdraw_demand(demand=target, by=place.author.value)
    assert (demand.state, demand.merged_into_id, demand.is_listed) == (S.TO_ASSIGN, None, True)
    assert (demand.first_due_at, demand.support_count) == (due, 1)
    assert (place.neighbour.id, "demands.goes_on") in [one[:2] for one in told(but=messages)]
    assert ("demand.separated", place.author.id, demand.id) in [one[:3] for one in recorded(but=events)]
    with pytest.raises(BuiltOn):
        _undo(place, place.worker)

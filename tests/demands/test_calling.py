"""A call that was written down is a first contact, unless who was called says that nobody called."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.models import CommunityRow, Role
from resident.db import db, transaction
from resident.demands import queries
from resident.demands.actions import accept, answer, assign, contest_call, log_call, settle_call, withdraw_demand
from resident.demands.models import Call, CallState, Demand, DemandState, WrongState
from resident.demands.people import demands_as_json, leave_demands
from resident.demands.queries import Rate, contested_calls
from resident.undo.actions import BuiltOn, undo
from resident.web.errors import Conflict, Invalid, NotAllowed
from tests.at_once import at_once
from tests.conftest import Clock
from tests.demands.conftest import Place, Town, make_place
from tests.makers.communities import make_staff
from tests.makers.demands import make_demand
from tests.makers.undo import last_deed
from tests.recorded import recorded, told

SignIn = Callable[[int], FlaskClient]
SAID = "电工周三上午来，家里有人。"


def _demand(place: Place, **columns: object) -> Demand:
    return make_demand(place.community, author=place.author, **columns)


def _call(demand: Demand, by: PersonRow, **said: object) -> Call:
    given = {"called_at": demand.submitted_at + timedelta(hours=1), "spoke_with": "本人", "said": SAID}
    return log_call(demand=demand, by=by, **given | said)  # type: ignore[arg-type]


def _response(place: Place) -> Rate:
    db.session.flush()
    return queries.rates(queries.count_figures(place.community.id)).response


def _colleague(place: Place, role: Role = Role.WORKER) -> PersonRow:
    return make_staff(db.session.get_one(CommunityRow, place.community.id), role, "陈师傅")


def test_a_call_in_time_is_a_first_contact_and_its_resident_is_told(place: Place, clock: Clock) -> None:
    demand = _demand(place)
    clock.advance(hours=2)
    call = _call(demand, place.worker)
    clock.advance(days=10)
    assert (_response(place), demand.contacted_at) == (Rate(1, 1), None)
    assert (demand.called_at, call.person_id) == (call.called_at, place.worker.id)
    assert [one[0] for one in recorded()] == ["demand.called"]
    assert [one[:2] for one in told()] == [(place.author.id, "demands.called")]


def test_a_call_that_comes_late_is_late(place: Place, clock: Clock) -> None:
    demand = _demand(place)
    clock.advance(days=4)
    _call(demand, place.worker, called_at=clock.moment)
    assert _response(place) == Rate(0, 1)
    answer(demand=demand, body="今天才看到。", by=place.worker)
    assert _response(place) == Rate(0, 1)


def test_what_is_contested_does_not_count_until_somebody_else_has_settled_it(place: Place, clock: Clock) -> None:
    demand, other = _demand(place), _colleague(place)
    clock.advance(hours=2)
    first, second = _call(demand, place.worker), _call(demand, place.worker)
    clock.advance(days=10)
    messages = len(told())
    contest_call(call=first, by=place.author)
    assert _response(place) == Rate(1, 1)  # the other call still counts
    contest_call(call=second, by=place.author)
    assert _response(place) == Rate(0, 1)
    assert {one[0] for one in told(but=messages)} == {place.worker.id, other.id, place.moderator.id}
    with pytest.raises(NotAllowed):
        settle_call(call=first, was_made=True, reason="我打了", by=place.worker)
    settle_call(call=first, was_made=False, reason="通话记录里没有", by=other)
    assert (first.state, _response(place)) == (CallState.REFUTED, Rate(0, 1))
    settle_call(call=second, was_made=True, reason="听过录音", by=place.moderator)
    assert (second.state, second.settled_by_id, _response(place)) == (
        CallState.CONFIRMED,
        place.moderator.id,
        Rate(1, 1),
    )
    for again in (lambda: contest_call(call=second, by=place.author), lambda: _settled(second, other)):
        with pytest.raises(WrongState):
            again()


def _settled(call: Call, by: PersonRow) -> None:
    settle_call(call=call, was_made=False, reason="再看看", by=by)


def test_an_answer_counts_whatever_becomes_of_a_call(place: Place, clock: Clock) -> None:
    demand = _demand(place)
    answer(demand=demand, body="收到。", by=place.worker)
    contest_call(call=_call(demand, place.worker, called_at=clock.moment), by=place.author)
    assert _response(place) == Rate(1, 1)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("called_at", {"called_at": datetime(2026, 3, 2, 3, 1, tzinfo=UTC)}),
        ("called_at", {"called_at": datetime(2026, 2, 27, 3, 0, tzinfo=UTC)}),
        ("spoke_with", {"spoke_with": "  "}),
        ("spoke_with", {"spoke_with": "13800000001"}),
        ("spoke_with", {"spoke_with": "李阿姨 １３８００００"}),
        ("said", {"said": " "}),
    ],
)
def test_a_call_says_when_with_whom_and_what_and_never_the_number(
    place: Place, clock: Clock, field: str, said: dict[str, object]
) -> None:
    demand = _demand(place, submitted_at=datetime(2026, 2, 26, 3, 0, tzinfo=UTC))
    clock.moment = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    with pytest.raises(Invalid) as refusal:
        _call(demand, place.worker, **{"called_at": clock.moment, **said})
    assert refusal.value.field == field
    assert db.session.scalars(select(Call)).all() == []


def test_who_handles_it_writes_down_calls_and_nobody_else(place: Place, clock: Clock) -> None:
    demand = _demand(place)
    clock.advance(hours=2)
    for person in (place.author, place.neighbour, place.moderator, place.administrator, place.manager, SYSTEM):
        with pytest.raises(NotAllowed):
            _call(demand, person)
    assign(demand=demand, organization=place.property, by=place.worker)
    accept(demand=demand, by=place.manager)
    assert _call(demand, place.manager).organization_id == place.property.id
    imported = make_demand(place.community, source="list", source_id="1")
    with pytest.raises(NotAllowed):
        _call(imported, place.worker)
    gone = _demand(place)
    withdraw_demand(demand=gone, by=place.author.value)
    with pytest.raises(WrongState):
        _call(gone, place.worker, called_at=clock.moment)


def test_only_who_raised_it_contests_and_the_app_settles_nothing(place: Place, clock: Clock) -> None:
    call = _call(_demand(place), place.worker, called_at=clock.moment)
    for person in (place.neighbour, place.worker, place.manager, SYSTEM):
        with pytest.raises(NotAllowed):
            contest_call(call=call, by=person)
    contest_call(call=call, by=place.author)
    for person in (place.author, place.neighbour, place.administrator, place.manager, SYSTEM):
        with pytest.raises(NotAllowed):
            settle_call(call=call, was_made=True, reason="有", by=person)
    with pytest.raises(Invalid):
        settle_call(call=call, was_made=True, reason=" ", by=place.moderator)


def test_it_is_undone_until_it_is_contested(place: Place, clock: Clock) -> None:
    demand = _demand(place)
    call = _call(demand, place.worker, called_at=clock.moment)
    for _twice in range(2):
        undo(deed_id=last_deed().id, community=place.community, by=place.worker)
    assert (call.state, demand.called_at) == (CallState.UNDONE, None)
    assert queries.hanging_on(demand, whole=True).calls == []
    assert [one[1] for one in told()] == ["demands.called", "notifications.taken_back"]
    contest_call(call=_call(demand, place.worker, called_at=clock.moment), by=place.author)
    with pytest.raises(BuiltOn):
        undo(deed_id=last_deed().id, community=place.community, by=place.worker)


def test_what_is_contested_stands_with_who_may_look_into_it(place: Place, clock: Clock) -> None:
    call = _call(_demand(place), place.worker, called_at=clock.moment)
    contest_call(call=call, by=place.author)
    db.session.flush()
    seen = {
        person.id: [one.id for one in contested_calls(place.community, person, 5)]
        for person in (place.worker, place.moderator)
    }
    assert seen == {place.worker.id: [], place.moderator.id: [call.id]}


def test_contested_and_settled_by_two_at_once_is_settled_once(app: Flask) -> None:
    with app.app_context(), transaction():
        place = make_place()
        demand = _demand(place)
        call = _call(demand, place.worker, called_at=demand.submitted_at)
        contest_call(call=call, by=place.author)
        ids = (call.id, place.moderator.id, _colleague(place).id)

    def _settle(by: int, *, was_made: bool) -> str:
        with app.app_context():
            try:
                with transaction():
                    call, person = db.session.get_one(Call, ids[0]), db.session.get_one(PersonRow, by)
                    settle_call(call=call, was_made=was_made, reason="看过", by=person)
            except Conflict:
                return "too late"
            return "done"

    outcomes = at_once([lambda: _settle(ids[1], was_made=True), lambda: _settle(ids[2], was_made=False)])
    assert sorted(outcomes) == ["done", "too late"]


def test_a_file_of_ones_own_has_the_calls_and_leaving_blanks_them(place: Place, clock: Clock) -> None:
    call = _call(_demand(place), place.worker, called_at=clock.moment)
    db.session.flush()
    (kept,) = demands_as_json(place.author.value)["calls"]
    assert (kept["spoke_with"], kept["said"]) == ("本人", SAID)
    leave_demands(place.author.value)
    assert (call.spoke_with, call.said) == ("", "")


def test_the_page_offers_it_and_its_resident_says_that_nobody_called(
    app: Flask, town: Town, sign_in: SignIn, clock: Clock
) -> None:
    number = town.make(state=DemandState.TO_ASSIGN, submitted_at=clock() - timedelta(hours=3))
    page, staff = town.url(f"/{number}"), sign_in(town.worker)
    assert f'action="/c/{town.slug}/demands/{number}/call"' in staff.get(page).text
    when = "2026-03-02T08:30"  # on the community's clock
    sent = {"called_at": when, "spoke_with": "本人", "said": SAID, "token": "t" * 24}
    assert staff.post(f"{page}/call", data={**sent, "spoke_with": "13800000001"}).status_code == 422
    for _twice in range(2):
        assert staff.post(f"{page}/call", data=sent).status_code == 303
    for person, sees in ((town.author, True), (town.worker, True), (town.neighbour, False)):
        assert (SAID in sign_in(person).get(page).text) is sees
    with app.app_context():
        (call,) = db.session.scalars(select(Call.id)).all()
    mine = sign_in(town.author)
    assert mine.post(f"{page}/calls/{call}/contest").status_code == 303
    assert sign_in(town.neighbour).post(f"{page}/calls/{call}/contest").status_code == 403
    other = sign_in(town.moderator)
    assert f"/demands/{number}#calls" in other.get(f"/c/{town.slug}/desk").text
    assert f"{page}/calls/{call}/settle" in other.get(page).text
    assert f"{page}/calls/{call}/settle" not in staff.get(page).text
    assert other.post(f"{page}/calls/{call}/settle", data={"was_made": "yes"}).status_code == 422
    answer_to = other.post(f"{page}/calls/{call}/settle", data={"was_made": "no", "reason": "记录里没有"})
    assert answer_to.status_code == 303
    assert "记录里没有" in mine.get(page).text
    assert "#calls" not in other.get(f"/c/{town.slug}/desk").text

"""Support and hand-over are undone for ten minutes by who did it, while nobody has built on them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.models import PersonRow
from resident.audit.models import AuditEvent
from resident.communities.context import community_of
from resident.communities.models import RoleGrant
from resident.db import begin_write, db, transaction
from resident.demands.actions import (
    accept,
    answer,
    assign,
    merge,
    park,
    refer,
    resolve,
    return_,
    support_demand,
    take_back_support,
    withdraw_demand,
)
from resident.demands.models import Demand, DemandEvent, DemandState, Support
from resident.demands.queries import hanging_on
from resident.notifications.kinds import sentence
from resident.notifications.models import Notification
from resident.organizations.models import Organization
from resident.undo.actions import BuiltOn, TooLate, undo
from resident.undo.models import Deed
from resident.web.errors import Conflict, NotAllowed
from tests.at_once import at_once
from tests.conftest import Clock
from tests.demands.conftest import Place, make_place
from tests.makers.communities import make_resident
from tests.makers.demands import make_demand, make_support
from tests.makers.undo import last_deed
from tests.recorded import recorded, told

SignIn = Callable[[int], FlaskClient]


def _undo(place: Place, by: PersonRow, deed: Deed | None = None) -> str:
    return undo(deed_id=(deed or last_deed()).id, community=place.community, by=by)


def _handed_over(place: Place, **columns: object) -> Demand:
    demand = make_demand(place.community, author=place.author, **columns)
    assign(demand=demand, organization=place.property, by=place.worker)
    return demand


def test_a_support_is_undone_once_and_the_author_is_told_once_that_it_was_not_meant(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    support_demand(demand=demand, by=place.neighbour)
    (first,) = told()
    assert (first[0], demand.supports_told) == (place.author.id, 1)
    events = len(recorded())
    for _twice in range(2):
        assert _undo(place, place.neighbour) == f"/c/{place.community.slug}/demands/{demand.number}"
    assert (demand.support_count, demand.supports_told) == (0, 0)
    assert db.session.scalars(select(Support)).all() == []
    assert recorded(but=events) == [
        ("demand.support_undone", place.neighbour.id, demand.id, {"deed": last_deed().id}),
    ]
    (message,) = told(but=1)
    assert message[:3] == (place.author.id, "notifications.taken_back", first[2])
    assert sentence(message[1], message[3]) == f"已撤销：{sentence(first[1], first[3])}"
    unread = db.session.scalars(select(Notification.kind).where(Notification.read_at.is_(None))).all()
    assert unread == ["notifications.taken_back"]


def test_a_message_that_was_read_stays_read_and_is_taken_back_all_the_same(place: Place, clock: Clock) -> None:
    demand = make_demand(place.community, author=place.author)
    support_demand(demand=demand, by=place.neighbour)
    read_at = db.session.scalars(select(Notification)).one().read_at = clock.moment
    clock.advance(minutes=3)
    _undo(place, place.neighbour)
    both = db.session.scalars(select(Notification).order_by(Notification.id)).all()
    assert [one.read_at for one in both] == [read_at, None]


def test_a_support_taken_back_or_carried_into_another_demand_is_not_undone(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    support_demand(demand=demand, by=place.neighbour)
    take_back_support(demand=demand, by=place.neighbour)
    with pytest.raises(BuiltOn):
        _undo(place, place.neighbour)
    other = make_demand(place.community, author=place.author)
    support_demand(demand=other, by=place.neighbour)
    deed = last_deed()
    merge(demand=other, into=demand.number, by=place.worker)
    with pytest.raises(BuiltOn) as refusal:
        _undo(place, place.neighbour, deed)
    assert place.worker.display_name in str(refusal.value.message)


def test_ten_minutes_and_no_longer(place: Place, clock: Clock) -> None:
    first, second = (make_demand(place.community, author=place.author) for _ in range(2))
    support_demand(demand=first, by=place.neighbour)
    clock.advance(minutes=10)
    _undo(place, place.neighbour)
    support_demand(demand=second, by=place.neighbour)
    clock.advance(minutes=10, seconds=1)
    with pytest.raises(TooLate):
        _undo(place, place.neighbour)
    assert (first.support_count, second.support_count) == (0, 1)


@pytest.mark.parametrize(
    ("state", "columns"),
    [
        (DemandState.TO_ASSIGN, {}),
        (DemandState.IN_HAND, {"due_at": 3}),
        (DemandState.REOPENED, {"due_at": 3}),
        (DemandState.PARKED, {"parked_until": 9}),
        (DemandState.REFERRED, {"referred_to": "街道"}),
        (DemandState.ASSIGNED, {}),
    ],
)
def test_a_hand_over_is_undone_to_how_it_was(
    place: Place, clock: Clock, state: DemandState, columns: dict[str, object]
) -> None:
    moments = {
        name: clock() + timedelta(days=value) if isinstance(value, int) else value for name, value in columns.items()
    }
    holder = place.committee.id if state in (DemandState.IN_HAND, DemandState.REOPENED, DemandState.ASSIGNED) else None
    demand = make_demand(place.community, author=place.author, state=state, holder_id=holder, **moments)
    before = (demand.state, demand.holder_id, demand.due_at, demand.parked_until, demand.referred_to, demand.is_listed)
    assign(demand=demand, organization=place.property, by=place.worker)
    assert (demand.state, demand.holder_id) == (DemandState.ASSIGNED, place.property.id)
    events = len(recorded())
    for _twice in range(2):
        _undo(place, place.worker)
    after = (demand.state, demand.holder_id, demand.due_at, demand.parked_until, demand.referred_to, demand.is_listed)
    assert after == before
    details = {"state": state, "deed": last_deed().id}
    assert recorded(but=events) == [("demand.assignment_undone", place.worker.id, demand.id, details)]
    newest = hanging_on(demand, whole=False).steps[0]
    assert (newest.kind, newest.state) == ("unassign", state)


def test_whoever_was_told_of_a_hand_over_gets_one_message_that_takes_it_back(place: Place) -> None:
    _handed_over(place)
    first = told()
    assert {one[0] for one in first} == {place.author.id, place.manager.id}
    _undo(place, place.worker)
    taken_back = told(but=len(first))
    assert [one[0] for one in taken_back] == [one[0] for one in first]
    assert {one[1] for one in taken_back} == {"notifications.taken_back"}


GONE_ON: dict[str, Callable[[Place, Demand], object]] = {
    "accepted": lambda place, demand: accept(demand=demand, by=place.manager),
    "sent back": lambda place, demand: return_(demand=demand, reason="不归我们管", by=place.manager),
    "answered": lambda place, demand: answer(demand=demand, body="周三来看。", by=place.manager),
    "resolved": lambda place, demand: resolve(demand=demand, text="换了。", by=place.manager),
    "handed on": lambda place, demand: assign(demand=demand, organization=place.committee, by=place.worker),
    "parked": lambda place, demand: park(
        demand=demand, reason="等材料", until=demand.submitted_at + timedelta(days=30), by=place.worker
    ),
    "referred": lambda place, demand: refer(demand=demand, to="街道", reason="归街道管", by=place.worker),
    "merged": lambda place, demand: merge(demand=demand, into=make_demand(place.community).number, by=place.worker),
    "withdrawn": lambda place, demand: withdraw_demand(demand=demand, by=place.author),
}


@pytest.mark.parametrize("how", GONE_ON)
def test_a_hand_over_is_not_undone_once_somebody_has_gone_on_with_it(place: Place, how: str) -> None:
    demand = _handed_over(place)
    deed = last_deed()
    GONE_ON[how](place, demand)
    then = (demand.state, demand.holder_id, len(recorded()))
    with pytest.raises(BuiltOn) as refusal:
        _undo(place, place.worker, deed)
    step = db.session.scalars(select(DemandEvent).order_by(DemandEvent.id.desc())).first()
    assert step is not None
    name = db.session.get_one(PersonRow, step.actor_id).display_name
    assert name in str(refusal.value.message)
    assert (demand.state, demand.holder_id, len(recorded())) == then


def test_a_hand_over_is_undone_by_who_did_it_and_only_while_they_may_hand_over(place: Place) -> None:
    demand = _handed_over(place)
    for person in (place.author, place.manager, place.moderator, make_place().worker):
        with pytest.raises(NotAllowed):
            _undo(place, person)
    for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == place.worker.id)):
        grant.ended_at = grant.granted_at
    with pytest.raises(NotAllowed):
        _undo(place, place.worker)
    assert demand.state == DemandState.ASSIGNED


def _at_once(app: Flask, acts: list[Callable[[], object]]) -> list[str]:
    def _run(act: Callable[[], object]) -> str:
        with app.app_context():
            try:
                with transaction():
                    act()
            except Conflict as refusal:
                return type(refusal).__name__
            return "done"

    return at_once([lambda act=act: _run(act) for act in acts])  # type: ignore[misc]


def test_undoing_and_accepting_at_once_ends_in_one_of_both(app: Flask) -> None:
    with app.app_context(), transaction():
        place = make_place()
        demand = _handed_over(place)
        ids = (demand.id, place.worker.id, place.manager.id, last_deed().id)

    def _back() -> object:
        by = db.session.get_one(PersonRow, ids[1])
        return undo(deed_id=ids[3], community=community_of(db.session.get_one(Demand, ids[0])), by=by)

    def _accept() -> object:
        demand, by = db.session.get_one(Demand, ids[0]), db.session.get_one(PersonRow, ids[2])
        return accept(demand=demand, seen=DemandState.ASSIGNED, by=by)

    outcomes = _at_once(app, [_back, _accept, _back])
    with app.app_context():
        demand = db.session.get_one(Demand, ids[0])
        body = db.session.scalars(select(Organization.id).where(Organization.id == demand.holder_id)).first()
        events = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    if outcomes[1] == "done":
        assert (outcomes, demand.state) == (["BuiltOn", "done", "BuiltOn"], DemandState.IN_HAND)
        assert body is not None
    else:
        assert (outcomes, demand.state, body) == (["done", "WrongState", "done"], DemandState.TO_ASSIGN, None)
    assert len([one for one in events if one != "demand.assigned"]) == 1


def test_the_page_offers_to_undo_for_ten_minutes_to_who_did_it(app: Flask, sign_in: SignIn, clock: Clock) -> None:
    with app.app_context(), transaction():
        place = make_place("guihua")
        demand = make_demand(place.community, author=place.author)
        make_support(demand, make_resident(place.community))
        page = f"/c/guihua/demands/{demand.number}"
        neighbour, worker, author, body = place.neighbour.id, place.worker.id, place.author.id, place.property.id
    browser = sign_in(neighbour)
    part = browser.post(f"{page}/support", headers={"HX-Request": "true"})
    said = part.text.partition('<div id="toasts" hx-swap-oob="innerHTML">')[2]
    assert "/undo/" in said
    assert "/undo/" in browser.get(page).text
    assert "/undo/" not in browser.post(f"{page}/support", data={"support": "0"}, headers={"HX-Request": "true"}).text
    assert "/undo/" not in sign_in(author).get(page).text
    staff = sign_in(worker)
    assert staff.post(f"{page}/assign", data={"organization_id": body, "seen": "to_assign"}).status_code == 303
    said, later = staff.get(page).text, staff.get(page).text
    assert 'class="undo undo_said"' in said, "the toast offers it already"
    assert 'class="undo"' in later
    assert "/undo/" in later
    assert "/undo/" not in browser.get(page).text
    with app.app_context():
        begin_write()
        deed = last_deed("demand.assigned").id
        db.session.rollback()
    assert browser.post(f"/c/guihua/undo/{deed}").status_code == 403
    clock.advance(minutes=11)
    assert "/undo/" not in staff.get(page).text
    late = staff.post(f"/c/guihua/undo/{deed}")
    assert (late.status_code, page in late.text) == (409, True)

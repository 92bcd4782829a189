"""Danger that is heard after a demand was raised: in a comment under it, in an answer to what was asked, in an edit."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from resident.db import db
from resident.demands.actions import (
    deny_danger,
    edit_comment,
    edit_demand,
    mark_danger,
    raise_demand,
    see_danger,
    write_comment,
)
from resident.demands.actions.pressing import pass_on
from resident.demands.models import Danger, Demand, DemandEvent, DemandState, Urgency, Visibility, WrongState
from resident.demands.queries.dangers import danger_of, overlooked_dangers, unseen_page
from resident.moderation import actions as moderation
from resident.moderation.models import ReviewItem
from resident.moderation.queries import first_to_decide
from resident.notifications.models import Notification
from resident.undo.actions import undo
from resident.undo.models import Deed
from resident.web.errors import NotAllowed
from tests.conftest import Clock
from tests.demands.conftest import Place
from tests.makers.demands import make_demand

S = DemandState
FIRE, GAS = "楼道里着火了", "楼道里有煤气味"


def _demand(place: Place, state: S = S.IN_HAND, **fields: object) -> Demand:
    return make_demand(place.community, author=place.author, state=state, **fields)


def _danger(demand: Demand) -> Danger:
    found = danger_of(demand)
    assert found is not None
    return found


def _rank(kind: str, subject_id: int) -> int:
    found = select(ReviewItem).where(ReviewItem.kind == kind, ReviewItem.subject_id == subject_id)
    return db.session.scalars(found.order_by(ReviewItem.id.desc())).first().rank


def _times_told(kind: str) -> list[int]:
    told = select(Notification.person_id).where(Notification.kind == f"demands.{kind}")
    return list(db.session.scalars(told))


def _steps(demand: Demand) -> list[str]:
    steps = select(DemandEvent.kind).where(DemandEvent.demand_id == demand.id).order_by(DemandEvent.id)
    return list(db.session.scalars(steps))


@pytest.mark.parametrize("state", [S.TO_ASSIGN, S.ASSIGNED, S.IN_HAND, S.REOPENED, S.PARKED, S.REFERRED])
def test_what_a_neighbour_says_is_listened_to_like_the_demand_itself(place: Place, state: S) -> None:
    demand = _demand(place, state)
    earlier = raise_demand(community=place.community, draft=place.draft(), by=place.neighbour)
    comment = write_comment(demand=demand, body=FIRE, by=place.neighbour)
    danger = _danger(demand)
    assert (danger.kind, danger.state, demand.urgency) == ("fire", "unseen", Urgency.URGENT)
    assert _steps(demand)[-1] == "sounds_below"
    assert {place.moderator.id, place.worker.id} <= set(_times_told("danger"))
    assert place.neighbour.id not in _times_told("danger")
    assert (_rank("comment", comment.id), _rank("demand", earlier.id)) == (0, 1)
    assert first_to_decide(place.community, place.moderator, "") is not None
    assert [one.number for one in unseen_page(place.community, "").rows] == [demand.number]


def test_what_sounds_like_no_danger_changes_nothing(place: Place) -> None:
    demand = _demand(place)
    comment = write_comment(demand=demand, body="我家也是", by=place.neighbour)
    assert (danger_of(demand), demand.urgency, _rank("comment", comment.id)) == (None, Urgency.ORDINARY, 1)
    assert _times_told("danger") == []


def test_a_second_neighbour_who_says_so_alarms_nobody_again(place: Place) -> None:
    demand = _demand(place)
    write_comment(demand=demand, body=GAS, by=place.neighbour)
    told = len(_times_told("danger"))
    write_comment(demand=demand, body=GAS, by=place.neighbour)
    assert len(_times_told("danger")) == told
    see_danger(demand=demand, by=place.worker)
    again = write_comment(demand=demand, body="还是有煤气味", by=place.neighbour)
    assert (_danger(demand).state, len(_times_told("danger"))) == ("seen", told)
    assert _rank("comment", again.id) == 0  # somebody may be in danger all the same: it is read first


def test_another_danger_than_the_one_that_was_seen_is_seen_by_nobody_yet(place: Place, clock: Clock) -> None:
    demand = _demand(place)
    write_comment(demand=demand, body=GAS, by=place.neighbour)
    see_danger(demand=demand, by=place.worker)
    clock.advance(hours=1)
    told = len(_times_told("danger"))
    write_comment(demand=demand, body=FIRE, by=place.neighbour)
    danger = _danger(demand)
    assert (danger.kind, danger.state, danger.since, danger.seen_at) == ("fire", "unseen", clock.moment, None)
    assert len(_times_told("danger")) > told
    see_danger(demand=demand, by=place.moderator)
    assert (danger.state, danger.seen_by_id) == ("seen", place.moderator.id)


def test_what_the_staff_has_marked_is_alarmed_again_by_what_is_heard(place: Place) -> None:
    demand = _demand(place)
    mark_danger(demand=demand, by=place.worker)
    write_comment(demand=demand, body=FIRE, by=place.neighbour)
    assert (_danger(demand).kind, _danger(demand).state) == ("fire", "unseen")


def test_what_was_found_to_be_none_is_danger_again_when_somebody_else_says_so(place: Place) -> None:
    demand = _demand(place)
    first = write_comment(demand=demand, body=GAS, by=place.neighbour)
    deny_danger(demand=demand, reason="演练", by=place.worker)
    assert (_rank("comment", first.id), demand.urgency) == (1, Urgency.ORDINARY)
    deed = db.session.scalars(select(Deed).order_by(Deed.id.desc())).first()
    undo(community=place.community, deed_id=deed.id, by=place.worker)
    assert _rank("comment", first.id) == 0
    deny_danger(demand=demand, reason="演练", by=place.worker)
    edit_comment(comment=first, body=f"{GAS}，很浓", shows_building=False, version=1, by=place.neighbour)
    assert _danger(demand).state == "none"  # the same words, which somebody has looked at
    write_comment(demand=demand, body=GAS, by=place.author)
    assert _danger(demand).state == "unseen"


@pytest.mark.parametrize("is_sent_back", [True, False])
def test_a_comment_that_is_changed_is_listened_to(place: Place, is_sent_back: bool) -> None:
    demand = _demand(place)
    comment = write_comment(demand=demand, body="我家也是", by=place.neighbour)
    if is_sent_back:
        item = db.session.scalars(select(ReviewItem).where(ReviewItem.kind == "comment")).one()
        moderation.ask_changes(item=item, version=1, by=place.moderator, reason="请说清楚")
    edit_comment(comment=comment, body=FIRE, shows_building=False, version=1, by=place.neighbour)
    assert (_danger(demand).state, _rank("comment", comment.id)) == ("unseen", 0)
    edit_comment(comment=comment, body=FIRE, shows_building=False, version=comment.version, by=place.neighbour)
    assert _steps(demand).count("sounds_below") == 1


@pytest.mark.parametrize("is_sent_back", [True, False])
def test_a_demand_that_is_changed_is_listened_to(place: Place, is_sent_back: bool) -> None:
    demand = raise_demand(community=place.community, draft=place.draft(), by=place.author)
    if is_sent_back:
        item = db.session.scalars(select(ReviewItem).where(ReviewItem.kind == "demand")).one()
        moderation.ask_changes(item=item, version=1, by=place.moderator, reason="请说清楚")
    edit_demand(demand=demand, draft=place.draft(body=FIRE), version=demand.version, by=place.author)
    assert (_danger(demand).state, demand.urgency, _rank("demand", demand.id)) == ("unseen", Urgency.URGENT, 0)
    assert place.worker.id in _times_told("danger")


@pytest.mark.parametrize("state", [S.RESOLVED, S.SOLVED])
def test_what_is_heard_under_a_closed_demand_is_red_until_somebody_has_seen_it(
    place: Place, clock: Clock, state: S
) -> None:
    demand = _demand(place, state)
    closed = (demand.due_at, demand.first_due_at, demand.resolved_at)
    write_comment(demand=demand, body=GAS, by=place.neighbour)
    assert [one.is_danger for one in unseen_page(place.community, "").rows] == [True]
    clock.advance(minutes=10)
    assert overlooked_dangers(clock.moment - timedelta(minutes=10)) == [demand.id]
    pass_on(demand.id)
    assert place.administrator.id in _times_told("danger_unseen")
    with pytest.raises(WrongState):
        deny_danger(demand=demand, reason="演练", by=place.worker)
    with pytest.raises(NotAllowed):
        see_danger(demand=demand, by=place.neighbour)
    see_danger(demand=demand, by=place.worker)
    see_danger(demand=demand, by=place.worker)
    assert unseen_page(place.community, "").rows == []
    assert (demand.due_at, demand.first_due_at, demand.resolved_at) == closed


def test_what_was_seen_before_a_demand_was_closed_is_another_danger_when_it_is_said_again(
    place: Place, clock: Clock
) -> None:
    demand = _demand(place)
    write_comment(demand=demand, body=GAS, by=place.neighbour)
    see_danger(demand=demand, by=place.worker)
    clock.advance(days=30)
    demand.state, demand.resolved_at = S.SOLVED, clock.moment
    clock.advance(days=30)
    told = len(_times_told("danger"))
    first = write_comment(demand=demand, body=GAS, by=place.neighbour)
    assert (_danger(demand).state, _danger(demand).since) == ("unseen", clock.moment)
    assert len(_times_told("danger")) > told
    see_danger(demand=demand, by=place.worker)
    edit_comment(comment=first, body=f"{GAS}！", shows_building=False, version=1, by=place.neighbour)
    write_comment(demand=demand, body=GAS, by=place.neighbour)
    assert _danger(demand).state == "seen"


def test_who_may_not_comment_alarms_nobody(place: Place) -> None:
    hidden = _demand(place, visibility=Visibility.COMMITTEE)
    waiting = raise_demand(community=place.community, draft=place.draft(), by=place.author)
    for demand in (hidden, waiting):
        with pytest.raises((NotAllowed, WrongState)):
            write_comment(demand=demand, body=FIRE, by=place.neighbour)
        assert danger_of(demand) is None
    assert _times_told("danger") == []

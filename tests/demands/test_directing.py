"""Parking, referring, merging."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from resident.db import db
from resident.demands import queries
from resident.demands.actions import merge, park, refer, return_
from resident.demands.models import MOVES, DemandState, Move, Support, Visibility, WrongState
from resident.notifications.models import Notification
from resident.web.errors import Invalid, NotAllowed
from tests.conftest import Clock
from tests.demands.conftest import Place, make_place
from tests.makers.demands import make_demand, make_support

S = DemandState


def _supporters(demand_id: int) -> list[int]:
    return sorted(db.session.scalars(select(Support.person_id).where(Support.demand_id == demand_id)))


def test_parking_needs_a_reason_and_a_day_to_come(place: Place, clock: Clock) -> None:
    demand = make_demand(place.community, author=place.author)
    with pytest.raises(Invalid) as refused:
        park(demand=demand, reason="", until=clock() + timedelta(days=9), by=place.worker)
    assert refused.value.field == "reason"
    with pytest.raises(Invalid) as refused:
        park(demand=demand, reason="等计划", until=clock() - timedelta(days=1), by=place.worker)
    assert refused.value.field == "until"
    park(demand=demand, reason="等计划", until=clock() + timedelta(days=9), by=place.worker)
    assert (demand.state, demand.parked_until) == (S.PARKED, clock() + timedelta(days=9))


def test_a_referral_names_somebody_and_can_come_back(place: Place) -> None:
    demand = make_demand(place.community, author=place.author, state=S.ASSIGNED, holder_id=place.property.id)
    with pytest.raises(Invalid):
        refer(demand=demand, to=" ", reason="占道", by=place.worker)
    refer(demand=demand, to="街道执法队", reason="占道", by=place.worker)
    assert (demand.state, demand.referred_to, demand.holder_id) == (S.REFERRED, "街道执法队", None)
    step = queries.hanging_on(demand, whole=False).steps[0]
    assert (step.kind, step.referred_to, step.text) == ("refer", "街道执法队", "占道")
    return_(demand=demand, reason="街道说归社区", by=place.worker)
    assert (demand.state, demand.referred_to) == (S.TO_ASSIGN, "")


def test_merging_carries_every_supporter_over_once(place: Place) -> None:
    target = make_demand(place.community, author=place.author, imported_supports=5)
    both = make_support(target)
    demand = make_demand(place.community, author=place.neighbour, imported_supports=2)
    make_support(demand, both)
    make_support(demand, place.author)
    only_here = make_support(demand)
    assert merge(demand=demand, into=target.number, reason="同一件事", by=place.worker) == target
    assert (demand.state, demand.merged_into_id, demand.is_listed, demand.is_public) == (
        S.MERGED,
        target.id,
        False,
        True,
    )
    assert _supporters(target.id) == sorted([both.id, place.neighbour.id, only_here.id])
    assert (target.support_count, target.imported_supports) == (3, 7)
    told = set(db.session.scalars(select(Notification.person_id).where(Notification.kind == "demands.merged")))
    assert told == {place.neighbour.id, both.id, place.author.id, only_here.id}
    with pytest.raises(WrongState):
        merge(demand=demand, into=target.number, by=place.worker)


def test_nothing_merges_into_itself_into_nothing_or_into_what_is_hidden(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    elsewhere = make_demand(make_place().community)
    elsewhere.number = 77
    db.session.flush()
    hidden = [
        make_demand(place.community, visibility=Visibility.COMMITTEE).number,
        make_demand(place.community, state=S.IN_REVIEW).number,
        make_demand(place.community, state=S.MERGED).number,
    ]
    for number in (demand.number, 999, None, elsewhere.number, *hidden):
        with pytest.raises(Invalid) as refused:
            merge(demand=demand, into=number, by=place.worker)
        assert refused.value.field == "into"
    assert demand.state == S.TO_ASSIGN


def test_merging_follows_the_table_and_is_for_workers(place: Place) -> None:
    target = make_demand(place.community)
    for state in DemandState:
        demand = make_demand(place.community, author=place.author, state=state)
        if state in MOVES[Move.MERGE].sources:
            merge(demand=demand, into=target.number, by=place.worker)
        else:
            with pytest.raises(WrongState):
                merge(demand=demand, into=target.number, by=place.worker)
    for person in (place.author, place.manager, place.moderator, place.administrator):
        with pytest.raises(NotAllowed):
            merge(demand=make_demand(place.community), into=target.number, by=person)

"""Supporting once, and taking it back."""

import pytest
from sqlalchemy import func, select

from resident.communities.queries import community_row
from resident.db import db
from resident.demands.actions import support_demand, take_back_support
from resident.demands.models import DemandState, Support, Visibility
from resident.notifications.models import Notification
from resident.web.errors import NotAllowed
from tests.demands.conftest import Place, make_place
from tests.makers.communities import make_resident
from tests.makers.demands import make_demand, make_support


def _rows(demand_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Support.demand_id == demand_id)) or 0


def test_a_second_support_changes_nothing(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    support_demand(demand=demand, by=place.neighbour)
    support_demand(demand=demand, by=place.neighbour)
    assert (demand.support_count, _rows(demand.id)) == (1, 1)


def test_taken_back_it_is_gone_and_twice_changes_nothing(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    make_support(demand, place.neighbour)
    make_support(demand)
    take_back_support(demand=demand, by=place.neighbour)
    take_back_support(demand=demand, by=place.neighbour)
    assert (demand.support_count, _rows(demand.id)) == (1, 1)


def test_only_confirmed_residents_support_unless_the_community_says_otherwise(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    stranger = make_place().neighbour
    for person in (place.newcomer, stranger):
        with pytest.raises(NotAllowed):
            support_demand(demand=demand, by=person)
    community_row(place.community).supporting_needs_residence = False
    support_demand(demand=demand, by=place.newcomer)
    assert demand.support_count == 1


def test_nobody_supports_their_own_demand(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    with pytest.raises(NotAllowed):
        support_demand(demand=demand, by=place.author)
    assert demand.support_count == 0


def test_only_what_is_listed_is_supported(place: Place) -> None:
    for state in (DemandState.IN_REVIEW, DemandState.NOT_APPROVED, DemandState.WITHDRAWN, DemandState.MERGED):
        with pytest.raises(NotAllowed):
            support_demand(demand=make_demand(place.community, author=place.author, state=state), by=place.neighbour)
    private = make_demand(place.community, author=place.author, visibility=Visibility.COMMITTEE)
    with pytest.raises(NotAllowed):
        support_demand(demand=private, by=place.neighbour)


def test_the_author_hears_of_the_first_and_the_fifth_supporter_once(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    for _ in range(6):
        support_demand(demand=demand, by=make_resident(place.community, building=place.building))
    support_demand(demand=demand, by=place.neighbour)
    take_back_support(demand=demand, by=place.neighbour)
    support_demand(demand=demand, by=place.neighbour)
    params = db.session.scalars(select(Notification.params).where(Notification.kind == "demands.supported")).all()
    assert sorted(one["count"] for one in params) == [1, 5]

"""The states of a demand, and what of it follows them."""

import pytest

from resident.demands.models import MOVES, Demand, DemandState, Move, Visibility
from tests.makers.communities import make_community
from tests.makers.demands import make_demand

S = DemandState
UNFINISHED = {S.TO_ASSIGN, S.ASSIGNED, S.IN_HAND, S.REOPENED, S.PARKED, S.REFERRED}
LISTED = UNFINISHED | {S.RESOLVED, S.SOLVED}


def _demand(state: DemandState, visibility: Visibility = Visibility.ALL) -> Demand:
    return Demand(state=state, visibility=visibility, is_listed=False)


def test_the_thirteen_states_are_those_of_the_design() -> None:
    assert [state.value for state in DemandState] == [
        "in_review",
        "changes_asked",
        "not_approved",
        "withdrawn",
        "to_assign",
        "assigned",
        "in_hand",
        "resolved",
        "solved",
        "reopened",
        "parked",
        "referred",
        "merged",
    ]


@pytest.mark.parametrize("move", Move)
def test_a_demand_for_all_is_listed_exactly_while_it_is_published(move: Move) -> None:
    demand = _demand(next(iter(MOVES[move].sources)))
    demand.move(move)
    assert demand.is_listed == (demand.state in LISTED)
    assert demand.is_public == (demand.state in LISTED | {S.MERGED})


@pytest.mark.parametrize("move", Move)
def test_a_demand_for_the_committee_is_never_listed(move: Move) -> None:
    demand = _demand(next(iter(MOVES[move].sources)), Visibility.COMMITTEE)
    demand.move(move)
    assert not demand.is_listed
    assert not demand.is_public


def test_supporters_count_those_who_came_with_an_import(session: None) -> None:
    demand = make_demand(make_community(), source="import", source_id="1", imported_supports=12, support_count=3)
    assert demand.supporters == 15

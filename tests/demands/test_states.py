"""Every move of the table, and every move that is not in it."""

import pytest

from resident.demands.models import MOVES, Demand, DemandState, Move, Visibility, WrongState
from tests.makers.communities import make_community
from tests.makers.demands import make_demand

S = DemandState
UNFINISHED = {S.TO_ASSIGN, S.ASSIGNED, S.IN_HAND, S.REOPENED, S.PARKED, S.REFERRED}
WRITTEN_DOWN = {
    Move.APPROVE: ({S.IN_REVIEW}, S.TO_ASSIGN),
    Move.REJECT: ({S.IN_REVIEW}, S.NOT_APPROVED),
    Move.ASK_CHANGES: ({S.IN_REVIEW}, S.CHANGES_ASKED),
    Move.SUBMIT_AGAIN: ({S.IN_REVIEW, S.CHANGES_ASKED}, S.IN_REVIEW),
    Move.WITHDRAW: ({S.IN_REVIEW, S.CHANGES_ASKED, S.TO_ASSIGN, S.ASSIGNED}, S.WITHDRAWN),
    Move.ASSIGN: (UNFINISHED, S.ASSIGNED),
    Move.ACCEPT: (UNFINISHED - {S.IN_HAND}, S.IN_HAND),
    Move.RETURN: ({S.ASSIGNED, S.IN_HAND, S.REOPENED, S.REFERRED}, S.TO_ASSIGN),
    Move.RESOLVE: (UNFINISHED, S.RESOLVED),
    Move.CONFIRM: ({S.RESOLVED}, S.SOLVED),
    Move.REOPEN: ({S.RESOLVED, S.SOLVED}, S.REOPENED),
    Move.TAKE_BACK: ({S.RESOLVED}, S.TO_ASSIGN),
    Move.PARK: (UNFINISHED - {S.PARKED}, S.PARKED),
    Move.REFER: (UNFINISHED - {S.REFERRED}, S.REFERRED),
    Move.MERGE: (UNFINISHED, S.MERGED),
}
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


@pytest.mark.parametrize("state", DemandState)
@pytest.mark.parametrize("move", Move)
def test_a_move_is_allowed_from_the_states_written_down_and_from_no_other(state: DemandState, move: Move) -> None:
    demand = _demand(state)
    sources, target = WRITTEN_DOWN[move]
    if state in sources:
        demand.move(move)
        assert demand.state == target
    else:
        with pytest.raises(WrongState):
            demand.move(move)
        assert demand.state == state


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


def test_finished_business_allows_nothing_more() -> None:
    for state in (S.NOT_APPROVED, S.WITHDRAWN, S.MERGED):
        assert not [move for move in Move if _demand(state).allows(move)]


def test_supporters_count_those_who_came_with_an_import(session: None) -> None:
    demand = make_demand(make_community(), source="import", source_id="1", imported_supports=12, support_count=3)
    assert demand.supporters == 15

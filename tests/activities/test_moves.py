"""The tables of allowed moves: every pair that is not in them is refused."""

import pytest

from resident.activities.models import (
    ACTIVITY_MOVES,
    RECORD_MOVES,
    SIGN_UP_MOVES,
    Activity,
    ActivityState,
    Moves,
    RecordState,
    ServiceRecord,
    SignUp,
    SignUpState,
)
from resident.web.errors import Conflict

PAIRS = [
    (kind, moves, old, new)
    for kind, states, moves in (
        (Activity, ActivityState, ACTIVITY_MOVES),
        (SignUp, SignUpState, SIGN_UP_MOVES),
        (ServiceRecord, RecordState, RECORD_MOVES),
    )
    for old in states
    for new in states
]


@pytest.mark.parametrize(("kind", "moves", "old", "new"), PAIRS)
def test_only_the_moves_of_the_table_are_made(
    kind: type[Moves], moves: dict[str, frozenset[str]], old: str, new: str
) -> None:
    row = kind(state=old)  # type: ignore[call-arg]
    if new in moves[old]:
        row.move_to(new)
        assert row.state == new
        return
    with pytest.raises(Conflict):
        row.move_to(new)
    assert row.state == old


def test_every_state_has_its_line() -> None:
    assert set(ACTIVITY_MOVES) == set(ActivityState)
    assert set(SIGN_UP_MOVES) == set(SignUpState)
    assert set(RECORD_MOVES) == set(RecordState)

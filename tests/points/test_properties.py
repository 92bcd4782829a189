"""Whatever happens to points, in whatever order, the ledger adds up."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resident.db import db
from resident.points.actions import (
    AlreadyMoved,
    NotEnoughPoints,
    give_back_held,
    grant,
    hold,
    reverse_grant,
    spend_held,
)
from resident.points.audits import LEDGER
from resident.points.queries import balance_of
from tests.makers.communities import make_community, make_resident
from tests.makers.points import NOTE

pytestmark = pytest.mark.usefixtures("session")
MOVES: dict[str, Callable[..., object]] = {
    "grant": grant,
    "hold": hold,
    "give_back": give_back_held,
    "reverse": reverse_grant,
    "spend": lambda community_id, _person_id, amount, **words: spend_held(community_id, amount, **words),
}
steps = st.lists(
    st.tuples(st.sampled_from(sorted(MOVES)), st.integers(0, 2), st.integers(1, 60), st.integers(0, 9)), max_size=25
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_the_ledger_adds_up_after_any_sequence_of_moves(steps: list[tuple[str, int, int, int]]) -> None:
    community = make_community()
    people = [make_resident(community, confirmed=False) for _ in range(3)]
    expected = dict.fromkeys((person.id for person in people), 0)
    signs = {"grant": 1, "hold": -1, "give_back": 1, "reverse": -1, "spend": 0}
    for move, who, amount, source in steps:
        person = people[who]
        try:
            MOVES[move](community.id, person.id, amount, reason="test", source=f"{move}:{source}", by=person, note=NOTE)
        except (NotEnoughPoints, AlreadyMoved):
            continue
        expected[person.id] += signs[move] * amount
    db.session.flush()
    assert [difference for audit in LEDGER for difference in audit()] == []
    assert {person_id: balance_of(community.id, person_id) for person_id in expected} == expected

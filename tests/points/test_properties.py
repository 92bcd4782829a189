"""Whatever happens to points, in whatever order, the ledger adds up."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resident.db import db
from resident.points.actions import (
    AlreadyMoved,
    NotEnoughPoints,
    grant,
    release,
    reserve,
    reverse,
    spend,
)
from resident.points.audits import LEDGER
from tests.makers.communities import make_community, make_resident
from tests.makers.points import NOTE, points_of

pytestmark = pytest.mark.usefixtures("session")
MOVES: dict[str, Callable[..., object]] = {
    "grant": grant,
    "hold": reserve,
    "give_back": release,
    "reverse": reverse,
    "spend": lambda *, community_id, person_id, amount, **words: spend(
        community_id=community_id, amount=amount, **words
    ),
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
            MOVES[move](
                community_id=community.id,
                person_id=person.id,
                amount=amount,
                reason="test",
                source=f"{move}:{source}",
                by=person,
                note=NOTE,
            )
        except (NotEnoughPoints, AlreadyMoved):
            continue
        expected[person.id] += signs[move] * amount
    db.session.flush()
    assert [difference for audit in LEDGER for difference in audit()] == []
    assert {person_id: points_of(community.id, person_id) for person_id in expected} == expected

"""The number of residents as the worker counts it is the number there is."""

import pytest

from resident.communities import jobs, queries
from resident.communities.context import community_by_id
from resident.communities.models import Community, CommunityFigures, CommunityRow
from resident.db import begin_write, db
from tests.conftest import Clock
from tests.makers.communities import make_community, make_resident

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def place() -> Community:
    """A community with two confirmed residents and one who has only said where they live."""
    row = make_community()
    for confirmed in (True, True, False):
        make_resident(row, confirmed=confirmed)
    make_resident(make_community())
    return community_by_id(row.id)


def _counted_by_the_worker() -> None:
    db.session.flush()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db.session, "rollback", lambda: None)  # this test is one transaction
        patch.setattr("resident.db.transactions._commit", db.session.flush)
        jobs.count_all_residents()
    begin_write()


def test_the_worker_counts_whose_home_is_confirmed(place: Community, clock: Clock) -> None:
    _counted_by_the_worker()
    row = db.session.get_one(CommunityFigures, place.id)
    assert (row.counted_at, row.confirmed_residents) == (clock(), 2)
    assert queries.residents_of(place) == queries.count_residents(place) == 2


def test_a_page_shows_what_was_counted_until_the_next_count(place: Community, clock: Clock) -> None:
    _counted_by_the_worker()
    make_resident(db.session.get_one(CommunityRow, place.id))
    assert queries.residents_of(place) == 2
    clock.advance(minutes=5)
    _counted_by_the_worker()
    assert queries.residents_of(place) == 3


def test_where_the_worker_stands_still_a_page_counts_by_itself(place: Community, clock: Clock) -> None:
    assert queries.residents_of(place) == 2
    _counted_by_the_worker()
    make_resident(db.session.get_one(CommunityRow, place.id))
    clock.advance(minutes=31)
    assert queries.residents_of(place) == 3

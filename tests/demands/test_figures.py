"""The rates as the worker counts them are the rates as they are."""

from datetime import timedelta

import pytest

from resident.db import begin_write, db
from resident.demands import jobs, queries
from resident.demands.models import Content, DemandFigures, DemandState
from tests.conftest import Clock
from tests.demands.conftest import Place
from tests.makers.demands import make_demand


def _some_of_each(place: Place, clock: Clock) -> None:
    now = clock()
    early = now - timedelta(days=3)
    make_demand(place.community, submitted_at=early)
    make_demand(place.community, submitted_at=early, contacted_at=early)
    for content in Content:
        make_demand(
            place.community,
            state=DemandState.SOLVED,
            submitted_at=early,
            rated_at=now,
            rated_solved=True,
            rated_content=content,
        )
    make_demand(place.community, state=DemandState.IN_HAND, submitted_at=early, due_at=now - timedelta(hours=1))
    make_demand(place.community, submitted_at=now - timedelta(days=31))
    make_demand(place.community, source="list", source_id="1", submitted_at=early)


def _counted_by_the_worker() -> None:
    db.session.flush()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db.session, "rollback", lambda: None)  # this test is one transaction
        patch.setattr("resident.db._commit", db.session.flush)
        jobs.count_all_figures()
    begin_write()


def test_what_the_worker_counted_is_what_a_direct_count_gives(place: Place, clock: Clock) -> None:
    _some_of_each(place, clock)
    direct = queries.count_figures(place.community.id)
    assert (direct.raised, direct.judged, direct.solved, direct.satisfied) == (6, 4, 3, 2)
    _counted_by_the_worker()
    row = db.session.get_one(DemandFigures, place.community.id)
    assert row.counted_at == clock()
    assert tuple(getattr(row, name) for name in direct._fields) == tuple(direct)
    assert queries.figures_of(place.community) == queries.rates(direct)


def test_a_page_shows_what_was_counted_until_the_next_count(place: Place, clock: Clock) -> None:
    _counted_by_the_worker()
    make_demand(place.community)
    assert queries.figures_of(place.community).raised == 0
    clock.advance(minutes=5)
    _counted_by_the_worker()
    assert queries.figures_of(place.community).raised == 1


def test_where_the_worker_stands_still_a_page_counts_by_itself(place: Place, clock: Clock) -> None:
    _counted_by_the_worker()
    make_demand(place.community)
    clock.advance(minutes=31)
    assert queries.figures_of(place.community).raised == 1

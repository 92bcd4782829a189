"""The rates as the worker counts them are the rates as they are."""

from datetime import UTC, datetime, timedelta

import pytest

from resident.db import begin_write, db
from resident.demands import jobs, queries
from resident.demands.models import Content, DemandFigures, DemandState
from tests.conftest import Clock
from tests.demands.conftest import Place
from tests.makers.demands import make_demand


@pytest.fixture(autouse=True)
def _in_the_middle_of_a_month(clock: Clock) -> None:
    clock.advance(days=14)


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
    make_demand(place.community, submitted_at=now - timedelta(days=17))
    make_demand(place.community, source="list", source_id="1", submitted_at=early)


def _counted_by_the_worker() -> None:
    db.session.flush()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db.session, "rollback", lambda: None)  # this test is one transaction
        patch.setattr("resident.db.transactions._commit", db.session.flush)
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


def test_each_of_the_eleven_months_before_is_counted_by_itself(place: Place, clock: Clock) -> None:
    clock.moment = datetime(2026, 3, 16, 1, tzinfo=UTC)
    first, last = datetime(2026, 1, 31, 16, tzinfo=UTC), datetime(2026, 2, 28, 15, 59, tzinfo=UTC)  # of February
    for moment in (first, last, last, first - timedelta(minutes=1), datetime(2025, 4, 2, tzinfo=UTC)):
        make_demand(place.community, submitted_at=moment, contacted_at=moment)
    make_demand(place.community, submitted_at=datetime(2025, 3, 31, 15, 59, tzinfo=UTC))  # a year ago, and gone
    make_demand(place.community)
    _counted_by_the_worker()
    year = queries.year_of(place.community)
    assert year.now.raised == 1
    assert [(month.name, figures.raised) for month, figures, _overdue in year.earlier if figures.raised] == [
        ("2025-04", 1),
        ("2026-01", 1),
        ("2026-02", 3),
    ]
    assert (len(year.trend("response")), set(year.trend("response"))) == (12, {None})
    clock.moment = datetime(2026, 3, 31, 16, 1, tzinfo=UTC)
    assert queries.year_of(place.community).now.raised == 0  # what was counted for March is not April's


def test_a_bar_stands_for_a_month_of_five_and_more(place: Place, clock: Clock) -> None:
    in_february = datetime(2026, 2, 10, 2, tzinfo=UTC)
    for number in range(5):
        contacted = in_february + timedelta(hours=1) if number else None
        make_demand(place.community, submitted_at=in_february, contacted_at=contacted)
    _counted_by_the_worker()
    year = queries.year_of(place.community)
    assert year.trend("response") == [None] * 10 + [80, None]
    month, figures, overdue = year.last
    assert (month.name, figures.response, overdue) == ("2026-02", queries.Rate(4, 5), 5)

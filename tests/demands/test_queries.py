"""What home, desk and figures ask."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from resident.db import db
from resident.demands import queries
from resident.demands.actions import (
    accept,
    answer,
    archive_category,
    assign,
    change_category,
    move_category,
    rate,
    resolve,
    return_,
)
from resident.demands.actions.categories import add_category
from resident.demands.models import Content, DemandState, Visibility
from resident.demands.queries import Rate
from resident.web.errors import NotAllowed
from tests.conftest import Clock
from tests.demands.conftest import Place, make_place
from tests.makers.demands import make_demand, make_support
from tests.makers.media import make_photo

S = DemandState


def _numbers(rows: object) -> list[int]:
    return [row.number for row in rows]  # type: ignore[attr-defined]


def test_home_shows_the_latest_and_the_most_supported(place: Place, clock: Clock) -> None:
    old = make_demand(place.community, author=place.author, submitted_at=clock() - timedelta(days=100))
    make_support(old)
    plain = make_demand(place.community, author=place.author, submitted_at=clock() - timedelta(days=2))
    loved = make_demand(place.community, author=place.author, submitted_at=clock() - timedelta(days=3))
    make_support(loved)
    done = make_demand(place.community, author=place.author, state=S.SOLVED)
    make_support(done)
    make_demand(place.community, author=place.author, visibility=Visibility.COMMITTEE)
    make_demand(make_place().community)
    assert _numbers(queries.latest_demands(place.community, 3)) == [done.number, plain.number, loved.number]
    assert _numbers(queries.most_supported_demands(place.community)) == [loved.number]


def test_what_waits_for_my_word(place: Place) -> None:
    mine = make_demand(place.community, author=place.author, state=S.RESOLVED)
    make_demand(place.community, author=place.neighbour, state=S.RESOLVED)
    make_demand(place.community, author=place.author, state=S.SOLVED)
    assert _numbers(queries.demands_to_rate(place.community, place.author)) == [mine.number]


def test_the_committee_sees_what_it_has_to_move_on(place: Place, clock: Clock) -> None:
    waiting = make_demand(place.community, author=place.author, visibility=Visibility.COMMITTEE)
    look_again = make_demand(
        place.community, author=place.author, state=S.PARKED, parked_until=clock() - timedelta(hours=1)
    )
    make_demand(place.community, author=place.author, state=S.PARKED, parked_until=clock() + timedelta(days=1))
    make_demand(place.community, source="import", source_id="1")
    make_demand(place.community, author=place.author, state=S.ASSIGNED, holder_id=place.property.id)
    assert _numbers(queries.demands_with_committee(place.community)) == [waiting.number, look_again.number]


def test_a_body_sees_what_it_has_the_one_due_first_at_the_top(place: Place, clock: Clock) -> None:
    def _held(state: DemandState, days: int) -> int:
        due = clock() + timedelta(days=days)
        return make_demand(
            place.community, author=place.author, state=state, holder_id=place.property.id, due_at=due
        ).number

    later, soon, again = _held(S.IN_HAND, 5), _held(S.ASSIGNED, -1), _held(S.REOPENED, 2)
    _held(S.RESOLVED, 1)
    make_demand(place.community, author=place.author, state=S.IN_HAND, holder_id=place.committee.id)
    rows = queries.demands_with_bodies(place.community, [place.property.id])
    assert _numbers(rows) == [soon, again, later]
    assert [bool(row.is_overdue) for row in rows] == [True, False, False]
    assert queries.demands_with_bodies(place.community, []) == []


def test_the_three_rates_keep_open_overdue_demands_in_their_denominators(place: Place, clock: Clock) -> None:
    nothing = Rate(0, 0)
    assert queries.figures_of(place.community) == queries.Figures(0, nothing, nothing, nothing)
    quick, slow, left, fresh = (make_demand(place.community, author=place.author) for _ in range(4))
    make_demand(place.community, author=place.author, state=S.IN_REVIEW)
    accept(demand=quick, by=place.worker)
    resolve(demand=quick, text="好了", by=place.worker)
    rate(demand=quick, solved=True, content=Content.FAIRLY_CONTENT, by=place.author)
    accept(demand=left, by=place.worker)
    clock.advance(days=2)
    answer(demand=slow, body="来看过", by=place.worker)
    fresh.submitted_at = clock()
    fresh.contact_due_at = clock() + timedelta(days=1)
    db.session.flush()
    assert queries.figures_of(place.community) == queries.Figures(4, Rate(1, 3), Rate(1, 1), Rate(1, 1))
    clock.advance(days=10)
    assert queries.figures_of(place.community) == queries.Figures(4, Rate(1, 4), Rate(1, 4), Rate(1, 4))


def test_figures_of_another_community_stay_there(place: Place) -> None:
    make_demand(make_place().community)
    assert queries.figures_of(place.community).raised == 0


def test_rows_never_become_one_statement_each(place: Place) -> None:
    for _ in range(5):
        make_demand(place.community, author=place.author, holder_id=place.property.id, building_id=place.building.id)
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    rows = queries.latest_demands(place.community)
    assert [row.holder["zh_Hans"] for row in rows] == ["安和物业"] * 5
    assert len(seen) == 1


def test_categories_are_the_administrators(place: Place) -> None:
    noise = add_category(community=place.community, name={"zh_Hans": "噪声", "en": "Noise"}, by=place.administrator)
    change_category(category=noise, version=1, name={"zh_Hans": "噪音", "en": "Noise"}, by=place.administrator)
    move_category(category=noise, past=place.category.id, up=True, by=place.administrator)
    assert [row.name["zh_Hans"] for row in queries.categories(place.community)] == ["噪音", "公共设施"]
    archive_category(category=place.category, archived=True, by=place.administrator)
    assert [row.name["en"] for row in queries.categories(place.community)] == ["Noise"]
    assert queries.categories_for_admin(place.community)[-1] == place.category
    assert queries.category_of(make_place().community, noise.id) is None
    with pytest.raises(NotAllowed):
        add_category(community=place.community, name={"zh_Hans": "别的", "en": ""}, by=place.worker)


@pytest.mark.parametrize("state", DemandState)
def test_overdue_is_what_is_open_past_its_day_on_lists_pages_and_in_the_rates(
    place: Place, clock: Clock, state: DemandState
) -> None:
    is_open = state in {S.TO_ASSIGN, S.ASSIGNED, S.IN_HAND, S.REOPENED, S.PARKED, S.REFERRED, S.MERGED}
    late, fresh, undated = (
        make_demand(place.community, author=place.author, state=state, due_at=due)
        for due in (clock() - timedelta(seconds=1), clock(), None)
    )
    for demand, is_overdue in ((late, is_open), (fresh, False), (undated, False)):
        shown = queries.demand_page(place.community, demand.number, None)
        assert shown is not None
        assert shown.is_overdue is is_overdue
        mine = queries.demands_page(place.community, queries.Filters(mine=True), "", place.author)
        assert {row.number: row.is_overdue for row in mine.rows}[demand.number] is is_overdue
    assert queries.figures_of(place.community).satisfaction == Rate(0, int(is_open))


def test_what_a_body_sent_back_past_its_day_is_overdue_with_the_committee(place: Place, clock: Clock) -> None:
    demand = make_demand(place.community, author=place.author)
    assign(demand=demand, organization=place.property, by=place.worker)
    clock.advance(days=20)
    return_(demand=demand, reason="不归物业管", by=place.manager)
    shown = queries.demand_page(place.community, demand.number, None)
    assert shown is not None
    assert shown.is_overdue
    assert [row.is_overdue for row in queries.demands_with_committee(place.community)] == [True]


def test_every_combination_of_filters_is_a_list_of_its_own(place: Place) -> None:
    other = add_category(community=place.community, name={"zh_Hans": "噪声", "en": "Noise"}, by=place.administrator)
    made = {
        (state, category.id, author.id): make_demand(
            place.community, author=author, state=state, category_id=category.id
        ).number
        for state in (S.TO_ASSIGN, S.SOLVED, S.WITHDRAWN)
        for category in (place.category, other)
        for author in (place.author, place.neighbour)
    }
    for group, states in (("", {S.TO_ASSIGN, S.SOLVED, S.WITHDRAWN}), ("waiting", {S.TO_ASSIGN}), ("done", {S.SOLVED})):
        for category in (None, other.id):
            for mine in (False, True):
                wanted = {
                    number
                    for (state, category_id, author_id), number in made.items()
                    if state in (states if mine else states - {S.WITHDRAWN})
                    and category in (None, category_id)
                    and (author_id == place.author.id or not mine)
                }
                filters = queries.Filters(group, category, mine)
                assert set(_numbers(queries.demands_page(place.community, filters, "", place.author).rows)) == wanted


def test_the_address_of_a_list_says_its_filters() -> None:
    filters = queries.Filters("done", 7, mine=True)
    assert filters.query() == "?mine=1&state=done&category=7"
    assert filters.query(group="", category_id=None, mine=False) == ""
    assert filters.query(mine=False, after="5-3") == "?state=done&category=7&after=5-3"


def test_a_list_shows_the_first_photo_that_nobody_took_down(place: Place, clock: Clock) -> None:
    plain = make_demand(place.community, author=place.author)
    shown = make_demand(place.community, author=place.author)
    first, second = make_photo(place.community, shown.id, position=1), make_photo(place.community, shown.id, position=2)
    make_photo(place.community, plain.id, owner_kind="reward")
    assert _thumbs(place) == {plain.number: None, shown.number: first.key}
    first.taken_down_at = clock()
    db.session.flush()
    assert _thumbs(place) == {plain.number: None, shown.number: second.key}


def _thumbs(place: Place) -> dict[int, str | None]:
    return {row.number: row.thumb for row in queries.demands_page(place.community, queries.Filters(), "").rows}

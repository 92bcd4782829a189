"""The three rates hold against every trick: what was missed stays missed, and only an answer is a contact."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from resident import clock
from resident.communities.context import community_by_id
from resident.communities.models import CommunityRow
from resident.db import db
from resident.demands import queries
from resident.demands.actions import (
    accept,
    answer,
    assign,
    contest_call,
    log_call,
    merge,
    park,
    rate,
    refer,
    reopen,
    resolve,
    return_,
    withdraw_demand,
)
from resident.demands.actions.reviewing import approve_demand
from resident.demands.models import Call, Content, Demand, DemandState, Visibility
from resident.demands.queries import Figures, Rate
from resident.undo.actions import undo
from resident.undo.models import Deed
from resident.web.errors import DomainError, found
from tests.conftest import Clock
from tests.demands.conftest import Place
from tests.makers.demands import make_demand

S = DemandState
HALF = Rate(1, 2)


@dataclass
class World:
    """One demand that went well, one that nobody answered in time, and one of today."""

    place: Place
    good: Demand
    bad: Demand
    fresh: Demand

    @property
    def figures(self) -> Figures:
        """The rates as they are now."""
        db.session.flush()
        return queries.rates(queries.count_figures(self.place.community.id))

    def is_overdue(self, demand: Demand) -> bool:
        """As the page of a demand says; its list says the same."""
        db.session.flush()
        shown = queries.demand_page(self.place.community, demand.number, None)
        assert shown is not None
        mine = queries.demands_page(self.place.community, queries.Filters(mine=True), "", self.place.author)
        assert {row.number: row.is_overdue for row in mine.rows}[demand.number] is shown.is_overdue
        return shown.is_overdue


@pytest.fixture
def world(place: Place, clock: Clock) -> World:
    good = make_demand(place.community, author=place.author)
    bad = make_demand(place.community, author=place.author)
    resolve(demand=good, text="修好了", by=place.worker)
    rate(demand=good, solved=True, content=Content.CONTENT, by=place.author)
    clock.advance(days=10)
    made = World(place, good, bad, make_demand(place.community, author=place.author))
    assert made.figures == Figures(3, HALF, HALF, HALF)
    assert made.is_overdue(bad)
    return made


def _park(world: World) -> None:
    until = datetime(2026, 6, 1, tzinfo=UTC)
    park(demand=world.bad, reason="等工程", until=until, by=world.place.worker)


def _refer(world: World) -> None:
    refer(demand=world.bad, to="街道城管", reason="不归社区", by=world.place.worker)


def _merge(world: World) -> None:
    merge(demand=world.bad, into=world.fresh.number, by=world.place.worker)


def _accept(world: World) -> None:
    accept(demand=world.bad, by=world.place.worker)


def _send_to_and_fro(world: World) -> None:
    assign(demand=world.bad, organization=world.place.property, by=world.place.worker)
    return_(demand=world.bad, reason="不归物业", by=world.place.manager)
    assign(demand=world.bad, organization=world.place.committee, by=world.place.worker)


@pytest.mark.parametrize("trick", [_park, _refer, _merge, _accept, _send_to_and_fro])
def test_what_is_put_somewhere_without_a_word_stays_overdue_and_in_every_rate(
    world: World, trick: Callable[[World], None]
) -> None:
    trick(world)
    assert world.figures == Figures(3, HALF, HALF, HALF)
    assert world.is_overdue(world.bad)


def test_leaving_a_demand_unassigned_does_not_keep_it_out(world: World) -> None:
    assert world.bad.state == S.TO_ASSIGN
    assert world.bad.due_at == datetime(2026, 3, 9, 10, tzinfo=UTC)


def test_closing_late_does_not_take_it_out(world: World) -> None:
    resolve(demand=world.bad, text="也修好了", by=world.place.worker)
    assert world.figures == Figures(3, HALF, HALF, HALF)
    assert not world.is_overdue(world.bad)
    assert world.bad.missed_at == datetime(2026, 3, 9, 10, tzinfo=UTC)


def test_reopening_gives_no_fresh_days_to_what_was_closed_late(world: World) -> None:
    resolve(demand=world.bad, text="也修好了", by=world.place.worker)
    reopen(demand=world.bad, reason="又坏了", by=world.place.worker)
    assert world.bad.due_at == datetime(2026, 3, 9, 10, tzinfo=UTC)
    assert world.figures == Figures(3, HALF, HALF, HALF)
    assert world.is_overdue(world.bad)


def test_what_was_closed_late_and_is_rated_solved_counts_as_solved(world: World) -> None:
    resolve(demand=world.bad, text="也修好了", by=world.place.worker)
    rate(demand=world.bad, solved=True, content=Content.NOT_CONTENT, by=world.place.author)
    assert world.figures == Figures(3, HALF, Rate(2, 2), HALF)


def test_a_withdrawal_changes_no_rate_and_is_listed_apart(world: World) -> None:
    assign(demand=world.bad, organization=world.place.property, by=world.place.worker)
    withdraw_demand(demand=world.bad, by=world.place.author)
    assert world.figures == Figures(3, HALF, HALF, HALF)
    assert not world.is_overdue(world.bad)
    page = queries.demands_behind(world.place.community, "withdrawn", "", "", sees_all=True)
    assert [(row.number, row.title) for row in page.rows] == [(world.bad.number, world.bad.title)]


def test_withdrawing_after_not_solved_keeps_the_rating(world: World) -> None:
    for said in ("换了灯泡", "换了灯座"):
        resolve(demand=world.fresh, text=said, by=world.place.worker)
        rate(demand=world.fresh, solved=False, content=Content.NOT_CONTENT, by=world.place.author)
    before = world.figures
    assert before == Figures(3, Rate(2, 3), Rate(1, 3), Rate(1, 3))
    withdraw_demand(demand=world.fresh, by=world.place.author)
    assert world.figures == before
    db.session.refresh(world.fresh)
    assert (world.fresh.state, world.fresh.body != "", world.fresh.number > 0) == (S.WITHDRAWN, True, True)
    assert [one.text for one in queries.hanging_on(world.fresh, whole=True).answers] == ["换了灯泡", "换了灯座"]


def test_what_was_withdrawn_before_the_review_was_never_in_the_rates(world: World) -> None:
    withdraw_demand(
        demand=make_demand(world.place.community, author=world.place.author, state=S.IN_REVIEW), by=world.place.author
    )
    assert world.figures.raised == 3


def test_what_was_closed_in_time_and_never_rated_stays_outside(world: World, clock: Clock) -> None:
    resolve(demand=world.fresh, text="好了", by=world.place.worker)
    clock.advance(days=18)
    assert world.figures.solved == HALF
    assert world.figures.response == Rate(2, 3)


def test_a_month_ends_at_midnight_on_the_communitys_clock(world: World, clock: Clock) -> None:
    clock.moment = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)
    assert world.figures.raised == 3
    clock.moment = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
    assert world.figures.raised == 0
    make_demand(world.place.community, author=world.place.author)
    assert world.figures.raised == 1


def test_what_was_closed_in_time_and_taken_up_again_has_days_of_its_own_and_then_is_overdue(
    world: World, clock: Clock
) -> None:
    resolve(demand=world.fresh, text="好了", by=world.place.worker)
    clock.advance(days=1)
    reopen(demand=world.fresh, reason="又坏了", by=world.place.worker)
    assert not world.is_overdue(world.fresh)
    assert world.figures.solved == HALF
    clock.advance(days=8)
    assert world.is_overdue(world.fresh)
    assert world.figures.solved == Rate(1, 3)
    resolve(demand=world.fresh, text="这回好了", by=world.place.worker)
    assert world.figures.solved == Rate(1, 3)


def test_a_first_answer_in_time_and_one_that_comes_late(world: World, clock: Clock) -> None:
    answer(demand=world.bad, body="对不起，今天才看到", by=world.place.worker)
    assert world.figures.response == HALF
    answer(demand=world.fresh, body="明天来看", by=world.place.worker)
    assert world.figures.response == Rate(2, 3)
    clock.advance(days=3)
    assert world.figures.response == Rate(2, 3)


def test_what_was_joined_is_answered_and_closed_with_the_one_that_goes_on(world: World, clock: Clock) -> None:
    place = world.place
    first, second = (make_demand(place.community, author=place.author) for _ in range(2))
    merge(demand=first, into=second.number, by=place.worker)
    merge(demand=second, into=world.fresh.number, by=place.worker)
    resolve(demand=world.fresh, text="一起修好了", by=place.worker)
    clock.advance(days=15)
    assert [one.missed_at for one in (first, second)] == [None, None]
    assert world.figures.solved == HALF
    assert world.figures.response == Rate(4, 5)
    assert not world.is_overdue(first)


def test_joining_an_overdue_one_to_one_that_is_closed_in_time_does_not_hide_it(world: World) -> None:
    _merge(world)
    resolve(demand=world.fresh, text="一起修好了", by=world.place.worker)
    assert world.figures.solved == HALF
    assert world.bad.missed_at is not None


def test_approval_promises_from_the_moment_it_was_sent(place: Place, clock: Clock) -> None:
    demand = make_demand(place.community, author=place.author, state=S.IN_REVIEW)
    clock.advance(days=3)
    approve_demand(demand.id, by=place.moderator)
    assert demand.contact_due_at == datetime(2026, 3, 3, 1, tzinfo=UTC)  # Tuesday at nine
    assert demand.first_due_at == demand.due_at == datetime(2026, 3, 9, 10, tzinfo=UTC)
    assert queries.figures_of(place.community).response == Rate(0, 1)


def test_what_was_promised_keeps_its_date_when_hours_or_holidays_change(world: World) -> None:
    promised = (world.fresh.contact_due_at, world.fresh.due_at)
    row = db.session.get_one(CommunityRow, world.place.community.id)
    row.office_hours, row.own_days = "09:00-17:00", {"2026-03-13": "off"}
    db.session.flush()
    assign(demand=world.fresh, organization=world.place.property, by=world.place.worker)
    accept(demand=world.fresh, by=world.place.manager)
    assert (world.fresh.contact_due_at, world.fresh.due_at) == promised
    later = make_demand(community_by_id(world.place.community.id), author=world.place.author)
    assert later.due_at == datetime(2026, 3, 20, 9, tzinfo=UTC)  # a holiday between, and the office closes at five


def test_imported_demands_stand_in_no_rate(world: World, clock: Clock) -> None:
    imported = make_demand(world.place.community, source="list", source_id="1", submitted_at=clock())
    assign(demand=imported, organization=world.place.property, by=world.place.worker)
    clock.advance(days=12)
    assert world.figures.raised == 3
    row = queries.demand_page(world.place.community, imported.number, None)
    assert row is not None
    assert row.is_overdue


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 0, None), (3, 4, None), (4, 4, None), (3, 5, 60), (0, 5, 0), (5, 5, 100), (199, 200, 99), (1, 500, 1)],
)
def test_a_share_is_said_of_five_and_more_and_all_is_all(part: int, whole: int, percent: int | None) -> None:
    assert Rate(part, whole).percent == percent


def test_behind_a_figure_stand_the_demands_it_speaks_of(world: World) -> None:
    place = world.place
    for name in ("response", "solved", "satisfaction"):
        numbers = {
            choice: [
                row.number for row in queries.demands_behind(place.community, name, choice, "", sees_all=True).rows
            ]
            for choice in queries.CHOICES
        }
        both = [world.bad.number, world.good.number]
        assert numbers == {"": both, "yes": [world.good.number], "no": [world.bad.number]}
        assert queries.behind_figure(place.community, name, sees_all=True) == (2, 1, 2)
    world.bad.visibility, world.bad.is_listed = Visibility.COMMITTEE, False
    db.session.flush()
    assert queries.behind_figure(place.community, "solved", sees_all=False) == (2, 1, 1)
    page = queries.demands_behind(place.community, "solved", "", "", sees_all=False)
    assert [row.number for row in page.rows] == [world.good.number]
    assert queries.behind_figure(place.community, "raised", sees_all=True).whole == 3


MOVES: dict[str, Callable[[Place, Demand, Demand], object]] = {
    "assign": lambda place, demand, _other: assign(demand=demand, organization=place.property, by=place.worker),
    "accept": lambda place, demand, _other: accept(demand=demand, by=place.worker),
    "return": lambda place, demand, _other: return_(demand=demand, reason="不归我们", by=place.worker),
    "park": lambda place, demand, _other: park(
        demand=demand, reason="等工程", until=datetime(2026, 6, 1, tzinfo=UTC), by=place.worker
    ),
    "refer": lambda place, demand, _other: refer(demand=demand, to="街道", reason="不归社区", by=place.worker),
    "merge": lambda place, demand, other: merge(demand=demand, into=other.number, by=place.worker),
    "reopen": lambda place, demand, _other: reopen(demand=demand, reason="再看看", by=place.worker),
    "withdraw": lambda place, demand, _other: withdraw_demand(demand=demand, by=place.author),
    "undo": lambda place, _demand, _other: undo(
        deed_id=db.session.scalars(select(func.max(Deed.id)).where(Deed.undone_at.is_(None))).one() or 0,
        community=place.community,
        by=place.worker,
    ),
    "contest": lambda place, demand, _other: contest_call(call=_last_call(demand), by=place.author),
}
ANSWERS: dict[str, Callable[[Place, Demand, Demand], object]] = {
    "call": lambda place, demand, _other: log_call(
        demand=demand, called_at=clock.now(), spoke_with="本人", said="说过了", by=place.worker
    ),
    "answer": lambda place, demand, _other: answer(demand=demand, body="看过了", by=place.worker),
    "resolve": lambda place, demand, _other: resolve(demand=demand, text="修好了", by=place.worker),
}
MANY = 9


def _last_call(demand: Demand) -> Call:
    return found(db.session.scalars(select(Call).where(Call.demand_id == demand.id).order_by(Call.id.desc())).first())


def _many(place: Place, clock: Clock) -> list[Demand]:
    """Demands on every way: answered, closed in time and late, rated both ways, left alone, put aside, fresh."""
    old = [make_demand(place.community, author=place.author) for _ in range(MANY - 2)]
    answered, solved, unrated, unsolved, left, late, held = old
    answer(demand=answered, body="来看过", by=place.worker)
    for one in (solved, unrated, unsolved):
        resolve(demand=one, text="修好了", by=place.worker)
    rate(demand=solved, solved=True, content=Content.CONTENT, by=place.author)
    rate(demand=unsolved, solved=False, content=Content.NOT_CONTENT, by=place.author)
    assign(demand=held, organization=place.property, by=place.worker)
    clock.advance(days=8)
    resolve(demand=late, text="来晚了", by=place.worker)
    accept(demand=left, by=place.worker)
    clock.advance(days=1)
    return [*old, *(make_demand(place.community, author=place.author) for _ in range(2))]


def _no_better(before: Rate, after: Rate) -> bool:
    return after.part * before.whole <= before.part * after.whole if before.whole else after.part == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from([*MOVES, *ANSWERS]), st.integers(0, MANY - 1), st.integers(0, MANY - 1)), max_size=12
    )
)
def test_at_its_moment_no_move_of_the_staff_and_no_withdrawal_makes_a_rate_better(
    place: Place, many: list[Demand], steps: list[tuple[str, int, int]]
) -> None:
    nested = db.session.begin_nested()
    try:
        best = queries.rates(queries.count_figures(place.community.id))
        for name, index, other in steps:
            try:
                (MOVES | ANSWERS)[name](place, many[index], many[other])
            except DomainError:
                continue
            db.session.flush()
            now = queries.rates(queries.count_figures(place.community.id))
            assert name in ANSWERS or _no_better(best.response, now.response), name
            assert _no_better(best.solved, now.solved), name
            assert _no_better(best.satisfaction, now.satisfaction), name
            best = now
    finally:
        nested.rollback()
        db.session.expire_all()


@pytest.fixture
def many(place: Place, clock: Clock) -> list[Demand]:
    made = _many(place, clock)
    db.session.flush()
    assert queries.rates(queries.count_figures(place.community.id)) == Figures(9, Rate(4, 7), Rate(1, 6), Rate(1, 6))
    return made

"""What comes first on the home page, and what goes on in a community."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from resident import clock as app_clock
from resident.accounts.models import PersonRow
from resident.activities.models import RecordState, ServiceRecord
from resident.communities.context import community_by_id
from resident.communities.models import CommunityRow
from resident.db import db
from resident.demands.models import DemandState, Visibility
from resident.home.queries import Matter, mine, neighbourhood, waiting_for
from resident.home.words import greeting
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_place, make_record, make_shift
from tests.makers.communities import make_community, make_resident
from tests.makers.demands import make_demand, make_support
from tests.makers.points import give_points
from tests.makers.rewards import make_redemption, make_reward

pytestmark = pytest.mark.usefixtures("session")


def with_shift(place: CommunityRow, person: PersonRow, hours: float = 2) -> None:
    make_place(make_shift(make_activity(place), hours=hours), person)


def with_demand(place: CommunityRow, person: PersonRow) -> None:
    make_demand(place, author=person, state=DemandState.RESOLVED)


def with_pickup(place: CommunityRow, person: PersonRow) -> None:
    make_redemption(make_reward(place), person)


def with_record(place: CommunityRow, person: PersonRow) -> None:
    before = db.session.query(ServiceRecord).filter_by(person_id=person.id).count()
    shift = make_shift(make_activity(place), hours=-48 - 24 * before)  # nobody is in two places at a time
    until = app_clock.now() + timedelta(days=7)
    make_record(shift, person, by=make_resident(place), state=RecordState.IN_NOTICE, notice_until=until)


STEPS: list[tuple[Matter, Callable[[CommunityRow, PersonRow], None]]] = [
    (Matter.RECORD, with_record),
    (Matter.PICKUP, with_pickup),
    (Matter.RATE, with_demand),
    (Matter.SHIFT, with_shift),
]


def test_a_shift_of_today_comes_first_then_a_word_a_pickup_a_record_and_the_points() -> None:
    place = make_community()
    person = make_resident(place)
    assert waiting_for(place, person).first == Matter.POINTS
    for matter, add in STEPS:
        add(place, person)
        assert waiting_for(place, person).first == matter


@pytest.mark.parametrize("add", [add for _matter, add in STEPS])
def test_what_waits_in_another_community_or_for_somebody_else_does_not_wait_here(
    add: Callable[[CommunityRow, PersonRow], None],
) -> None:
    place, elsewhere = make_community(), make_community(redeeming_needs_residence=False)
    person = make_resident(place)
    add(elsewhere, person)
    add(place, make_resident(place))
    assert waiting_for(place, person).first == Matter.POINTS


def test_a_shift_of_tomorrow_and_one_that_was_left_do_not_come_first(clock: Clock) -> None:
    place = make_community()
    person = make_resident(place)
    with_shift(place, person, hours=24)
    assert waiting_for(place, person).first == Matter.POINTS
    shift = make_shift(make_activity(place), hours=-1)
    seat = make_place(shift, person)
    seat.checked_in_at = clock.moment
    assert waiting_for(place, person).first == Matter.SHIFT
    seat.checked_out_at = clock.moment
    assert waiting_for(place, person).first == Matter.POINTS


def test_a_pickup_that_ran_out_does_not_wait(clock: Clock) -> None:
    place = make_community()
    person = make_resident(place)
    with_pickup(place, person)
    clock.advance(days=8)
    assert waiting_for(place, person).first == Matter.POINTS
    assert mine(place, person).pickups == 0


def test_neighbours_talk_about_what_most_support_and_then_about_the_newest(clock: Clock) -> None:
    place = make_community()
    supported = make_demand(place)
    make_support(supported)
    clock.advance(minutes=1)
    older = make_demand(place)
    clock.advance(minutes=1)
    newer, newest = make_demand(place), make_demand(place)
    make_demand(place, visibility=Visibility.COMMITTEE)
    make_demand(place, state=DemandState.IN_REVIEW)
    make_demand(make_community())
    talk = [row.id for row in neighbourhood(community_by_id(place.id), is_short=False).talk]
    assert talk == [supported.id, newest.id, newer.id]
    assert older.id not in talk


def test_there_are_no_rates_where_there_is_nothing_to_divide_by() -> None:
    place = make_community()
    make_demand(place, author=None, source="12345", source_id="7", contacted_at=app_clock.now())
    year = neighbourhood(community_by_id(place.id), is_short=False).year
    assert year is not None
    figures = year.now
    assert (figures.response, figures.solved, figures.satisfaction) == ((0, 0), (0, 0), (0, 0))


def test_care_mode_asks_only_for_two_matters_and_the_next_activity() -> None:
    place = make_community()
    matters = [make_demand(place).id for _ in range(3)]
    for hours in (48, 24):
        make_shift(make_activity(place, title=f"{hours}"), hours=hours)
    around = neighbourhood(community_by_id(place.id), is_short=True)
    assert [listed.title["zh_Hans"] for listed in around.activities] == ["24"]
    assert [demand.id for demand in around.talk] == matters[:0:-1]
    assert around.year is None


def test_ones_own_figures_are_of_this_community() -> None:
    place = make_community()
    person = make_resident(place)
    for state in (DemandState.RESOLVED, DemandState.IN_REVIEW):
        make_demand(place, author=person, state=state)
    with_pickup(place, person)
    give_points(place, person, 30)
    with_demand(make_community(), person)
    own = mine(place, person)
    assert (own.demands, own.to_rate, own.pickups, own.balance, own.communities) == (2, 1, 1, 30, 2)


@pytest.mark.parametrize(
    ("hours", "words"), [(-5, "evening"), (-3, "morning"), (0, "morning"), (3, "day"), (4, "afternoon"), (9, "evening")]
)
def test_the_greeting_goes_by_the_communitys_clock(clock: Clock, hours: int, words: str) -> None:
    clock.advance(hours=hours)
    said = {"morning": "早上好", "day": "中午好", "afternoon": "下午好", "evening": "晚上好"}[words]
    assert said in greeting("李阿姨") or words in greeting("李阿姨")

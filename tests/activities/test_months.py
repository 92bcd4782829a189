"""The hours that all give in a month: what counts, in which month, and how the worker adds them up."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from resident import clock as app_clock
from resident.accounts.models import PersonRow
from resident.activities import jobs
from resident.activities.models import HoursFigures, How, RecordState
from resident.activities.queries import Given, count_given, given_in_month
from resident.communities.context import community_by_id
from resident.communities.models import Community, CommunityRow
from resident.db import begin_write, db
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_record, make_shift
from tests.makers.communities import make_community, make_resident

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def place() -> Community:
    """A community, and another one in which hours are given too."""
    give(make_community(), minutes=600)
    return community_by_id(make_community().id)


def give(
    place: Community | CommunityRow,
    *,
    minutes: int = 60,
    state: RecordState = RecordState.FINAL,
    how: How = How.SEEN,
    person: PersonRow | None = None,
    at: datetime | None = None,
) -> None:
    """One record of somebody, an hour ago unless said otherwise."""
    row = db.session.get_one(CommunityRow, place.id)
    hours = ((at or app_clock.now() - timedelta(hours=1)) - app_clock.now()) / timedelta(hours=1)
    shift = make_shift(make_activity(row), hours=hours, length=12)
    make_record(shift, person, by=make_resident(row), minutes=minutes, state=state, how=how)


def _counted_by_the_worker() -> None:
    db.session.flush()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db.session, "rollback", lambda: None)  # this test is one transaction
        patch.setattr("resident.db.transactions._commit", db.session.flush)
        jobs.count_all_hours()
    begin_write()


@pytest.mark.parametrize(
    ("state", "minutes"),
    [
        (RecordState.PROPOSED, 0),
        (RecordState.IN_NOTICE, 90),
        (RecordState.FINAL, 90),
        (RecordState.VOIDED, 0),
    ],
)
def test_what_a_second_person_confirmed_counts_until_it_is_voided(
    place: Community, state: RecordState, minutes: int
) -> None:
    give(place, minutes=90, state=state)
    assert count_given(place) == Given(minutes, 0)


def test_what_the_system_saw_and_what_somebody_entered_are_two_counters(place: Community) -> None:
    for how, minutes in ((How.SEEN, 30), (How.NOTED, 20), (How.BY_HAND, 10)):
        give(place, minutes=minutes, how=how)
    assert count_given(place) == Given(seen=30, by_hand=30)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Urumqi", "America/New_York"])
def test_a_month_begins_and_ends_on_the_communitys_clock(clock: Clock, zone: str) -> None:
    place = community_by_id(make_community(time_zone=zone).id)
    begins, ends = (datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC) for month in (11, 12))
    clock.moment = begins + timedelta(days=10)
    for at in (begins - timedelta(minutes=1), begins, ends - timedelta(minutes=1), ends):
        give(place, at=at)
    assert count_given(place) == Given(120, 0)
    clock.moment = ends
    assert count_given(place) == Given(60, 0)


def test_the_worker_adds_up_what_there_is(place: Community, clock: Clock) -> None:
    give(place, minutes=45)
    give(place, minutes=15, how=How.BY_HAND)
    _counted_by_the_worker()
    row = db.session.get_one(HoursFigures, place.id)
    assert (row.counted_at, row.seen, row.by_hand) == (clock(), 45, 15)
    assert given_in_month(place) == count_given(place)


def test_a_page_shows_what_was_added_up_until_the_next_count(place: Community, clock: Clock) -> None:
    _counted_by_the_worker()
    give(place)
    assert given_in_month(place) == Given()
    clock.advance(minutes=5)
    _counted_by_the_worker()
    assert given_in_month(place) == Given(60, 0)


def test_where_the_worker_stands_still_a_page_adds_up_by_itself(place: Community, clock: Clock) -> None:
    assert given_in_month(place) == Given()
    _counted_by_the_worker()
    give(place)
    clock.advance(minutes=31)
    assert given_in_month(place) == Given(60, 0)


def test_what_was_added_up_last_month_is_not_shown_in_this_one(place: Community, clock: Clock) -> None:
    zone = ZoneInfo(place.time_zone)
    clock.moment = datetime(2026, 11, 30, 23, 58, tzinfo=zone).astimezone(UTC)
    give(place)
    _counted_by_the_worker()
    assert given_in_month(place) == Given(60, 0)
    clock.advance(minutes=3)
    assert given_in_month(place) == Given()


def test_a_community_that_fails_keeps_its_old_hours_and_holds_back_nobody(
    place: Community, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _counted_by_the_worker()
    give(place)
    other = make_community()
    give(other)
    db.session.flush()

    def _break(community: Community) -> Given:
        if community.id == place.id:
            raise RuntimeError("the count fails")
        return count_given(community)

    monkeypatch.setattr(jobs, "count_given", _break)
    clock.advance(minutes=5)
    _counted_by_the_worker()
    assert db.session.get_one(HoursFigures, place.id).seen == 0
    assert db.session.get_one(HoursFigures, other.id).seen == 60

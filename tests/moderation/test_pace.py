"""How much is left for who reads, how long that takes at their pace, and what they have read today."""

import pytest

from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow, Role
from resident.moderation.actions import approve, reject, withdraw
from resident.moderation.queries import SECONDS_EACH, Waiting, waiting_in
from resident.moderation.words import minutes_for
from tests.conftest import Clock
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.moderation import make_waiting, note_of

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def community() -> CommunityRow:
    return make_community()


@pytest.fixture
def author(community: CommunityRow) -> PersonRow:
    return make_resident(community)


@pytest.fixture
def moderator(community: CommunityRow) -> PersonRow:
    return make_staff(community, Role.MODERATOR)


def read(community: CommunityRow, by: PersonRow, clock: Clock, *seconds: int) -> Waiting:
    """Decide on one post after the other, so many seconds apart."""
    author = make_resident(community)
    items = [make_waiting(community, author) for _ in seconds]
    for item, pause in zip(items, seconds, strict=True):
        clock.advance(seconds=pause)
        approve(item=item, version=1, by=by)
    return waiting_in(community, by)


def test_before_the_first_decisions_of_a_day_the_pace_is_the_usual_one(
    community: CommunityRow, moderator: PersonRow, clock: Clock
) -> None:
    assert waiting_in(community, moderator).seconds_each == SECONDS_EACH
    assert read(community, moderator, clock, 7, 7, 7).seconds_each == SECONDS_EACH


def test_the_pace_is_the_median_of_today_without_the_breaks(
    community: CommunityRow, moderator: PersonRow, clock: Clock
) -> None:
    assert read(community, moderator, clock, 0, 10, 20, 2000, 60).seconds_each == 20


def test_nobody_reads_faster_than_one_can(community: CommunityRow, moderator: PersonRow, clock: Clock) -> None:
    assert read(community, moderator, clock, 0, 1, 1, 1, 1).seconds_each == 5


def test_a_colleagues_decisions_and_what_was_withdrawn_are_nobody_elses_reading(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, clock: Clock
) -> None:
    read(community, make_staff(community, Role.MODERATOR), clock, 0, 10, 10, 10)
    withdraw(kind="note", subject=note_of(make_waiting(community, author)), by=moderator)
    waiting = waiting_in(community, moderator)
    assert (waiting.today, waiting.longest, waiting.seconds_each) == ([], None, SECONDS_EACH)


def test_yesterday_is_not_today(community: CommunityRow, moderator: PersonRow, clock: Clock) -> None:
    assert len(read(community, moderator, clock, 0, 10).today) == 2
    clock.advance(hours=24)
    assert waiting_in(community, moderator).today == []


def test_the_longest_wait_is_told_of_what_had_been_there_first(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, clock: Clock
) -> None:
    first = make_waiting(community, author)
    clock.advance(minutes=90)
    reject(item=make_waiting(community, author), version=1, by=moderator, reason="是广告")
    approve(item=first, version=1, by=moderator)
    longest = waiting_in(community, moderator).longest
    assert longest is not None
    assert longest.submitted_at == first.submitted_at


def test_what_is_ones_own_is_not_left_for_oneself(
    community: CommunityRow, author: PersonRow, moderator: PersonRow
) -> None:
    make_waiting(community, author)
    make_waiting(community, moderator)
    mine, theirs = waiting_in(community, moderator), waiting_in(community, author)
    assert (mine.total, mine.left(""), mine.left("note"), mine.left("demand")) == (2, 1, 1, 0)
    assert theirs.left("") == 1
    assert waiting_in(community, make_staff(community, Role.MODERATOR)).left("") == 2


@pytest.mark.parametrize(
    ("count", "seconds", "minutes"), [(1, 5, 1), (0, 30, 1), (17, 30, 8), (17, 33, 9), (200, 30, 100)]
)
def test_it_never_takes_no_time_at_all(count: int, seconds: int, minutes: int) -> None:
    assert minutes_for(count, seconds_each=seconds) == minutes

"""What the queue knows: order, places, waits, authors."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from resident.accounts.models import PersonRow
from resident.communities.actions import change_settings
from resident.communities.models import CommunityRow, Role
from resident.moderation import queries
from resident.moderation.actions import approve, ask_changes, reject, submit, withdraw
from resident.moderation.models import ReviewItem
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


def line(community: CommunityRow, author: PersonRow, clock: Clock, number: int) -> list[ReviewItem]:
    """That many items, a minute apart."""
    items = []
    for position in range(number):
        items.append(make_waiting(community, author, f"第{position}条"))
        clock.advance(minutes=1)
    return items


def ids_of(rows: Sequence[Any]) -> list[int]:
    return [row.id for row in rows]


def test_the_oldest_comes_first_and_pages_follow_each_other(
    community: CommunityRow, author: PersonRow, clock: Clock
) -> None:
    items = line(community, author, clock, queries.LISTED + 3)
    first = queries.queue_page(community, "", "")
    second = queries.queue_page(community, "", first.after)
    assert ids_of(first.rows + second.rows) == ids_of(items)
    assert second.after == ""


def test_another_community_has_its_own_queue(community: CommunityRow, author: PersonRow) -> None:
    other = make_community()
    theirs = make_waiting(other, author)
    mine = make_waiting(community, author)
    assert ids_of(queries.queue_page(community, "", "").rows) == [mine.id]
    assert queries.item_of(community, theirs.id) is None
    assert queries.waiting_in(community, author).total == 1
    assert queries.author_so_far(community, mine).last == []


def test_kinds_are_counted_and_filtered(community: CommunityRow, author: PersonRow, clock: Clock) -> None:
    first, _second = line(community, author, clock, 2)
    waiting = queries.waiting_in(community, author)
    assert (waiting.by_kind, waiting.total, waiting.oldest_at) == ({"note": 2}, 2, first.submitted_at)
    assert len(queries.queue_page(community, "note", "").rows) == 2
    assert queries.queue_page(community, "demand", "").rows == []


def test_an_empty_queue_has_no_oldest(community: CommunityRow) -> None:
    waiting = queries.waiting_in(community, make_resident(community))
    assert (waiting.total, waiting.oldest_at) == (0, None)


def test_the_place_in_line_moves_up(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, clock: Clock
) -> None:
    first, second, third = line(community, author, clock, 3)
    promised = [item.submitted_at + timedelta(hours=6) for item in (first, third)]  # four office hours, over midday
    assert [queries.place_in_line(community, "note", item.subject_id) for item in (first, third)] == [
        (1, promised[0]),
        (3, promised[1]),
    ]
    clock.advance(minutes=7)
    approve(item=first, version=1, by=moderator)
    withdraw(kind="note", subject=note_of(second), by=author)
    assert queries.place_in_line(community, "note", third.subject_id) == (1, clock() + timedelta(minutes=30))
    assert queries.place_in_line(community, "note", first.subject_id) is None
    assert queries.place_in_line(community, "note", 999) is None


def test_the_usual_wait_is_the_median_of_the_decided(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, clock: Clock
) -> None:
    assert queries.usual_wait(community) == community.review_promise_minutes
    for minutes in (4, 300, 70):
        item = make_waiting(community, author)
        clock.advance(minutes=minutes)
        approve(item=item, version=1, by=moderator)
    assert queries.usual_wait(community) == 90, "in half hours, rounded up"


@pytest.mark.parametrize(
    ("minutes", "told"), [(0, 30), (30, 30), (31, 60), (61, 90), (210, 210), (241, 300), (440, 480)]
)
def test_nothing_is_promised_to_the_minute(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, clock: Clock, minutes: int, told: int
) -> None:
    item = make_waiting(community, author)
    clock.moment = community.office.later(item.submitted_at, minutes)
    approve(item=item, version=1, by=moderator)
    assert queries.usual_wait(community) == told


def test_nobody_in_line_is_promised_less_than_those_before_have_waited(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, clock: Clock
) -> None:
    for _quick in range(3):
        approve(item=make_waiting(community, author), version=1, by=moderator)
    oldest = make_waiting(community, author)
    clock.moment = community.office.later(clock(), 440)
    last = make_waiting(community, author)
    assert queries.place_in_line(community, "note", oldest.subject_id) == (1, None)
    promised = community.office.later(last.submitted_at, 480)
    assert queries.place_in_line(community, "note", last.subject_id) == (2, promised)


def test_who_still_waits_counts_for_the_usual_wait(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, clock: Clock
) -> None:
    for _quick in range(3):
        approve(item=make_waiting(community, author), version=1, by=moderator)
    assert queries.usual_wait(community) == 30
    for _left in range(5):
        make_waiting(community, author)
    assert queries.usual_wait(community) == 30, "who has just come says nothing yet"
    clock.advance(minutes=90)
    assert queries.usual_wait(community) == 90


def test_what_waits_over_night_has_waited_as_long_as_the_office_was_open(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, clock: Clock
) -> None:
    clock.advance(hours=12, minutes=3)  # 21:03
    item = make_waiting(community, author)
    clock.advance(hours=9, minutes=39)  # 6:42
    place = queries.place_in_line(community, "note", item.subject_id)
    assert place == (1, datetime(2026, 3, 3, 4, tzinfo=UTC))  # noon in Shanghai
    clock.advance(hours=1, minutes=36)  # 8:18
    approve(item=item, version=1, by=moderator)
    assert queries.usual_wait(community) == 30


def test_what_waits_longer_than_usual_has_no_usual_time_any_more(
    community: CommunityRow, author: PersonRow, clock: Clock
) -> None:
    item = make_waiting(community, author)
    clock.advance(days=2)
    assert queries.place_in_line(community, "note", item.subject_id) == (1, None)


def test_what_was_promised_never_moves_later(community: CommunityRow, author: PersonRow, clock: Clock) -> None:
    clock.moment = datetime(2026, 3, 2, 13, 3, tzinfo=UTC)  # Monday, 21:03
    item, noon = make_waiting(community, author), datetime(2026, 3, 3, 4, tzinfo=UTC)
    boss = make_staff(community, Role.ADMINISTRATOR)
    assert (item.due_at, queries.place_in_line(community, "note", item.subject_id)) == (noon, (1, noon))
    changes: list[dict[str, Any]] = [
        {"office_hours": "14:00-18:00"},
        {"own_days": {"2026-03-03": "off", "2026-03-04": "off"}},
        {"review_promise_minutes": 3000},
    ]
    for version, change in enumerate(changes, 1):
        change_settings(community=community, version=version, by=boss, **change)
        assert item.due_at == noon
        assert queries.place_in_line(community, "note", item.subject_id) == (1, noon)
    assert not queries.waiting_in(community, boss).is_late
    clock.moment = noon
    assert not queries.waiting_in(community, boss).is_late
    clock.advance(seconds=1)
    assert queries.waiting_in(community, boss).is_late
    later = make_waiting(community, author)
    assert later.due_at is not None
    assert later.due_at > datetime(2026, 3, 16, tzinfo=UTC)  # what comes now is promised by the new ones


def test_an_edit_keeps_the_promise_and_what_is_sent_again_gets_one_of_its_own(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, clock: Clock
) -> None:
    item = make_waiting(community, author)
    due = item.due_at
    clock.advance(hours=1)
    note = note_of(item)
    submit(kind="note", subject=note, title=item.title, author_id=author.id, version=2)
    assert item.due_at == due
    ask_changes(item=item, version=2, by=moderator, reason="请改一改")
    again = submit(kind="note", subject=note, title=item.title, author_id=author.id, version=3)
    assert again.due_at == community.office.later(clock(), community.review_promise_minutes)


def test_after_a_decision_the_next_in_line_comes(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, clock: Clock
) -> None:
    first, second, third = line(community, author, clock, 3)
    approve(item=second, version=1, by=moderator)
    assert queries.next_to_decide(community, second, moderator, "") == third.id
    approve(item=third, version=1, by=moderator)
    assert queries.next_to_decide(community, third, moderator, "") == first.id
    approve(item=first, version=1, by=moderator)
    assert queries.next_to_decide(community, first, moderator, "") is None


def test_ones_own_post_is_never_next(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, clock: Clock
) -> None:
    first = make_waiting(community, author)
    clock.advance(minutes=1)
    make_waiting(community, moderator)
    approve(item=first, version=1, by=moderator)
    assert queries.next_to_decide(community, first, moderator, "") is None


def test_the_queue_around_an_item_begins_some_before_it(
    community: CommunityRow, author: PersonRow, clock: Clock
) -> None:
    items = line(community, author, clock, 40)
    assert ids_of(queries.queue_around(community, items[0], "")) == ids_of(items[: queries.LISTED - queries.BEFORE])
    assert ids_of(queries.queue_around(community, items[20], "")) == ids_of(items[15:35])
    assert ids_of(queries.queue_around(community, items[39], "")) == ids_of(items[34:])


def test_the_author_so_far_leaves_out_this_item_and_what_waits(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, clock: Clock
) -> None:
    items = line(community, author, clock, 9)
    for item in items[:6]:
        approve(item=item, version=1, by=moderator)
        clock.advance(minutes=1)
    reject(item=items[6], version=1, by=moderator, reason="广告")
    clock.advance(minutes=1)
    ask_changes(item=items[7], version=1, by=moderator, reason="地点")
    so_far = queries.author_so_far(community, items[8])
    assert (so_far.approved, so_far.rejected, len(so_far.last)) == (6, 1, 5)
    assert [row.state for row in so_far.last[:2]] == ["changes_asked", "rejected"]
    assert queries.author_so_far(community, items[0]).approved == 5


def test_a_confirmed_home_stands_beside_the_item(community: CommunityRow, author: PersonRow) -> None:
    item = queries.item_of(community, make_waiting(community, author).id) or pytest.fail("not found")
    assert (item.author, item.author_id) == (author.display_name, author.id)
    assert item.building is not None
    stranger = make_resident(community, confirmed=False)
    assert queries.item_of(community, make_waiting(community, stranger).id).building is None  # type: ignore[union-attr]


def test_one_begins_with_the_oldest_that_somebody_else_wrote(
    community: CommunityRow, author: PersonRow, clock: Clock
) -> None:
    moderator = make_staff(community, Role.MODERATOR)
    own = make_waiting(community, moderator)
    clock.advance(minutes=1)
    oldest = make_waiting(community, author)
    clock.advance(minutes=1)
    make_waiting(community, author)
    assert queries.first_to_decide(community, moderator, "") == oldest.id
    assert queries.first_to_decide(community, author, "") == own.id
    assert queries.first_to_decide(make_community(), moderator, "") is None

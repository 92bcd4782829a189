"""What home, desk and one's own pages are given."""

from datetime import timedelta

import pytest

from resident.accounts.models import PersonRow
from resident.activities.actions import approve_activity
from resident.activities.models import Activity, ActivityState
from resident.activities.queries import (
    ActivityShown,
    activity_of,
    cards,
    hours_to_confirm,
    minutes_of,
    my_next_place,
    next_activities,
    upcoming,
)
from resident.activities.queries.to_confirm import TO_CONFIRM_HERE
from resident.communities.context import community_of
from resident.communities.models import CommunityRow, Role
from resident.db import db
from resident.statements import column
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_place, make_record, make_shift
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.organizations import make_member

pytestmark = pytest.mark.usefixtures("session")


def _shown(activity: Activity) -> ActivityShown:
    found = activity_of(community_of(activity), activity.id)
    assert found is not None
    return found


def test_the_next_activities_are_published_and_in_the_order_of_their_next_shift() -> None:
    community = make_community()
    late, early, waiting = (make_activity(community) for _ in range(3))
    make_shift(late, hours=50)
    make_shift(early, hours=-30)
    next_shift = make_shift(early, hours=10, capacity=5)
    make_shift(early, hours=40, capacity=3)
    make_place(next_shift)
    make_shift(waiting, hours=5)
    waiting.state = ActivityState.IN_REVIEW
    make_shift(make_activity(make_community()), hours=1)
    db.session.flush()
    listed = next_activities(community)
    assert (listed[0].activity_id, listed[0].id) == (early.id, next_shift.id)
    assert [one.activity_id for one in listed] == [early.id, late.id]
    assert (listed[0].shifts, listed[0].free, listed[0].free_in_all) == (2, 4, 7)
    approve_activity(waiting.id, by=make_staff(community, Role.MODERATOR))
    assert [one.activity_id for one in next_activities(community, 2)] == [waiting.id, early.id]


def test_an_activity_nobody_can_sign_up_for_any_more_promises_no_place(clock: Clock) -> None:
    community = make_community()
    over, running, later = (make_activity(community) for _ in range(3))
    make_shift(over, hours=30, sign_up_until=clock() + timedelta(hours=1))
    make_shift(running, hours=3, length=48)
    make_shift(later, hours=4, capacity=5)
    make_shift(later, hours=60, capacity=2)
    db.session.flush()
    assert [(one.is_closed, one.free, one.free_in_all) for one in next_activities(community)] == [
        (False, 3, 3),
        (False, 5, 7),
        (False, 3, 3),
    ]
    clock.advance(hours=5)
    assert {one.activity_id: (one.is_closed, one.free, one.free_in_all) for one in upcoming(community).rows} == {
        over.id: (True, 0, 0),
        running.id: (True, 0, 0),
        later.id: (False, 0, 2),
    }


def test_my_next_place_is_the_one_at_hand_until_it_ends(clock: Clock) -> None:
    community = make_community()
    activity, person = make_activity(community), make_resident(community)
    first, second = make_shift(activity, hours=1), make_shift(activity, hours=30)
    make_place(second, person)
    mine = make_place(first, person)
    make_place(make_shift(activity, hours=0.5), person, waiting=True)
    assert my_next_place(community, person).id == mine.id
    clock.advance(hours=2.9)
    assert my_next_place(community, person).id == mine.id
    clock.advance(hours=0.2)
    assert my_next_place(community, person).shift_id == second.id
    assert my_next_place(make_community(), person) is None


def test_minutes_are_two_counters_and_what_is_on_its_way() -> None:
    community = make_community()
    activity, person = make_activity(community), make_resident(community)
    for day, (state, how, minutes) in enumerate(
        (
            ("final", "seen", 90),
            ("final", "seen", 30),
            ("final", "by_hand", 45),
            ("final", "noted", 15),
            ("proposed", "seen", 10),
            ("in_notice", "by_hand", 20),
            ("voided", "seen", 600),
        )
    ):
        shift = make_shift(activity, hours=-24 * day - 5)
        make_record(shift, person, by=activity.created_by, minutes=minutes, how=how, state=state)
    mine = minutes_of(community, person)
    assert (mine.seen, mine.by_hand, mine.on_their_way) == (120, 60, 30)


def count_to_confirm(community: CommunityRow, person: PersonRow) -> int:
    """How many records stand on this person's desk: the statement that looks up their roles and bodies by itself."""
    return len(column(TO_CONFIRM_HERE, community=community.id, person=person.id))


def test_the_desk_counts_what_this_person_may_confirm() -> None:
    community = make_community()
    activity = make_activity(community)
    for how in ("seen", "by_hand"):
        make_record(make_shift(activity, hours=-5), by=activity.created_by, how=how)
    worker, moderator = make_staff(community, Role.WORKER), make_staff(community, Role.MODERATOR)
    make_record(make_shift(activity, hours=-5), worker, by=activity.created_by)
    make_record(make_shift(activity, hours=-5), by=activity.created_by, needs_two=True, confirmed_by_id=worker.id)
    people = (worker, moderator, activity.created_by)
    assert [count_to_confirm(community, person) for person in people] == [2, 2, 0]  # the moderator where no worker may


def test_each_shift_says_what_one_can_do_with_it(clock: Clock) -> None:
    community = make_community()
    activity, person = make_activity(community), make_resident(community)
    mine = make_shift(activity, hours=24)
    make_place(mine, person)
    full = make_shift(activity, hours=30, capacity=1)
    make_place(full)
    waited_for = make_shift(activity, hours=40, capacity=1)
    make_place(waited_for)
    make_place(waited_for, waiting=True)
    make_place(waited_for, person, waiting=True)
    off = make_shift(activity, hours=70)
    off.cancelled_at = clock()
    closed = make_shift(activity, hours=80, sign_up_until=clock())
    make_shift(activity, hours=25)
    make_shift(activity, hours=60)
    make_shift(activity, hours=-50)
    clock.advance(minutes=1)
    db.session.flush()
    found = {card.shift.id: card for card in cards(_shown(activity), person)}
    assert [card.offer for card in found.values()] == [
        "in",
        "elsewhere",
        "full",
        "waiting",
        "open",
        "called_off",
        "closed",
    ]
    assert (found[waited_for.id].sign_up.in_line, found[waited_for.id].shift.waiting) == (2, 2)
    assert found[closed.id].is_to_come
    assert [card.offer for card in cards(_shown(activity), None)][:3] == ["open", "open", "full"]


def test_where_nothing_is_to_come_the_shifts_that_were_are_shown() -> None:
    activity = make_activity(make_community())
    make_shift(activity, hours=-50)
    assert [card.offer for card in cards(_shown(activity), None)] == ["over"]


def test_where_workers_are_many_no_moderator_is_asked() -> None:
    """Three may have a hand in a record: with four workers outside of all bodies one is always left."""
    community = make_community()
    activity = make_activity(community)
    workers = [make_staff(community, Role.WORKER) for _number in range(3)]
    moderator = make_staff(community, Role.MODERATOR)
    make_record(
        make_shift(activity, hours=-5),
        workers[0],
        by=workers[1],
        how="by_hand",
        needs_two=True,
        confirmed_by_id=workers[2].id,
    )
    assert count_to_confirm(community, moderator) == len(hours_to_confirm(community, moderator).rows) == 1
    fourth = make_staff(community, Role.WORKER)
    assert count_to_confirm(community, moderator) == len(hours_to_confirm(community, moderator).rows) == 0
    assert count_to_confirm(community, fourth) == 1
    make_member(activity.organization, person=fourth)
    assert count_to_confirm(community, moderator) == 1

"""Shifts are added, moved and called off; whoever has a place or waits is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from resident import clock as app_clock
from resident.activities.actions import add_shift, cancel_shift, create_activity, move_shift
from resident.activities.actions.refusals import CalledOff, DeadlinePassed
from resident.activities.models import Activity, ActivityState, Shift, SignUpState
from resident.communities.context import community_of
from resident.db import db
from resident.moderation.models import ReviewItem
from resident.notifications.kinds import sentence
from resident.notifications.models import Notification
from resident.web.errors import Changed, Conflict, Invalid, NotHere
from tests.conftest import Clock
from tests.makers.activities import (
    activity_text,
    make_activity,
    make_place,
    make_shift,
    shift_plan,
    two,
)
from tests.makers.communities import make_community
from tests.makers.organizations import make_member, make_organization

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def activity(session: None) -> Activity:
    return make_activity(make_community())


def _move(shift: Shift, hours: float = 48, *, version: int = 1, **others: object) -> Shift:
    activity = shift.activity
    return move_shift(
        shift_id=shift.id,
        plan=shift_plan(hours, **others),
        version=version,
        community=community_of(activity),
        by=activity.created_by,
    )


def _told() -> list[tuple[int, str]]:
    rows = db.session.execute(select(Notification.person_id, Notification.kind).order_by(Notification.id))
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        ({"hours": -1}, "starts_at"),
        ({"hours": 24 * 400}, "starts_at"),
        ({"length": 0}, "ends_at"),
        ({"length": -1}, "ends_at"),
        ({"length": 12.5}, "ends_at"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 501}, "capacity"),
    ],
)
def test_a_shift_that_cannot_be_is_refused_at_its_field(activity: Activity, plan: dict[str, float], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        add_shift(activity_id=activity.id, plan=shift_plan(**plan), by=activity.created_by)  # type: ignore[arg-type]
    assert refusal.value.field == field


@pytest.mark.parametrize("hours", [25, -1])
def test_a_cut_off_after_the_start_or_in_the_past_is_refused(activity: Activity, hours: float) -> None:
    until = app_clock.now() + timedelta(hours=hours)
    with pytest.raises(Invalid) as refusal:
        add_shift(activity_id=activity.id, plan=shift_plan(24, sign_up_until=until), by=activity.created_by)
    assert refusal.value.field == "sign_up_until"


def test_shifts_of_one_activity_may_overlap(activity: Activity) -> None:
    make_shift(activity)
    later = add_shift(activity_id=activity.id, plan=shift_plan(25, length=3), by=activity.created_by)
    assert isinstance(later, Shift)
    assert activity.last_ends_at == later.ends_at


def test_adding_a_shift_shows_the_moderator_a_new_version() -> None:
    community = make_community()
    body = make_organization(community)
    waiting = create_activity(
        organization_id=body.id,
        text=activity_text(),
        first_shift=shift_plan(),
        community=community,
        by=make_member(body),
    )
    add_shift(activity_id=waiting.id, plan=shift_plan(30), by=waiting.created_by)
    assert db.session.scalars(select(ReviewItem.version)).one() == waiting.version == 2


def test_an_activity_that_is_over_gets_no_shift(activity: Activity) -> None:
    activity.state = ActivityState.CANCELLED
    with pytest.raises(Conflict):
        add_shift(activity_id=activity.id, plan=shift_plan(), by=activity.created_by)


def test_moving_a_shift_tells_those_in_it_and_those_who_wait(activity: Activity) -> None:
    shift = make_shift(activity, capacity=1)
    signed_up, waiting = make_place(shift), make_place(shift, waiting=True)
    _move(shift, 48, capacity=1)
    assert _told() == [(signed_up.person_id, "activities.shift_moved"), (waiting.person_id, "activities.shift_moved")]
    message = db.session.scalars(select(Notification)).first()
    assert "3月3日 9:00" in sentence(message.kind, message.params)
    assert "3月4日 9:00" in sentence(message.kind, message.params)
    assert activity.last_ends_at == shift.ends_at


def test_a_change_of_the_number_of_places_alone_tells_nobody(activity: Activity) -> None:
    shift = make_shift(activity)
    make_place(shift)
    _move(shift, 24, capacity=9)
    assert _told() == []


def test_more_places_move_up_those_who_wait(activity: Activity) -> None:
    shift = make_shift(activity, capacity=1)
    make_place(shift)
    first, second, third = (make_place(shift, waiting=True) for _ in range(3))
    _move(shift, 24, capacity=3)
    assert [place.state for place in (first, second, third)] == ["signed_up", "signed_up", "waiting"]
    assert shift.taken == 3
    assert _told() == [(first.person_id, "activities.moved_up"), (second.person_id, "activities.moved_up")]


def test_fewer_places_than_are_held_are_refused(activity: Activity) -> None:
    shift = make_shift(activity, capacity=3)
    make_place(shift)
    make_place(shift)
    with pytest.raises(Invalid) as refusal:
        _move(shift, 24, capacity=1)
    assert refusal.value.field == "capacity"


def test_the_same_move_sent_twice_is_made_once(activity: Activity) -> None:
    shift = make_shift(activity)
    for _time in range(2):
        _move(shift, 24, capacity=5)
    assert shift.version == 2


def test_a_stale_form_does_not_overwrite(activity: Activity) -> None:
    shift = make_shift(activity)
    _move(shift, 24, capacity=5)
    with pytest.raises(Changed):
        _move(shift, 24, capacity=6)


def test_what_has_begun_is_neither_moved_nor_called_off(activity: Activity, clock: Clock) -> None:
    shift = make_shift(activity, hours=1)
    clock.advance(hours=1)
    with pytest.raises(DeadlinePassed):
        _move(shift, 24)
    with pytest.raises(DeadlinePassed):
        cancel_shift(shift_id=shift.id, reason="雨", community=community_of(activity), by=activity.created_by)


def test_calling_a_shift_off_tells_everybody_once(activity: Activity) -> None:
    shift, other = make_shift(activity), make_shift(activity, hours=10)
    place = make_place(shift)
    for _again in range(2):
        cancel_shift(shift_id=shift.id, reason="下雨", community=community_of(activity), by=activity.created_by)
    assert _told() == [(place.person_id, "activities.shift_called_off")]
    assert (place.state, shift.taken) == (SignUpState.CALLED_OFF, 0)
    assert activity.last_ends_at == other.ends_at
    message = db.session.scalars(select(Notification)).one()
    assert "下雨" in sentence(message.kind, message.params)
    with pytest.raises(CalledOff):
        _move(shift, 24, version=shift.version)


def test_calling_off_needs_a_reason(activity: Activity) -> None:
    with pytest.raises(Invalid):
        cancel_shift(
            shift_id=make_shift(activity).id, reason="", community=community_of(activity), by=activity.created_by
        )


def test_a_shift_of_another_community_is_not_here(activity: Activity) -> None:
    shift = make_shift(activity)
    elsewhere = make_community()
    with pytest.raises(NotHere):
        cancel_shift(shift_id=shift.id, reason="x", community=elsewhere, by=activity.created_by)
    with pytest.raises(NotHere):
        move_shift(
            shift_id=shift.id, plan=shift_plan(place=two("a")), version=1, community=elsewhere, by=activity.created_by
        )


def test_a_shift_whose_sign_up_has_closed_can_still_go_elsewhere(activity: Activity) -> None:
    closed = app_clock.now() - timedelta(hours=1)
    shift = make_shift(activity, hours=24, sign_up_until=closed)
    make_shift(activity, hours=72).place = two("大门口")  # which was read with this one
    moved = _move(shift, 24, place=two("大门口"), sign_up_until=closed)
    assert (moved.place, moved.sign_up_until) == (two("大门口"), closed)


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        ({"sign_up_until": timedelta(hours=-2)}, "sign_up_until"),
        ({"starts_at": timedelta(hours=-2)}, "starts_at"),
        ({"ends_at": timedelta(hours=24)}, "ends_at"),
        ({"capacity": 501}, "capacity"),
    ],
)
def test_what_is_changed_about_an_old_shift_is_judged(activity: Activity, plan: dict[str, object], field: str) -> None:
    now = app_clock.now()
    closed = {"sign_up_until": now - timedelta(hours=1)}
    shift = make_shift(activity, hours=24, **closed)
    changed = {name: now + value if isinstance(value, timedelta) else value for name, value in plan.items()}
    with pytest.raises(Invalid) as refused:
        _move(shift, 24, **closed | changed)
    assert refused.value.field == field

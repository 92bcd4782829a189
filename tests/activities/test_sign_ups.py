"""A place is taken, waited for, given back; those who wait move up."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from resident import clock as app_clock
from resident.accounts.models import PersonRow
from resident.activities.actions import cancel_sign_up, join_waitlist, sign_up
from resident.activities.actions.refusals import CalledOff, DeadlinePassed, Overlaps, ShiftFull
from resident.activities.models import Activity, ActivityState, Shift, SignUp, SignUpState
from resident.communities.context import community_of
from resident.db import db
from resident.notifications.kinds import sentence
from resident.notifications.models import Notification
from resident.web.errors import NotHere
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_place, make_shift
from tests.makers.communities import make_community, make_resident

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def activity(session: None) -> Activity:
    return make_activity(make_community())


def _somebody(activity: Activity) -> PersonRow:
    return make_resident(community_of(activity))


def _sign_up(shift: Shift, person: PersonRow) -> SignUp:
    return sign_up(shift_id=shift.id, community=community_of(shift.activity), by=person)


def _wait(shift: Shift, person: PersonRow) -> SignUp:
    return join_waitlist(shift_id=shift.id, community=community_of(shift.activity), by=person)


def _cancel(shift: Shift, person: PersonRow) -> None:
    cancel_sign_up(shift_id=shift.id, community=community_of(shift.activity), by=person)


def _told() -> list[tuple[int, str]]:
    rows = db.session.execute(select(Notification.person_id, Notification.kind).order_by(Notification.id))
    return [tuple(row) for row in rows]


def test_signing_up_takes_one_place_and_twice_is_the_same(activity: Activity) -> None:
    shift, person = make_shift(activity), _somebody(activity)
    assert _sign_up(shift, person).id == _sign_up(shift, person).id
    assert shift.taken == 1


def test_a_full_shift_offers_the_list_and_takes_nobody_in_unasked(activity: Activity) -> None:
    shift = make_shift(activity, capacity=1)
    make_place(shift)
    with pytest.raises(ShiftFull):
        _sign_up(shift, _somebody(activity))
    assert db.session.scalars(select(SignUp.state)).all() == [SignUpState.SIGNED_UP]


def test_waiting_twice_is_one_place_in_the_list(activity: Activity) -> None:
    shift, person = make_shift(activity, capacity=1), _somebody(activity)
    make_place(shift)
    place = _wait(shift, person)
    assert (place.state, _wait(shift, person).id, shift.taken) == (SignUpState.WAITING, place.id, 1)


def test_who_wants_to_wait_and_finds_a_place_free_is_in(activity: Activity) -> None:
    shift = make_shift(activity, capacity=1)
    assert _wait(shift, _somebody(activity)).state == SignUpState.SIGNED_UP
    assert shift.taken == 1


def test_who_waits_takes_a_place_that_is_free(activity: Activity) -> None:
    shift = make_shift(activity, capacity=1)
    place = make_place(shift, waiting=True)
    assert _sign_up(shift, place.person).id == place.id
    assert (place.state, shift.taken) == (SignUpState.SIGNED_UP, 1)


def test_sign_up_ends_at_the_cut_off_named_in_the_refusal(activity: Activity, clock: Clock) -> None:
    shift = make_shift(activity, hours=24, sign_up_until=app_clock.now() + timedelta(hours=3))
    clock.advance(hours=3)
    _sign_up(shift, _somebody(activity))
    clock.advance(minutes=1)
    for attempt in (_sign_up, _wait):
        with pytest.raises(DeadlinePassed) as refusal:
            attempt(shift, _somebody(activity))
        assert "12:00" in str(refusal.value.message)


def test_nobody_signs_up_for_what_is_not_published_or_called_off(activity: Activity) -> None:
    waiting = make_activity(community_of(activity), state=ActivityState.IN_REVIEW)
    off = make_shift(activity)
    off.cancelled_at = app_clock.now()
    db.session.flush()
    for shift in (make_shift(waiting), off):
        with pytest.raises(CalledOff):
            _sign_up(shift, _somebody(activity))


def test_an_overlapping_shift_of_ones_own_is_named(activity: Activity) -> None:
    other = make_activity(community_of(activity), title="图书角值班")
    mine, wanted = make_shift(other, hours=24), make_shift(activity, hours=25)
    person = _somebody(activity)
    _sign_up(mine, person)
    for attempt in (_sign_up, _wait):
        with pytest.raises(Overlaps) as refusal:
            attempt(wanted, person)
        assert "图书角值班" in str(refusal.value.message)
    assert wanted.taken == 0


def test_one_shift_right_after_the_other_does_not_overlap(activity: Activity) -> None:
    first, second, person = make_shift(activity, hours=24), make_shift(activity, hours=26), _somebody(activity)
    _sign_up(first, person)
    _sign_up(second, person)
    assert (first.taken, second.taken) == (1, 1)


def test_one_may_wait_for_two_shifts_at_the_same_time(activity: Activity) -> None:
    person = _somebody(activity)
    for shift in (make_shift(activity, capacity=1), make_shift(activity, capacity=1)):
        make_place(shift)
        assert _wait(shift, person).state == SignUpState.WAITING


def test_a_shift_of_another_community_is_not_here(activity: Activity) -> None:
    shift = make_shift(make_activity(make_community()))
    for attempt in (sign_up, join_waitlist, cancel_sign_up):
        with pytest.raises(NotHere):
            attempt(shift_id=shift.id, community=community_of(activity), by=_somebody(activity))


def test_cancelling_frees_the_place_and_twice_is_the_same(activity: Activity) -> None:
    shift, person = make_shift(activity), _somebody(activity)
    place = _sign_up(shift, person)
    _cancel(shift, person)
    _cancel(shift, person)
    assert (shift.taken, place.state) == (0, SignUpState.CANCELLED)
    assert _sign_up(shift, person).id != place.id


def test_the_first_who_waits_moves_up_and_is_told(activity: Activity) -> None:
    shift = make_shift(activity, capacity=1)
    held, first, second = make_place(shift), make_place(shift, waiting=True), make_place(shift, waiting=True)
    _cancel(shift, held.person)
    assert [first.state, second.state, shift.taken] == [SignUpState.SIGNED_UP, SignUpState.WAITING, 1]
    assert first.moved_up_at == app_clock.now()
    assert _told() == [(first.person_id, "activities.moved_up")]
    message = db.session.scalars(select(Notification)).one()
    assert sentence(message.kind, message.params).startswith("空出")


def test_who_has_another_shift_then_is_passed_over(activity: Activity) -> None:
    shift, other = make_shift(activity, capacity=1), make_shift(activity, hours=25)
    held, busy, free = make_place(shift), make_place(shift, waiting=True), make_place(shift, waiting=True)
    make_place(other, busy.person)
    _cancel(shift, held.person)
    assert [busy.state, free.state] == [SignUpState.WAITING, SignUpState.SIGNED_UP]


def test_a_place_nobody_can_take_stays_free(activity: Activity) -> None:
    shift, other = make_shift(activity, capacity=1), make_shift(activity, hours=25)
    held, busy = make_place(shift), make_place(shift, waiting=True)
    make_place(other, busy.person)
    _cancel(shift, held.person)
    assert (shift.taken, busy.state) == (0, SignUpState.WAITING)


def test_leaving_the_list_moves_nobody_up(activity: Activity) -> None:
    shift = make_shift(activity, capacity=1)
    make_place(shift)
    first, second = make_place(shift, waiting=True), make_place(shift, waiting=True)
    _cancel(shift, first.person)
    assert [first.state, second.state, shift.taken] == [SignUpState.CANCELLED, SignUpState.WAITING, 1]


def test_after_the_start_a_place_is_not_given_back(activity: Activity, clock: Clock) -> None:
    shift = make_shift(activity, hours=1)
    place = make_place(shift)
    clock.advance(hours=1)
    with pytest.raises(DeadlinePassed):
        _cancel(shift, place.person)
    assert place.state == SignUpState.SIGNED_UP


def test_cancelling_what_one_never_had_changes_nothing(activity: Activity) -> None:
    shift = make_shift(activity)
    make_place(shift)
    _cancel(shift, _somebody(activity))
    assert shift.taken == 1

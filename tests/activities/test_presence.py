"""Check-in, check-out, and those who did not come."""

import pytest

from resident.activities.actions import check_in, check_out, mark_no_show
from resident.activities.actions.refusals import NotNow
from resident.activities.models import Shift, SignUp, SignUpState
from resident.activities.times import minutes_inside
from resident.communities.context import community_of
from resident.web.errors import Conflict, NotHere
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_place, make_shift
from tests.makers.communities import make_community

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def shift(session: None) -> Shift:
    """A shift of two hours that begins in one."""
    return make_shift(make_activity(make_community()), hours=1)


def _in(place: SignUp) -> SignUp:
    return check_in(
        sign_up_id=place.id, community=community_of(place.shift.activity), by=place.person, key=place.shift.check_in_key
    )


def _out(place: SignUp) -> SignUp:
    return check_out(
        sign_up_id=place.id, community=community_of(place.shift.activity), by=place.person, key=place.shift.check_in_key
    )


def _absent(place: SignUp) -> SignUp:
    activity = place.shift.activity
    return mark_no_show(sign_up_id=place.id, community=community_of(activity), by=activity.created_by)


def _seen(place: SignUp) -> int:
    return minutes_inside(place.shift, place.checked_in_at, place.checked_out_at)


def test_a_repeated_scan_keeps_the_first_time(shift: Shift, clock: Clock) -> None:
    place = make_place(shift)
    clock.advance(minutes=55)
    first = _in(place).checked_in_at
    clock.advance(minutes=20)
    assert _in(place).checked_in_at == first
    clock.advance(minutes=60)
    left = _out(place).checked_out_at
    clock.advance(minutes=1)
    assert _out(place).checked_out_at == left


@pytest.mark.parametrize(("minutes", "opens"), [(29, False), (30, True), (180, True), (181, False)])
def test_check_in_is_open_from_half_an_hour_before_the_start_to_the_end(
    shift: Shift, clock: Clock, minutes: int, opens: bool
) -> None:
    place = make_place(shift)
    clock.advance(minutes=minutes)
    if opens:
        assert _in(place).checked_in_at is not None
        return
    with pytest.raises(NotNow):
        _in(place)


@pytest.mark.parametrize(("minutes", "opens"), [(300, True), (301, False)])
def test_check_out_is_open_until_two_hours_after_the_end(shift: Shift, clock: Clock, minutes: int, opens: bool) -> None:
    place = make_place(shift)
    clock.advance(minutes=60)
    _in(place)
    clock.advance(minutes=minutes - 60)
    if opens:
        assert _out(place).checked_out_at is not None
        return
    with pytest.raises(NotNow):
        _out(place)


def test_nobody_leaves_before_they_came(shift: Shift, clock: Clock) -> None:
    place = make_place(shift)
    clock.advance(minutes=60)
    with pytest.raises(NotNow):
        _out(place)


def test_who_waits_or_has_cancelled_is_not_checked_in(shift: Shift, clock: Clock) -> None:
    waiting, gone = make_place(shift, waiting=True), make_place(shift)
    gone.state = SignUpState.CANCELLED
    clock.advance(minutes=60)
    for place in (waiting, gone):
        with pytest.raises(NotNow):
            _in(place)


def test_a_no_show_is_noted_once_the_shift_has_begun(shift: Shift, clock: Clock) -> None:
    place = make_place(shift)
    with pytest.raises(NotNow):
        _absent(place)
    clock.advance(minutes=60)
    first = _absent(place).no_show_at
    clock.advance(minutes=5)
    assert _absent(place).no_show_at == first


def test_who_comes_late_after_all_is_there(shift: Shift, clock: Clock) -> None:
    place = make_place(shift)
    clock.advance(minutes=70)
    _absent(place)
    assert _in(place).no_show_at is None
    with pytest.raises(Conflict):
        _absent(place)


def test_a_place_of_another_community_is_not_here(shift: Shift) -> None:
    place, elsewhere = make_place(shift), make_community()
    for attempt in (check_in, check_out, mark_no_show):
        with pytest.raises(NotHere):
            attempt(sign_up_id=place.id, community=elsewhere, by=place.person)


def test_seen_minutes_are_whole_ones_inside_the_shift(shift: Shift, clock: Clock) -> None:
    place = make_place(shift)
    clock.advance(minutes=40)
    _in(place)
    assert _seen(place) == 0
    clock.advance(minutes=80, seconds=59)
    _out(place)
    assert _seen(place) == 60
    late = make_place(shift, seen=500)
    assert _seen(late) == 120

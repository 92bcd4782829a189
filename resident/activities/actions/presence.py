"""Who came: checked in and out by the person in charge or by scanning the shift's code, or not there at all."""

from datetime import datetime

from resident import clock
from resident.accounts.models import Person
from resident.activities.actions.locking import hold_shift
from resident.activities.actions.refusals import NotNow
from resident.activities.models import Shift, SignUp, SignUpState
from resident.activities.permissions import NOT_BEGUN, can_check_in, can_check_out
from resident.audit.actions import record
from resident.communities.models import Community
from resident.db import db
from resident.web.errors import Conflict, NotHere
from resident.web.guards import Verdict


def check_in(sign_up_id: int, *, community: Community, by: Person) -> SignUp:
    """Note when somebody with a place came; a repeated scan changes nothing.

    By the person themself (who has the shift's key) or by whoever runs the activity: the view has
    asked. Somebody marked as not there who comes late after all is there. Raises NotHere, NotNow.
    """
    place = _held_place(sign_up_id, community)
    if place.checked_in_at is not None:
        return place
    _require(can_check_in(place, clock.now()))
    place.checked_in_at, place.checked_in_by_id, place.no_show_at = clock.now(), by.id, None
    record("shift.check_in", place, by=by, shift=place.shift_id)
    return place


def check_out(sign_up_id: int, *, community: Community, by: Person) -> SignUp:
    """Note when somebody left; a repeated scan changes nothing. Raises NotHere, NotNow."""
    place = _held_place(sign_up_id, community)
    if place.checked_out_at is not None:
        return place
    _require(can_check_out(place, clock.now()))
    place.checked_out_at, place.checked_out_by_id = clock.now(), by.id
    record("shift.check_out", place, by=by, shift=place.shift_id)
    return place


def mark_no_show(sign_up_id: int, *, community: Community, by: Person) -> SignUp:
    """Note that somebody with a place did not come, once the shift has begun; twice is the same.

    Raises NotHere, NotNow before the start, Conflict for somebody who was checked in.
    """
    place = _held_place(sign_up_id, community)
    if place.no_show_at is not None:
        return place
    if place.checked_in_at is not None or place.state != SignUpState.SIGNED_UP:
        raise Conflict
    if clock.now() < place.shift.starts_at:
        raise NotNow(NOT_BEGUN.message)
    place.no_show_at = clock.now()
    record("shift.no_show", place, by=by, shift=place.shift_id)
    return place


def seen_minutes(place: SignUp) -> int:
    """Whole minutes between check-in and check-out, as far as they lie inside the shift; 0 without both.

    Coming early or staying on is not what people were called for: where it was work after all,
    the person in charge enters it by hand with a reason.
    """
    if place.checked_in_at is None or place.checked_out_at is None:
        return 0
    first = max(place.checked_in_at, place.shift.starts_at)
    last = min(place.checked_out_at, place.shift.ends_at)
    return max(0, int((last - first).total_seconds()) // 60)


def is_over(shift: Shift, now: datetime) -> bool:
    """Whether minutes of this shift can be entered."""
    return shift.cancelled_at is None and now >= shift.ends_at


def _held_place(sign_up_id: int, community: Community) -> SignUp:
    """The place, its shift held. Raises NotHere."""
    place = db.session.get(SignUp, sign_up_id)
    if place is None or place.community_id != community.id:
        raise NotHere
    shift = hold_shift(place.shift_id, community.id)
    db.session.refresh(place)
    place.shift = shift
    return place


def _require(verdict: Verdict) -> None:
    if not verdict:
        raise NotNow(verdict.message)

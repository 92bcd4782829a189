"""The shifts of an activity: added, moved, called off. Whoever has a place or waits is told."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from resident import clock
from resident.accounts.models import Person
from resident.activities.actions.locking import hold_activity, hold_shift
from resident.activities.actions.refusals import CalledOff, DeadlinePassed
from resident.activities.actions.sign_ups import move_up
from resident.activities.models import OPEN_PLACES, Activity, ActivityState, Shift, SignUp, SignUpMove
from resident.activities.permissions import BEGUN, CALLED_OFF
from resident.audit.actions import record
from resident.communities.models import Community
from resident.db import db
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.moderation.actions import submit
from resident.notifications.actions import notify
from resident.web.errors import Conflict, Invalid, NotHere
from resident.web.versions import require_version

MOST_PLACES = 500
LONGEST = timedelta(hours=12)
FURTHEST = timedelta(days=366)
OPEN_STATES = (ActivityState.IN_REVIEW, ActivityState.CHANGES_ASKED, ActivityState.PUBLISHED)


@dataclass(frozen=True)
class ShiftPlan:
    """What a manager says about one shift; `sign_up_until` None means until it starts."""

    name: dict[str, str]
    place: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    capacity: int
    sign_up_until: datetime | None = None

    def checked(self) -> dict[str, Any]:
        """The columns of a shift. Raises Invalid at the field that cannot be."""
        now, until = clock.now(), self.sign_up_until or self.starts_at
        if self.starts_at <= now:
            raise Invalid("starts_at", _l("This time has passed. A shift is announced before it starts."))
        if self.starts_at > now + FURTHEST:
            raise Invalid("starts_at", _l("That is more than a year ahead. Is the year right?"))
        if self.ends_at <= self.starts_at:
            raise Invalid("ends_at", _l("The end must come after the start."))
        if self.ends_at - self.starts_at > LONGEST:
            raise Invalid("ends_at", _l("A shift lasts twelve hours at most. Make two of it."))
        if not 1 <= self.capacity <= MOST_PLACES:
            raise Invalid("capacity", _("From 1 to %(most)d places, please.", most=MOST_PLACES))
        if until > self.starts_at:
            raise Invalid("sign_up_until", _l("Sign-up cannot stay open after the shift has begun."))
        if until <= now:
            raise Invalid("sign_up_until", _l("This time has passed; nobody could sign up."))
        return {
            "name": self.name,
            "place": self.place,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "capacity": self.capacity,
            "sign_up_until": until,
        }


def add_shift(activity_id: int, plan: ShiftPlan, *, by: Person) -> Shift:
    """Add a shift; while the activity waits for its review, the moderator is shown it too.

    The view has asked `can_run`. Raises Invalid at a field, Conflict once the activity is over or refused.
    """
    activity = hold_activity(activity_id)
    if activity.state not in OPEN_STATES:
        raise Conflict
    shift = enter_shift(activity, plan)
    show_again(activity)
    record("shift.add", shift, by=by, starts_at=shift.starts_at.isoformat(), capacity=shift.capacity)
    return shift


def enter_shift(activity: Activity, plan: ShiftPlan) -> Shift:
    """The new row of a held or new activity, with a check-in key nobody can guess. Raises Invalid."""
    shift = Shift(
        community_id=activity.community_id,
        activity_id=activity.id,
        activity=activity,
        check_in_key=secrets.token_urlsafe(24),
        **plan.checked(),
    )
    db.session.add(shift)
    db.session.flush()
    _keep_last_end(activity)
    return shift


def move_shift(shift_id: int, plan: ShiftPlan, *, version: int, community: Community, by: Person) -> Shift:
    """Change a shift that has not begun; a new time or place is told to everybody in it or waiting.

    More places move up those who wait. `version` is the one that was shown. Raises Changed,
    DeadlinePassed, CalledOff, and Invalid: also for fewer places than are held.
    """
    activity, shift = _hold_both(shift_id, community)
    _require_changeable(activity, shift)
    require_version(shift, version)
    columns = plan.checked()
    if plan.capacity < shift.taken:
        raise Invalid("capacity", _("%(taken)d people have a place already; it cannot be fewer.", taken=shift.taken))
    was = shift.starts_at
    is_elsewhere = (shift.starts_at, shift.ends_at, shift.place) != (plan.starts_at, plan.ends_at, plan.place)
    for name, value in columns.items():
        setattr(shift, name, value)
    shift.version += 1
    db.session.flush()
    _keep_last_end(activity)
    show_again(activity)
    record("shift.move", shift, by=by, was=was.isoformat(), starts_at=shift.starts_at.isoformat())
    if is_elsewhere:
        tell(shift, "activities.shift_moved", community=community, was=was.isoformat())
    move_up(shift, community=community, by=by)
    return shift


def cancel_shift(shift_id: int, *, reason: str, community: Community, by: Person) -> None:
    """Call one shift off, with a reason that everybody in it or waiting is told; twice is the same.

    Raises Invalid without a reason, DeadlinePassed once it has begun.
    """
    activity, shift = _hold_both(shift_id, community)
    if shift.cancelled_at is not None:
        return
    _require_changeable(activity, shift)
    call_off([shift], reason=given(reason), community=community, by=by)
    _keep_last_end(activity)
    show_again(activity)


def call_off(shifts: Iterable[Shift], *, reason: str, community: Community, by: Person) -> None:
    """Cancel held shifts and every place in them, and tell their people once."""
    for shift in shifts:
        tell(shift, "activities.shift_called_off", community=community, reason=reason)
        shift.cancelled_at, shift.reason, shift.taken = clock.now(), reason, 0
        shift.version += 1
        db.session.execute(
            SignUp.moving(SignUpMove.CALL_OFF).where(SignUp.shift_id == shift.id).values(ended_at=clock.now())
        )
        record("shift.call_off", shift, by=by, reason=reason)
    db.session.flush()


def tell(shift: Shift, kind: str, *, community: Community, **params: Any) -> None:
    """Tell everybody who has a place or waits."""
    people = db.session.scalars(
        select(SignUp.person_id).where(SignUp.shift_id == shift.id, SignUp.state.in_(OPEN_PLACES)).order_by(SignUp.id)
    ).all()
    notify(
        people,
        kind,
        path=f"/c/{community.slug}/activities/{shift.activity_id}",
        community_id=community.id,
        title=shift.activity.title,
        starts_at=shift.starts_at.isoformat(),
        place=shift.place,
        **params,
    )


def show_again(activity: Activity) -> None:
    """An activity that waits for its review has changed: the moderator gets the new version."""
    if activity.state == ActivityState.IN_REVIEW:
        activity.version += 1
        db.session.flush()
        submit("activity", activity, title=activity.title, author_id=activity.created_by_id, version=activity.version)


def given(reason: str) -> str:
    """The reason people will be told. Raises Invalid without one."""
    if not reason.strip():
        raise Invalid("reason", _l("Say why, so that people know."))
    return reason.strip()


def _hold_both(shift_id: int, community: Community) -> tuple[Activity, Shift]:
    """The activity and its shift, held in this order. Raises NotHere."""
    activity_id = db.session.scalar(
        select(Shift.activity_id).where(Shift.id == shift_id, Shift.community_id == community.id)
    )
    if activity_id is None:
        raise NotHere
    return hold_activity(activity_id), hold_shift(shift_id, community.id)


def _require_changeable(activity: Activity, shift: Shift) -> None:
    """Only a shift that is still to come may change. Raises CalledOff, DeadlinePassed."""
    if shift.cancelled_at is not None or activity.state not in OPEN_STATES:
        raise CalledOff(CALLED_OFF.message)
    if clock.now() >= shift.starts_at:
        raise DeadlinePassed(BEGUN.message)


def _keep_last_end(activity: Activity) -> None:
    activity.last_ends_at = db.session.scalar(
        select(func.max(Shift.ends_at)).where(Shift.activity_id == activity.id, Shift.cancelled_at.is_(None))
    )
    db.session.flush()

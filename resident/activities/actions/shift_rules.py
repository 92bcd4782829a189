"""When a shift may still be changed, and what follows from it for its activity."""

from typing import Any

from sqlalchemy import bindparam, exists, func, select

from resident import clock
from resident.activities.actions.refusals import CalledOff, DeadlinePassed
from resident.activities.models import OPEN_SIGN_UPS, Activity, ActivityState, Shift, SignUp
from resident.activities.permissions import BEGUN, CALLED_OFF
from resident.communities.models import Community
from resident.db import db
from resident.moderation.actions import submit
from resident.notifications.actions import notify
from resident.statements import column, in_one_of, value

OPEN_STATES = (ActivityState.IN_REVIEW, ActivityState.CHANGES_ASKED, ActivityState.PUBLISHED)
_PEOPLE = (
    select(SignUp.person_id)
    .where(SignUp.shift_id == bindparam("shift"), in_one_of(SignUp.state, OPEN_SIGN_UPS))
    .order_by(SignUp.id)
)
_HAS_SIGN_UPS = select(exists().where(SignUp.shift_id == bindparam("shift")))
_LAST_END = select(func.max(Shift.ends_at)).where(
    Shift.activity_id == bindparam("activity"), Shift.cancelled_at.is_(None)
)


def has_sign_ups(shift: Shift) -> bool:
    """Whether anybody has, or had, a place in it or waits."""
    return bool(value(_HAS_SIGN_UPS, shift=shift.id))


def tell(shift: Shift, kind: str, *, community: Community, **params: Any) -> None:
    """Tell everybody who has a place or waits."""
    people = column(_PEOPLE, shift=shift.id)
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
        submit(
            kind="activity",
            subject=activity,
            title=activity.title,
            author_id=activity.created_by_id,
            version=activity.version,
        )


def require_changeable(activity: Activity, shift: Shift) -> None:
    """Only a shift that is still to come may change. Raises CalledOff, DeadlinePassed."""
    if shift.cancelled_at is not None or activity.state not in OPEN_STATES:
        raise CalledOff(CALLED_OFF.message)
    if clock.now() >= shift.starts_at:
        raise DeadlinePassed(BEGUN.message)


def keep_last_end(activity: Activity) -> None:
    """The activity is over when the last shift that takes place is."""
    activity.last_ends_at = value(_LAST_END, activity=activity.id)
    db.session.flush()

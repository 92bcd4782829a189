"""The shifts of an activity: added, moved, called off. Whoever has a place or waits is told."""

import secrets
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, exists, func, select

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.clashes import Clash, Clashes, clashing, free_places
from resident.activities.actions.freeing import lock_around, move_up_freed, people_in
from resident.activities.actions.locking import lock_activity, lock_shift_and_activity
from resident.activities.actions.plans import ShiftPlan
from resident.activities.actions.reasons import WHY_CALLED_OFF
from resident.activities.actions.refusals import CalledOff, DeadlinePassed
from resident.activities.actions.sign_ups import move_up
from resident.activities.actions.wording import SHIFT, must_be_read, propose_shift, propose_words
from resident.activities.models import OPEN_SIGN_UPS, Activity, ActivityState, Shift, SignUp, SignUpMove
from resident.activities.permissions import BEGUN, CALLED_OFF, can_cancel, can_run
from resident.audit.actions import record
from resident.communities.models import Community
from resident.db import db, lock
from resident.i18n import gettext as _
from resident.moderation.actions import is_said, submit, take_back
from resident.moderation.models import Proposal
from resident.notifications.actions import notify
from resident.statements import column, in_one_of, value
from resident.web.errors import Conflict, Invalid
from resident.web.guards import allow
from resident.web.reasons import given
from resident.web.versions import new_in, require_version

OPEN_STATES = (ActivityState.IN_REVIEW, ActivityState.CHANGES_ASKED, ActivityState.PUBLISHED)
WORDS = ("name", "place")
_PEOPLE = (
    select(SignUp.person_id)
    .where(SignUp.shift_id == bindparam("shift"), in_one_of(SignUp.state, OPEN_SIGN_UPS))
    .order_by(SignUp.id)
)
_HAS_SIGN_UPS = select(exists().where(SignUp.shift_id == bindparam("shift")))
_LAST_END = select(func.max(Shift.ends_at)).where(
    Shift.activity_id == bindparam("activity"), Shift.cancelled_at.is_(None)
)


def add_shift(*, activity_id: int, plan: ShiftPlan, by: Actor, again: Proposal | None = None) -> Shift | Proposal:
    """Add a shift; while the activity waits for its review, the moderator is shown it too.

    On a published activity a name or a place that nobody has read waits for the committee, and the shift with it;
    `again` is such a proposal that is sent in anew.
    Raises NotAllowed, Invalid at a field, Conflict once the activity is over or refused, ProposalMoved.
    """
    if again is not None:
        lock(again)
    activity = lock_activity(activity_id)
    allow(can_run(by, activity))
    if activity.state not in OPEN_STATES:
        raise Conflict
    if must_be_read(activity=activity, plan=plan, by=by):
        return propose_shift(activity=activity, plan=plan, by=by, again=again)
    if again is not None:
        take_back(proposal=again, by=by)
    return add_read_shift(activity=activity, plan=plan, by=by)


def add_read_shift(*, activity: Activity, plan: ShiftPlan, by: Actor) -> Shift:
    """Add a shift to a locked activity once its words need no further look. Raises Invalid, Conflict."""
    if activity.state not in OPEN_STATES:
        raise Conflict
    shift = enter_shift(activity, plan)
    show_again(activity)
    record("shift.added", shift, by=by, starts_at=shift.starts_at.isoformat(), capacity=shift.capacity)
    return shift


def enter_shift(activity: Activity, plan: ShiftPlan) -> Shift:
    """The new row of a locked or new activity, with a check-in key nobody can guess. Raises Invalid."""
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


def move_shift(
    *,
    shift_id: int,
    plan: ShiftPlan,
    version: int,
    accepted: Collection[int] = (),
    community: Community,
    by: Actor,
) -> Shift:
    """Change a shift that has not begun; a new time or place is told to everybody in it or waiting.

    More places move up those who wait. On a published activity a name or a place that nobody has read waits for the
    committee; time and places change at once. Who has a place in another shift at the new time loses the one here:
    `accepted` are the sign-ups of whom that was shown. `version` is the one that was shown. Raises NotAllowed, Changed,
    DeadlinePassed, CalledOff, Clashes, and Invalid: also for fewer places than are taken.
    """
    activity, shift = lock_shift_and_activity(community, shift_id)
    allow(can_run(by, activity))
    _require_changeable(activity, shift)
    if _stands(activity, shift, plan, by):
        return shift
    require_version(shift, version)
    plan.checked(shift)
    was, people = shift.starts_at, people_in([shift.id])
    lock_around([shift.id], people)
    clashes = _clashes(shift, plan, accepted)
    plan = propose_words(activity=activity, shift=shift, plan=plan, by=by)
    columns, staying = plan.checked(shift), shift.taken - len(clashes)
    if plan.capacity < staying and plan.capacity != shift.capacity:
        raise Invalid("capacity", _("%(taken)d people have a place already; it cannot be fewer.", taken=staying))
    free_places(shift=shift, people=clashes, at=plan, community=community, by=by)
    is_elsewhere = (shift.starts_at, shift.ends_at, shift.place) != (plan.starts_at, plan.ends_at, plan.place)
    _write(shift, columns)
    show_again(activity)
    record("shift.moved", shift, by=by, was=was.isoformat(), starts_at=shift.starts_at.isoformat())
    if is_elsewhere:
        tell(shift, "activities.shift_moved", community=community, was=was.isoformat())
    move_up(shift=shift, community=community, by=by)
    move_up_freed(people=people, by=by)
    return shift


def _stands(activity: Activity, shift: Shift, plan: ShiftPlan, by: Actor) -> bool:
    """Whether a locked shift is just as planned: the same form sent twice moves it once."""
    columns = plan.columns()
    words = {name: columns.pop(name) for name in WORDS}
    reads_first = must_be_read(activity=activity, plan=plan, by=by)
    return not new_in(shift, **columns) and is_said(kind=SHIFT, subject=shift, words=words, reads_first=reads_first)


def _write(shift: Shift, columns: Mapping[str, Any]) -> None:
    for name, planned in columns.items():
        setattr(shift, name, planned)
    shift.version += 1
    db.session.flush()
    _keep_last_end(shift.activity)


def _clashes(shift: Shift, plan: ShiftPlan, accepted: Collection[int]) -> list[Clash]:
    """Whom another time of the shift brings into two places at once; those of the time it has now are known.

    Raises Clashes where anybody of them has not been shown.
    """
    if (shift.starts_at, shift.ends_at) == (plan.starts_at, plan.ends_at):
        return []
    clashes = clashing(shift, plan)
    if {one.sign_up_id for one in clashes} - set(accepted):
        raise Clashes(clashes)
    return clashes


def take_words(*, shift: Shift, words: Mapping[str, Any], community: Community, by: Actor) -> None:
    """Give a locked shift the name and the place that everybody reads from now on; a new place is told to its people."""
    is_elsewhere = shift.place != words["place"]
    shift.name, shift.place = words["name"], words["place"]
    shift.version += 1
    db.session.flush()
    record("shift.worded", shift, by=by)
    if is_elsewhere:
        tell(shift, "activities.shift_moved", community=community, was=shift.starts_at.isoformat())


def put_back_words(*, shift: Shift, words: Mapping[str, Any], by: Actor) -> None:
    """Give a locked shift the words back that stood there a moment ago; who was told of others hears that they do not hold."""
    shift.name, shift.place = words["name"], words["place"]
    shift.version += 1
    record("shift.wording_undone", shift, by=by)
    db.session.flush()


def drop_shift(*, shift: Shift, by: Actor) -> None:
    """A shift that was added a moment ago, and that nobody has signed up for, is not there any more."""
    activity = shift.activity
    record("shift.adding_undone", shift, by=by)
    db.session.delete(shift)
    db.session.flush()
    _keep_last_end(activity)


def has_sign_ups(shift: Shift) -> bool:
    """Whether anybody has, or had, a place in it or waits."""
    return bool(value(_HAS_SIGN_UPS, shift=shift.id))


def cancel_shift(*, shift_id: int, reason: str, community: Community, by: Actor) -> Shift:
    """Call one shift off, with a reason that everybody in it or waiting is told; twice is the same.

    Raises NotAllowed, Invalid without a reason, DeadlinePassed once it has begun.
    """
    activity, shift = lock_shift_and_activity(community, shift_id)
    allow(can_cancel(by, activity))
    if shift.cancelled_at is not None:
        return shift
    _require_changeable(activity, shift)
    call_off(shifts=[shift], reason=given(reason, WHY_CALLED_OFF), community=community, by=by)
    _keep_last_end(activity)
    show_again(activity)
    return shift


def call_off(*, shifts: Iterable[Shift], reason: str, community: Community, by: Actor) -> None:
    """Cancel locked shifts and every sign-up for them, and tell their people once; who is free now moves up elsewhere."""
    shifts = list(shifts)
    freed = people_in([shift.id for shift in shifts])
    for shift in shifts:
        tell(shift, "activities.shift_called_off", community=community, reason=reason)
        shift.cancelled_at, shift.reason, shift.taken = clock.now(), reason, 0
        shift.version += 1
        db.session.execute(
            SignUp.moving(SignUpMove.CALL_OFF).where(SignUp.shift_id == shift.id).values(ended_at=clock.now())
        )
        record("shift.called_off", shift, by=by, reason=reason)
    db.session.flush()
    move_up_freed(people=freed, by=by)


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


def _require_changeable(activity: Activity, shift: Shift) -> None:
    """Only a shift that is still to come may change. Raises CalledOff, DeadlinePassed."""
    if shift.cancelled_at is not None or activity.state not in OPEN_STATES:
        raise CalledOff(CALLED_OFF.message)
    if clock.now() >= shift.starts_at:
        raise DeadlinePassed(BEGUN.message)


def _keep_last_end(activity: Activity) -> None:
    activity.last_ends_at = value(_LAST_END, activity=activity.id)
    db.session.flush()

"""The shifts of an activity: added, moved, called off. Whoever has a place or waits is told."""

import secrets
from collections.abc import Collection

from resident.accounts.models import Actor
from resident.activities.actions.clashes import Clash, Clashes, clashing, free_places
from resident.activities.actions.freeing import lock_around, move_up_freed, people_in
from resident.activities.actions.locking import lock_activity, lock_shift_and_activity
from resident.activities.actions.moving_up import move_up
from resident.activities.actions.plans import ShiftPlan
from resident.activities.actions.shift_rules import OPEN_STATES, keep_last_end, require_changeable, show_again, tell
from resident.activities.actions.shift_words import WORDS, write_plan
from resident.activities.actions.wording import SHIFT, must_be_read, propose_shift, propose_words
from resident.activities.models import Activity, Shift
from resident.activities.permissions import can_run
from resident.audit.actions import record
from resident.communities.models import Community
from resident.db import db, lock
from resident.i18n import gettext as _
from resident.moderation.actions import is_said, take_back
from resident.moderation.models import Proposal
from resident.web.errors import Conflict, Invalid
from resident.web.guards import allow
from resident.web.versions import new_in, require_version


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
    keep_last_end(activity)
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
    require_changeable(activity, shift)
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
    write_plan(shift, columns)
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

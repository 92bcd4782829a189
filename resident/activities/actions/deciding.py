"""What the review decides on an activity, and that undone."""

from sqlalchemy import bindparam, exists, select

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.activities import path_of
from resident.activities.actions.locking import lock_activity
from resident.activities.models import Activity, ActivityMove, ActivityState, Shift, SignUp
from resident.activities.permissions import can_decide
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.i18n import gettext as _
from resident.i18n import tr_text
from resident.ids import PersonId
from resident.notifications.actions import notify
from resident.statements import value
from resident.web.errors import Words
from resident.web.guards import allow

_SIGNED_UP = select(exists().where(SignUp.shift_id == Shift.id, Shift.activity_id == bindparam("activity")))


def approve_activity(activity_id: int, *, by: Actor, reason: str = "") -> None:
    """The moderator says yes: it is published and its author told. Called by the review, which records it. Raises NotAllowed."""
    activity = _decided(activity_id, ActivityMove.APPROVE, reason, by)
    activity.published_at = clock.now()
    _tell_author(activity, "activities.approved")


def refuse_activity(activity_id: int, *, by: Actor, reason: str) -> None:
    """The moderator says no, with a reason."""
    _tell_author(_decided(activity_id, ActivityMove.REJECT, reason, by), "activities.not_approved", reason=reason)


def ask_activity_changes(activity_id: int, *, by: Actor, reason: str) -> None:
    """The moderator asks for changes, with what to change."""
    _tell_author(_decided(activity_id, ActivityMove.ASK_CHANGES, reason, by), "activities.changes_asked", reason=reason)


def undo_decision(activity_id: int, move: str, _before: None, *, by: Actor) -> None:
    """It waits in the review again, and nobody can sign up. Called by the review. Raises NotAllowed."""
    activity = lock_activity(activity_id)
    allow(can_decide(by, activity))
    activity.undo(ActivityMove(move), ActivityState.IN_REVIEW)
    activity.reason, activity.published_at = "", None
    record("activity.decision_undone", activity, by=by)


def built_on_decision(activity_id: int, move: str, _by_id: PersonId) -> Words:
    """Whether people have signed up for it since it was published, or its body has changed it."""
    activity = lock_activity(activity_id)
    if activity.state != Activity.MOVES[ActivityMove(move)].target:
        return _("%(name)s has gone on with it meanwhile.", name=tr_text(activity.organization.name))
    return _("People have signed up for it meanwhile.") if value(_SIGNED_UP, activity=activity_id) else ""


def _decided(activity_id: int, move: ActivityMove, reason: str, by: Actor) -> Activity:
    activity = lock_activity(activity_id)
    allow(can_decide(by, activity))
    activity.move(move)
    activity.reason = reason
    return activity


def _tell_author(activity: Activity, kind: str, **params: str) -> None:
    notify(
        [activity.created_by_id],
        kind,
        path=path_of(activity, community_of(activity)),
        community_id=activity.community_id,
        title=activity.title,
        **params,
    )

"""An activity's own life: called for, reviewed, changed while it waits, withdrawn, called off."""

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.entrance.allowance import count_post
from resident.accounts.models import Actor, Person
from resident.activities.actions.calling_off import call_off
from resident.activities.actions.locking import lock_activity
from resident.activities.actions.reasons import WHY_CALLED_OFF
from resident.activities.actions.refusals import NOT_YOUR_BODY
from resident.activities.actions.shifts import ShiftPlan, enter_shift
from resident.activities.models import Activity, ActivityMove, ActivityMoved, ActivityState, Shift
from resident.activities.permissions import NOT_EDITABLE, can_cancel, can_run
from resident.audit.actions import record
from resident.communities.models import Community
from resident.db import db
from resident.moderation.actions import submit, withdraw
from resident.organizations.locking import lock_body
from resident.organizations.permissions import can_manage
from resident.organizations.queries import organization_of
from resident.statements import entities
from resident.web.errors import Invalid
from resident.web.guards import allow
from resident.web.reasons import given
from resident.web.versions import new_in, require_version

_TO_COME = (
    select(Shift)
    .where(Shift.activity_id == bindparam("activity"), Shift.cancelled_at.is_(None), Shift.starts_at > bindparam("now"))
    .order_by(Shift.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class ActivityText:
    """What people are told before they sign up (MCA order 67: content, conditions, risks, protections, contact)."""

    title: dict[str, str]
    body: dict[str, str]
    conditions: dict[str, str]
    risks: dict[str, str]
    protections: dict[str, str]
    picture: str
    contact_name: str


def path_of(activity: Activity, community: Community) -> str:
    """Where the page of an activity stands."""
    return f"/c/{community.slug}/activities/{activity.id}"


def create_activity(
    *, organization_id: int, text: ActivityText, first_shift: ShiftPlan, community: Community, by: Person
) -> Activity:
    """Call people to volunteer work and put it into the review queue; further shifts are added to it.

    Raises Later, and Invalid at a field: also for a body one does not lead, or of elsewhere.
    """
    body = organization_of(community, organization_id)
    if body is None or not can_manage(by, community, lock_body(body).id):
        raise Invalid("organization", NOT_YOUR_BODY)
    count_post("activity", by=by)
    now = clock.now()
    activity = Activity(
        community_id=community.id,
        organization_id=body.id,
        created_by_id=by.id,
        created_at=now,
        submitted_at=now,
        **asdict(text),
    )
    db.session.add(activity)
    db.session.flush()
    enter_shift(activity, first_shift)
    submit(kind="activity", subject=activity, title=activity.title, author_id=by.id, version=activity.version)
    record("activity.created", activity, by=by)
    return activity


def edit_activity(*, activity_id: int, text: ActivityText, version: int, by: Actor) -> Activity:
    """Change the text while it waits for its review, or answer to changes asked: it waits again.

    `version` is the one that was shown. Raises NotAllowed, Changed, and ActivityMoved for what is published or over.
    """
    activity = lock_activity(activity_id)
    allow(can_run(by, activity))
    if not activity.allows(ActivityMove.SUBMIT_AGAIN):
        raise ActivityMoved(NOT_EDITABLE.message)
    if activity.state == ActivityState.IN_REVIEW and not new_in(activity, **asdict(text)):
        return activity
    require_version(activity, version)
    for name, words in asdict(text).items():
        setattr(activity, name, words)
    activity.version += 1
    if activity.state == ActivityState.CHANGES_ASKED:
        activity.submitted_at, activity.reason = clock.now(), ""
    activity.move(ActivityMove.SUBMIT_AGAIN)
    db.session.flush()
    submit(
        kind="activity",
        subject=activity,
        title=activity.title,
        author_id=activity.created_by_id,
        version=activity.version,
    )
    record("activity.edited", activity, by=by, version=activity.version)
    return activity


def withdraw_activity(*, activity_id: int, by: Actor) -> None:
    """Take an unpublished activity out of the queue; twice is the same. Raises NotAllowed, ActivityMoved once it is published."""
    activity = lock_activity(activity_id)
    allow(can_run(by, activity))
    if activity.state == ActivityState.WITHDRAWN:
        return
    activity.move(ActivityMove.WITHDRAW)
    withdraw(kind="activity", subject=activity, by=by)
    record("activity.withdrawn", activity, by=by)


def cancel_activity(*, activity_id: int, reason: str, community: Community, by: Actor) -> None:
    """Call a published activity off with every shift still to come; their people are told the reason.

    Shifts that have begun keep their roster, so that the minutes given there still count. Twice is
    the same. Raises NotAllowed, Invalid without a reason, ActivityMoved for what was never published.
    """
    activity = lock_activity(activity_id)
    allow(can_cancel(by, activity))
    if activity.state == ActivityState.CANCELLED:
        return
    call_off_to_come(activity=activity, reason=given(reason, WHY_CALLED_OFF), community=community, by=by)


def call_off_to_come(*, activity: Activity, reason: str, community: Community, by: Actor) -> None:
    """End a locked, published activity with its shifts to come; who calls this has asked whether that is allowed."""
    activity.move(ActivityMove.CANCEL)
    activity.reason, activity.cancelled_at = reason, clock.now()
    shifts = entities(_TO_COME, activity=activity.id, now=clock.now())
    call_off(shifts=shifts, reason=reason, community=community, by=by)
    record("activity.called_off", activity, by=by, reason=reason)

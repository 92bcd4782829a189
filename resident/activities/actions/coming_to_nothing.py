"""What becomes of the activities of a body that nobody leads any more: what is to come is called off."""

from sqlalchemy import bindparam, exists, func, or_, select

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.activities import call_off_to_come, path_of
from resident.activities.models import TAKES_PLACE, Activity, ActivityMove, ActivityState, Shift
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.open_work import Lying, OpenThing
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.moderation.actions import withdraw
from resident.notifications.actions import notify
from resident.organizations import open_work
from resident.organizations.models import MemberRole, Organization
from resident.organizations.open_work import OpenWork
from resident.statements import entities, in_one_of, value, written

WHY = "组织者已不再在本社区活动。The organization no longer acts here."  # stored beside reasons that people wrote
_UNDECIDED = (ActivityState.IN_REVIEW, ActivityState.CHANGES_ASKED)
_LIES_THERE = (
    Activity.organization_id == bindparam("body"),
    or_(
        in_one_of(Activity.state, _UNDECIDED),
        (Activity.state == written(ActivityState.PUBLISHED))
        & exists().where(Shift.activity_id == Activity.id, TAKES_PLACE, Shift.starts_at > bindparam("now")),
    ),
)
_LYING = select(Activity).where(*_LIES_THERE).order_by(Activity.id)
_FIRST = _LYING.limit(bindparam("most"))
_COUNT = select(func.count()).select_from(Activity).where(*_LIES_THERE)
_LOCKED = _LYING.with_for_update(of=Activity).execution_options(populate_existing=True)


def lying_at(body: Organization, most: int) -> Lying:
    """The activities of a body that wait for their review or have shifts to come; two statements at most."""
    count, now = value(_COUNT, body=body.id, now=clock.now()), clock.now()
    first = entities(_FIRST, body=body.id, now=now, most=most) if count else ()
    community = community_of(body)
    return Lying(count, [OpenThing(activity.title, path_of(activity, community)) for activity in first])


def end_activities(body: Organization, *, by: Actor) -> None:
    """Take back what waits for its review, and call off every shift to come; authors and everybody in a shift are told.

    Shifts that have begun keep their roster: the committee enters the minutes. It follows from what leaves the body
    without anybody, whose action has asked whether that is allowed.
    """
    community = community_of(body)
    for activity in entities(_LOCKED, body=body.id, now=clock.now()):
        if activity.state == ActivityState.PUBLISHED:
            call_off_to_come(activity=activity, reason=WHY, community=community, by=by)
            continue
        activity.move(ActivityMove.WITHDRAW)
        withdraw(kind="activity", subject=activity, by=by)
        record("activity.taken_out", activity, by=by)
        notify(
            [activity.created_by_id] if activity.created_by_id != by.id else [],
            "activities.taken_out",
            path=path_of(activity, community),
            community_id=community.id,
            title=activity.title,
            body=body.name,
        )
    db.session.flush()


def register() -> None:
    """Tell the bodies what activities keep open there."""
    open_work.register(
        OpenWork(
            "activities",
            _l("Activities"),
            _l("are called off with every shift to come; everybody who signed up or waits is told"),
            frozenset({MemberRole.MANAGER}),
            lying_at,
            end_activities,
        )
    )

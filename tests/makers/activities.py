"""Activities, shifts, places and service records for tests."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select

from resident import clock
from resident.accounts.models import PersonRow
from resident.activities.actions import ActivityText, ShiftPlan
from resident.activities.models import (
    Activity,
    ActivityState,
    How,
    RecordState,
    ServiceRecord,
    Shift,
    SignUp,
    SignUpState,
)
from resident.communities.models import CommunityRow
from resident.db import db
from resident.organizations.models import Organization
from tests.makers.communities import make_resident
from tests.makers.organizations import make_member, make_organization


def two(zh: str, en: str = "") -> dict[str, str]:
    """A text in two languages."""
    return {"zh_Hans": zh, "en": en or zh}


def activity_text(**others: object) -> ActivityText:
    """What a manager says about an activity."""
    words = {
        "title": two("包饺子", "Dumplings"),
        "body": two("一起包饺子。", "We make dumplings together."),
        "conditions": two("", ""),
        "risks": two("有热锅。", "Hot pots."),
        "protections": two("有保险。", "Insured."),
        "picture": "dumpling",
        "contact_name": "赵秀英",
    }
    return ActivityText(**(words | others))  # type: ignore[arg-type]


def shift_plan(hours: float = 24, *, length: float = 2, capacity: int = 3, **others: object) -> ShiftPlan:
    """A shift that begins so many hours from now and lasts `length` hours."""
    starts_at = clock.now() + timedelta(hours=hours)
    plan = {
        "name": two("包饺子", "Make"),
        "place": two("活动室", "Community room"),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=length),
        "capacity": capacity,
    }
    return ShiftPlan(**(plan | others))  # type: ignore[arg-type]


def make_activity(
    community: CommunityRow,
    *,
    body: Organization | None = None,
    manager: PersonRow | None = None,
    state: ActivityState = ActivityState.PUBLISHED,
    title: str = "包饺子",
) -> Activity:
    """An activity of a body with a manager, published unless said otherwise; it has no shift yet."""
    body = body or make_organization(community)
    manager = manager or make_member(body)
    activity = Activity(
        community_id=community.id,
        organization_id=body.id,
        title=two(title, "Dumplings"),
        body=two("一起包饺子。", "We make dumplings together."),
        risks=two("有热锅。", "Hot pots."),
        contact_name="赵秀英",
        state=state,
        created_by_id=manager.id,
        created_at=clock.now(),
        submitted_at=clock.now(),
        published_at=clock.now() if state == ActivityState.PUBLISHED else None,
    )
    db.session.add(activity)
    db.session.flush()
    return activity


def make_shift(
    activity: Activity,
    *,
    hours: float = 24,
    length: float = 2,
    capacity: int = 3,
    sign_up_until: datetime | None = None,
) -> Shift:
    """A shift that begins so many hours from now (negative: it began before)."""
    starts_at = clock.now() + timedelta(hours=hours)
    shift = Shift(
        community_id=activity.community_id,
        activity_id=activity.id,
        name=two("包饺子", "Make"),
        place=two("活动室", "Community room"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=length),
        sign_up_until=sign_up_until or starts_at,
        capacity=capacity,
        taken=0,
        check_in_key=secrets.token_urlsafe(24),
    )
    db.session.add(shift)
    db.session.flush()
    last = db.session.scalar(select(func.max(Shift.ends_at)).where(Shift.activity_id == activity.id))
    activity.last_ends_at = last
    db.session.flush()
    return shift


def make_place(
    shift: Shift,
    person: PersonRow | None = None,
    *,
    waiting: bool = False,
    seen: int = 0,
    pressed_by: PersonRow | None = None,
) -> SignUp:
    """A place in a shift, or in its waiting list; `seen` minutes between check-in at the start and check-out.

    Both by the volunteer, or by the person in charge where `pressed_by` says so.
    """
    community = db.session.get_one(CommunityRow, shift.community_id)
    place = SignUp(
        community_id=shift.community_id,
        shift_id=shift.id,
        person_id=(person or make_resident(community)).id,
        state=SignUpState.WAITING if waiting else SignUpState.SIGNED_UP,
        created_at=clock.now(),
    )
    if seen:
        place.checked_in_at, place.checked_out_at = shift.starts_at, shift.starts_at + timedelta(minutes=seen)
        place.checked_in_by_id = place.checked_out_by_id = pressed_by.id if pressed_by else place.person_id
    if not waiting:
        shift.taken += 1
    db.session.add(place)
    db.session.flush()
    return place


def first_minutes(shift: Shift, minutes: int = 60) -> dict[str, datetime]:
    """So many minutes from the beginning of a shift, as they are entered by hand."""
    return {"started_at": shift.starts_at, "ended_at": shift.starts_at + timedelta(minutes=minutes)}


def make_record(
    shift: Shift,
    person: PersonRow | None = None,
    *,
    by: PersonRow,
    minutes: int = 120,
    how: How = How.SEEN,
    state: RecordState = RecordState.PROPOSED,
    started_at: datetime | None = None,
    **others: object,
) -> ServiceRecord:
    """Minutes proposed for somebody, on the way as far as `state`; it grants nothing by itself."""
    community = db.session.get_one(CommunityRow, shift.community_id)
    record = ServiceRecord(
        community_id=shift.community_id,
        shift_id=shift.id,
        person_id=(person or make_resident(community)).id,
        minutes=minutes,
        started_at=started_at or shift.starts_at,
        ended_at=(started_at or shift.starts_at) + timedelta(minutes=minutes),
        how=how,
        state=state,
        proposed_by_id=by.id,
        proposed_at=clock.now(),
        final_at=clock.now() if state == RecordState.FINAL else None,
        points=0 if state == RecordState.FINAL else None,
        **others,
    )
    db.session.add(record)
    db.session.flush()
    return record

"""An activity is called for, reviewed, changed while it waits, withdrawn, called off."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from resident.accounts.models import PersonRow
from resident.activities.actions import (
    cancel_activity,
    create_activity,
    edit_activity,
    withdraw_activity,
)
from resident.activities.models import Activity, ActivityState, Shift, SignUp, SignUpState
from resident.activities.permissions import can_cancel, can_create, can_edit, can_see
from resident.activities.review.showing import shown
from resident.communities.context import community_of
from resident.communities.models import Role
from resident.db import db
from resident.moderation.actions import approve, ask_changes, reject
from resident.moderation.models import ReviewItem, ReviewState
from resident.notifications.models import Notification
from resident.organizations.models import MemberRole
from resident.web.errors import Changed, Conflict, Invalid, NotAllowed
from tests.makers.activities import activity_text, make_activity, make_place, make_shift, shift_plan, two
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.organizations import make_member, make_organization

pytestmark = pytest.mark.usefixtures("session")


def _called_for() -> Activity:
    community = make_community()
    body = make_organization(community)
    return create_activity(
        organization_id=body.id,
        text=activity_text(),
        first_shift=shift_plan(),
        community=community,
        by=make_member(body),
    )


def _item(activity: Activity) -> ReviewItem:
    return db.session.scalars(
        select(ReviewItem).where(ReviewItem.subject_id == activity.id).order_by(ReviewItem.id.desc())
    ).first()


def _told(person_id: int) -> list[str]:
    return list(db.session.scalars(select(Notification.kind).where(Notification.person_id == person_id)))


def test_a_new_activity_waits_for_review_with_its_first_shift() -> None:
    activity = _called_for()
    assert activity.state == ActivityState.IN_REVIEW
    assert _item(activity).state == ReviewState.WAITING
    shift = db.session.scalars(select(Shift)).one()
    assert (shift.taken, shift.capacity) == (0, 3)
    assert activity.last_ends_at == shift.ends_at
    assert len(shift.check_in_key) >= 32


def test_a_body_of_another_community_is_refused() -> None:
    community, body = make_community(), make_organization(make_community())
    with pytest.raises(Invalid) as refusal:
        create_activity(
            organization_id=body.id,
            text=activity_text(),
            first_shift=shift_plan(),
            community=community,
            by=make_member(body),
        )
    assert refusal.value.field == "organization"


def test_the_moderator_reads_everything_people_will_read() -> None:
    activity = _called_for()
    seen = shown(activity.id)
    values = [read.text for read in seen.texts]
    assert activity.risks in values
    assert activity.protections in values
    assert activity.conditions not in values
    assert any("9:00" in str(read.label) for read in seen.texts)


@pytest.mark.parametrize(
    "decide",
    [
        lambda item, by: approve(item=item, version=1, by=by),
        lambda item, by: reject(item=item, version=1, by=by, reason="广告"),
        lambda item, by: ask_changes(item=item, version=1, by=by, reason="写清地点"),
    ],
    ids=["approve", "reject", "ask for changes"],
)
def test_a_moderator_does_not_decide_on_an_activity_of_the_body_they_lead(
    decide: Callable[[ReviewItem, PersonRow], None],
) -> None:
    activity = _called_for()
    moderator = make_staff(community_of(activity), Role.MODERATOR)
    make_member(activity.organization, person=moderator)
    with pytest.raises(NotAllowed):
        decide(_item(activity), moderator)
    assert (activity.state, activity.published_at) == (ActivityState.IN_REVIEW, None)
    assert _told(activity.created_by_id) == []


def test_approval_publishes_and_tells_its_author() -> None:
    activity = _called_for()
    approve(item=_item(activity), version=1, by=make_staff(community_of(activity), Role.MODERATOR))
    assert activity.state == ActivityState.PUBLISHED
    assert activity.published_at is not None
    assert _told(activity.created_by_id) == ["activities.approved"]


def test_refusal_and_changes_tell_the_reason() -> None:
    for decide, state in ((reject, ActivityState.NOT_APPROVED), (ask_changes, ActivityState.CHANGES_ASKED)):
        activity = _called_for()
        decide(
            item=_item(activity),
            version=1,
            by=make_staff(community_of(activity), Role.MODERATOR),
            reason="风险要写清楚",
        )
        assert activity.state == state
        assert activity.reason == "风险要写清楚"
        assert _told(activity.created_by_id) == [f"activities.{state}"]


def test_an_edit_while_it_waits_is_what_the_moderator_gets() -> None:
    activity = _called_for()
    edit_activity(activity_id=activity.id, text=activity_text(title=two("新标题")), version=1, by=activity.created_by)
    assert _item(activity).version == activity.version == 2
    with pytest.raises(Changed):
        approve(item=_item(activity), version=1, by=make_staff(community_of(activity), Role.MODERATOR))


def test_an_edit_of_what_is_no_longer_current_is_refused() -> None:
    activity = _called_for()
    edit_activity(activity_id=activity.id, text=activity_text(title=two("新标题")), version=1, by=activity.created_by)
    with pytest.raises(Changed):
        edit_activity(activity_id=activity.id, text=activity_text(), version=1, by=activity.created_by)


def test_the_same_edit_sent_twice_is_saved_once() -> None:
    activity = _called_for()
    for _time in range(2):
        edit_activity(
            activity_id=activity.id, text=activity_text(title=two("新标题")), version=1, by=activity.created_by
        )
    assert activity.version == 2


def test_an_edit_after_changes_were_asked_waits_again() -> None:
    activity = _called_for()
    ask_changes(item=_item(activity), version=1, by=make_staff(community_of(activity), Role.MODERATOR), reason="改")
    edit_activity(activity_id=activity.id, text=activity_text(), version=1, by=activity.created_by)
    assert activity.state == ActivityState.IN_REVIEW
    assert _item(activity).state == ReviewState.WAITING


def test_what_was_published_keeps_its_text() -> None:
    activity = make_activity(make_community())
    with pytest.raises(Conflict):
        edit_activity(activity_id=activity.id, text=activity_text(), version=1, by=activity.created_by)
    assert can_edit(activity.created_by, activity).reason == "not_editable"


def test_withdrawing_takes_it_out_of_the_queue_and_twice_is_the_same() -> None:
    activity = _called_for()
    withdraw_activity(activity_id=activity.id, by=activity.created_by)
    withdraw_activity(activity_id=activity.id, by=activity.created_by)
    assert activity.state == ActivityState.WITHDRAWN
    assert _item(activity).state == ReviewState.WITHDRAWN


def test_what_was_published_cannot_be_withdrawn() -> None:
    activity = make_activity(make_community())
    with pytest.raises(Conflict):
        withdraw_activity(activity_id=activity.id, by=activity.created_by)


def test_calling_an_activity_off_tells_everybody_in_shifts_to_come() -> None:
    activity = make_activity(make_community())
    begun, to_come = make_shift(activity, hours=-1), make_shift(activity)
    there, signed_up, waiting = make_place(begun), make_place(to_come), make_place(to_come, waiting=True)
    cancel_activity(activity_id=activity.id, reason="台风", community=community_of(activity), by=activity.created_by)
    cancel_activity(activity_id=activity.id, reason="台风", community=community_of(activity), by=activity.created_by)
    assert activity.state == ActivityState.CANCELLED
    assert (begun.cancelled_at, begun.taken) == (None, 1)
    assert (to_come.reason, to_come.taken) == ("台风", 0)
    assert [_told(place.person_id) for place in (there, signed_up, waiting)] == [
        [],
        ["activities.shift_called_off"],
        ["activities.shift_called_off"],
    ]
    states = db.session.scalars(select(SignUp.state).order_by(SignUp.id)).all()
    assert states == [SignUpState.SIGNED_UP, SignUpState.CALLED_OFF, SignUpState.CALLED_OFF]


def test_calling_off_needs_a_reason_and_something_published() -> None:
    activity = make_activity(make_community())
    with pytest.raises(Invalid):
        cancel_activity(activity_id=activity.id, reason=" ", community=community_of(activity), by=activity.created_by)
    waiting = _called_for()
    with pytest.raises(Conflict):
        cancel_activity(activity_id=waiting.id, reason="x", community=community_of(waiting), by=waiting.created_by)


def test_who_may_see_change_and_call_off_what_waits() -> None:
    activity = _called_for()
    community = community_of(activity)
    manager = activity.created_by
    resident = make_resident(community)
    member = make_member(activity.organization, MemberRole.MEMBER, make_resident(community))
    stranger = make_member(make_organization(community), person=make_resident(community))
    moderator, worker = make_staff(community, Role.MODERATOR), make_staff(community, Role.WORKER)
    abroad = make_staff(make_community(), Role.MODERATOR)
    people = (None, resident, member, stranger, manager, moderator, worker, abroad)
    assert [bool(can_see(person, activity)) for person in people] == [
        False,
        False,
        False,
        False,
        True,
        True,
        True,
        False,
    ]
    assert [bool(can_edit(person, activity)) for person in people] == [False] * 4 + [True] + [False] * 3
    assert [bool(can_cancel(person, activity)) for person in people] == [False] * 4 + [True, False, True, False]
    assert [bool(can_create(person, community)) for person in people] == [False] * 3 + [True, True] + [False] * 3

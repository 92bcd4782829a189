"""Every action asks who may, whoever calls it: a page, a command, a job."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from resident import clock as app_clock
from resident.accounts.models import SYSTEM, Actor, PersonRow
from resident.activities import actions
from resident.activities.actions.counting import end_notice
from resident.activities.models import Activity, ActivityState, RecordState, ServiceRecord, Shift, SignUp
from resident.audit.models import AuditEvent
from resident.communities.context import community_of
from resident.communities.models import Community, CommunityRow, Role
from resident.db import db
from resident.moderation.actions import submit
from resident.web.errors import Invalid, NotAllowed
from tests.makers.activities import (
    activity_text,
    first_minutes,
    make_activity,
    make_place,
    make_record,
    make_shift,
    shift_plan,
)
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.organizations import make_member, make_organization

pytestmark = pytest.mark.usefixtures("session")


@dataclass
class Town:
    """An activity with shifts to come, running and over, one that waits for its review, and minutes."""

    community: Community
    activity: Activity
    waiting: Activity
    to_come: Shift
    over: Shift
    expected: SignUp
    arrived: SignUp
    unseen: SignUp
    record: ServiceRecord
    people: dict[str, PersonRow]


@pytest.fixture
def town(session: None) -> Town:
    row = make_community(notice_days=0)
    activity = make_activity(row)
    community, manager = community_of(activity), activity.created_by
    waiting = make_activity(row, body=activity.organization, manager=manager, state=ActivityState.IN_REVIEW)
    submit(kind="activity", subject=waiting, title=waiting.title, author_id=manager.id, version=1)
    running, over = make_shift(activity, hours=-1), make_shift(activity, hours=-4)
    arrived = make_place(running)
    arrived.checked_in_at = running.starts_at
    people = {
        "manager": manager,
        "worker": make_staff(row, Role.WORKER),
        "moderator": make_staff(row, Role.MODERATOR),
        "administrator": make_staff(row, Role.ADMINISTRATOR),
        "resident": make_resident(row),
        "manager of another body": make_member(make_organization(row), person=make_resident(row)),
        "moderator who leads the body": make_member(activity.organization, person=make_staff(row, Role.MODERATOR)),
    }
    return Town(
        community=community,
        activity=activity,
        waiting=waiting,
        to_come=make_shift(activity),
        over=over,
        expected=make_place(running),
        arrived=arrived,
        unseen=make_place(over),
        record=make_record(make_shift(activity, hours=-9), by=make_member(activity.organization)),
        people=people,
    )


Act = Callable[[Town, Actor], object]
LEADS = {"manager", "moderator who leads the body"}
LEADS_OR_WORKS = {*LEADS, "worker"}


ACTIONS: list[tuple[str, Act, set[str]]] = [
    (
        "edit",
        lambda town, by: actions.edit_activity(activity_id=town.waiting.id, text=activity_text(), version=1, by=by),
        LEADS,
    ),
    ("withdraw", lambda town, by: actions.withdraw_activity(activity_id=town.waiting.id, by=by), LEADS),
    (
        "cancel",
        lambda town, by: actions.cancel_activity(
            activity_id=town.activity.id, reason="雨", community=town.community, by=by
        ),
        LEADS_OR_WORKS,
    ),
    ("approve", lambda town, by: actions.approve_activity(town.waiting.id, by=by), {"moderator"}),
    ("refuse", lambda town, by: actions.refuse_activity(town.waiting.id, by=by, reason="x"), {"moderator"}),
    ("ask", lambda town, by: actions.ask_activity_changes(town.waiting.id, by=by, reason="x"), {"moderator"}),
    ("add a shift", lambda town, by: actions.add_shift(activity_id=town.activity.id, plan=shift_plan(), by=by), LEADS),
    (
        "move a shift",
        lambda town, by: actions.move_shift(
            shift_id=town.to_come.id, plan=shift_plan(48), version=1, community=town.community, by=by
        ),
        LEADS,
    ),
    (
        "call a shift off",
        lambda town, by: actions.cancel_shift(shift_id=town.to_come.id, reason="雨", community=town.community, by=by),
        LEADS_OR_WORKS,
    ),
    (
        "check in",
        lambda town, by: actions.check_in(sign_up_id=town.expected.id, community=town.community, by=by),
        LEADS,
    ),
    (
        "check out",
        lambda town, by: actions.check_out(sign_up_id=town.arrived.id, community=town.community, by=by),
        LEADS,
    ),
    (
        "miss",
        lambda town, by: actions.mark_no_show(sign_up_id=town.expected.id, community=town.community, by=by),
        LEADS,
    ),
    ("propose", lambda town, by: actions.propose_seen(shift_id=town.over.id, community=town.community, by=by), LEADS),
    (
        "enter by hand",
        lambda town, by: actions.propose_by_hand(
            sign_up_id=town.unseen.id,
            **first_minutes(town.unseen.shift),
            reason="手机没电",
            community=town.community,
            by=by,
        ),
        LEADS,
    ),
    (
        "confirm",
        lambda town, by: actions.confirm_records(record_ids=[town.record.id], community=town.community, by=by),
        LEADS_OR_WORKS,
    ),
    (
        "void",
        lambda town, by: actions.void_record(record_id=town.record.id, reason="x", community=town.community, by=by),
        LEADS_OR_WORKS,
    ),
    (
        "correct",
        lambda town, by: actions.correct_record(
            record_id=town.record.id, **first_minutes(town.record.shift), reason="x", community=town.community, by=by
        ),
        LEADS_OR_WORKS,
    ),
]


@pytest.mark.parametrize(("act", "may"), [(act, may) for _name, act, may in ACTIONS], ids=[one[0] for one in ACTIONS])
def test_an_action_refuses_whom_its_right_does_not_name_and_the_app_itself(town: Town, act: Act, may: set[str]) -> None:
    for who in town.people.keys() - may:
        with pytest.raises(NotAllowed):
            act(town, town.people[who].value)
    with pytest.raises(NotAllowed):
        act(town, SYSTEM)
    assert db.session.scalars(select(AuditEvent)).all() == []


@pytest.mark.parametrize(
    ("act", "who"),
    [(act, who) for _name, act, may in ACTIONS for who in sorted(may)],
    ids=[f"{who}: {name}" for name, _act, may in ACTIONS for who in sorted(may)],
)
def test_an_action_is_open_to_whom_its_right_names(town: Town, act: Act, who: str) -> None:
    act(town, town.people[who].value)
    db.session.flush()
    assert {event.actor_id for event in db.session.scalars(select(AuditEvent))} <= {town.people[who].id}


def test_only_who_leads_a_body_calls_for_it_and_the_app_for_none(town: Town) -> None:
    body = town.activity.organization_id
    for by in (town.people["manager of another body"].value, town.people["administrator"].value, SYSTEM):
        with pytest.raises(Invalid) as refusal:
            actions.create_activity(
                organization_id=body, text=activity_text(), first_shift=shift_plan(), community=town.community, by=by
            )  # type: ignore[arg-type]
        assert refusal.value.field == "organization"


def test_joining_is_asked_of_the_community_and_never_open_to_the_app(town: Town) -> None:
    newcomer = make_resident(town.community, "新邻居", confirmed=False)
    db.session.get_one(CommunityRow, town.community.id).joining_needs_residence = True
    db.session.flush()
    for join in (actions.sign_up, actions.join_waitlist):
        for by in (newcomer.value, SYSTEM):
            with pytest.raises(NotAllowed):
                join(shift_id=town.to_come.id, community=town.community, by=by)  # type: ignore[arg-type]
    assert actions.sign_up(shift_id=town.to_come.id, community=town.community, by=town.people["resident"].value).id
    db.session.get_one(CommunityRow, town.community.id).joining_needs_residence = False
    db.session.flush()
    with pytest.raises(NotAllowed):
        actions.sign_up(shift_id=town.to_come.id, community=town.community, by=SYSTEM)  # type: ignore[arg-type]
    assert actions.sign_up(shift_id=town.to_come.id, community=town.community, by=newcomer.value).id


def test_oneself_is_checked_in_and_out_only_with_the_key_of_the_shift(town: Town) -> None:
    mine, key = town.expected, town.expected.shift.check_in_key
    me, other = mine.person.value, town.arrived.person.value
    for by, shown in ((me, ""), (me, town.to_come.check_in_key), (other, key)):
        for act in (actions.check_in, actions.check_out):
            with pytest.raises(NotAllowed):
                act(sign_up_id=mine.id, community=town.community, by=by, key=shown)
    assert actions.check_in(sign_up_id=mine.id, community=town.community, by=me, key=key).checked_in_by_id == me.id
    assert actions.check_out(sign_up_id=mine.id, community=town.community, by=me, key=key).checked_out_by_id == me.id


def test_only_the_app_itself_ends_a_notice_and_not_before_its_day(town: Town) -> None:
    until = app_clock.now()
    due, later = (
        make_record(
            make_shift(town.activity, hours=-20),
            by=town.people["manager"],
            state=RecordState.IN_NOTICE,
            notice_until=until + timedelta(seconds=more),
        )
        for more in (0, 1)
    )
    for who in town.people.values():
        with pytest.raises(NotAllowed):
            end_notice(record_id=due.id, by=who.value)
    for record in (due, later):
        end_notice(record_id=record.id, by=SYSTEM)
    assert (due.state, later.state) == (RecordState.FINAL, RecordState.IN_NOTICE)
    events = db.session.execute(select(AuditEvent.action, AuditEvent.actor_id).order_by(AuditEvent.id)).all()
    assert ("service_record.counted", None) in [tuple(event) for event in events]


def test_an_event_is_named_by_the_table_of_its_subject(town: Town) -> None:
    person, manager = town.people["resident"].value, town.people["manager"].value
    actions.sign_up(shift_id=town.to_come.id, community=town.community, by=person)
    actions.cancel_sign_up(shift_id=town.to_come.id, community=town.community, by=person)
    actions.check_in(sign_up_id=town.expected.id, community=town.community, by=manager)
    actions.move_shift(shift_id=town.to_come.id, plan=shift_plan(48), version=1, community=town.community, by=manager)
    actions.withdraw_activity(activity_id=town.waiting.id, by=manager)
    actions.void_record(record_id=town.record.id, reason="x", community=town.community, by=manager)
    events = db.session.execute(select(AuditEvent.action, AuditEvent.subject_kind).order_by(AuditEvent.id)).all()
    assert [event.action for event in events] == [
        "sign_up.made",
        "sign_up.cancelled",
        "sign_up.checked_in",
        "shift.moved",
        "activity.withdrawn",
        "service_record.voided",
    ]
    assert all(event.action.startswith(f"{event.subject_kind}.") for event in events)

"""What is written down of activities, sign-ups and hours, whom it is told, and what the ledger says."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from resident import clock as app_clock
from resident.accounts.models import SYSTEM, PersonRow
from resident.activities import actions
from resident.activities.actions.counting import end_notice
from resident.activities.models import (
    Activity,
    ActivityState,
    How,
    RecordState,
    ServiceRecord,
    Shift,
    Volunteer,
)
from resident.communities.context import community_of
from resident.communities.models import Community, CommunityRow, Role
from resident.db import db
from resident.moderation.actions import approve, ask_changes, reject
from resident.moderation.models import ReviewItem
from resident.points.models import Transfer
from tests.conftest import Clock
from tests.makers.activities import (
    activity_text,
    first_minutes,
    make_activity,
    make_place,
    make_record,
    make_shift,
    shift_plan,
    two,
)
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.organizations import make_member, make_organization
from tests.recorded import recorded, told

Words = dict[str, Any]
TITLE = two("包饺子", "Dumplings")
PLACE = two("活动室", "Community room")
TOMORROW = "2026-03-03T01:00:00+00:00"
AT_TEN = "2026-03-03T02:00:00+00:00"


@pytest.fixture
def row(session: None) -> CommunityRow:
    """Hours count at once."""
    return make_community("guihua", notice_days=0)


@pytest.fixture
def activity(row: CommunityRow) -> Activity:
    return make_activity(row)


@pytest.fixture
def community(activity: Activity) -> Community:
    return community_of(activity)


@pytest.fixture
def manager(activity: Activity) -> PersonRow:
    return db.session.get_one(PersonRow, activity.created_by_id)


def _item() -> ReviewItem:
    return db.session.scalars(select(ReviewItem).order_by(ReviewItem.id.desc())).first()


def _path(activity: Activity) -> str:
    return f"/c/guihua/activities/{activity.id}"


def test_calling_for_an_activity_is_written_down_and_shown_to_the_moderator_as_it_is_now(
    row: CommunityRow, clock: Clock
) -> None:
    body = make_organization(row)
    manager, here = make_member(body), community_of(body)
    made = actions.create_activity(
        organization_id=body.id, text=activity_text(), first_shift=shift_plan(), community=here, by=manager
    )
    assert (made.community_id, made.organization_id, made.created_by_id) == (row.id, body.id, manager.id)
    assert (made.created_at, made.submitted_at) == (clock(), clock())
    assert {name: getattr(made, name) for name in asdict(activity_text())} == asdict(activity_text())
    clock.advance(minutes=1)
    changed = activity_text(title=two("包粽子"), picture="phone")
    actions.edit_activity(activity_id=made.id, text=changed, version=1, by=manager)
    extra = actions.add_shift(activity_id=made.id, plan=shift_plan(hours=72, capacity=5), by=manager)
    item = _item()
    assert (item.kind, item.subject_id, item.author_id, item.version) == ("activity", made.id, manager.id, 3)
    assert item.title == two("包粽子")
    actions.withdraw_activity(activity_id=made.id, by=manager)
    starts_at = extra.starts_at.isoformat()
    assert recorded() == [
        ("activity.created", manager.id, made.id, {}),
        ("activity.edited", manager.id, made.id, {"version": 2}),
        ("shift.added", manager.id, extra.id, {"starts_at": starts_at, "capacity": 5}),
        ("activity.withdrawn", manager.id, made.id, {}),
    ]
    assert (item.state, told()) == ("withdrawn", [])


def test_what_is_edited_after_changes_were_asked_waits_anew(row: CommunityRow, clock: Clock) -> None:
    body = make_organization(row)
    manager = make_member(body)
    made = actions.create_activity(
        organization_id=body.id,
        text=activity_text(),
        first_shift=shift_plan(),
        community=community_of(body),
        by=manager,
    )
    ask_changes(item=_item(), version=1, by=make_staff(row, Role.MODERATOR), reason="写清集合地点")
    assert (made.reason, made.submitted_at) == ("写清集合地点", clock())
    clock.advance(hours=1)
    actions.edit_activity(activity_id=made.id, text=activity_text(), version=1, by=manager)
    assert (made.state, made.reason, made.submitted_at) == (ActivityState.IN_REVIEW, "", clock())
    assert (_item().state, _item().submitted_at) == ("waiting", clock())


@pytest.mark.parametrize(
    ("decide", "given", "kind"),
    [
        (approve, {}, "activities.approved"),
        (reject, {"reason": "是广告"}, "activities.not_approved"),
        (ask_changes, {"reason": "写清集合地点"}, "activities.changes_asked"),
    ],
)
def test_a_decision_is_told_to_who_called_for_it(
    row: CommunityRow, clock: Clock, decide: Any, given: Words, kind: str
) -> None:
    body = make_organization(row)
    manager = make_member(body)
    made = actions.create_activity(
        organization_id=body.id,
        text=activity_text(),
        first_shift=shift_plan(),
        community=community_of(body),
        by=manager,
    )
    clock.advance(minutes=5)
    decide(item=_item(), version=1, by=make_staff(row, Role.MODERATOR), **given)
    assert told() == [(manager.id, kind, _path(made), {"title": TITLE, **given})]
    assert made.reason == given.get("reason", "")
    assert made.published_at == (clock() if decide is approve else None)


def test_a_shift_that_moves_is_told_to_everybody_in_it_or_waiting(
    activity: Activity, community: Community, manager: PersonRow
) -> None:
    shift = make_shift(activity, capacity=1)
    people = [make_place(shift).person_id, make_place(shift, waiting=True).person_id]
    actions.move_shift(
        shift_id=shift.id, plan=shift_plan(hours=25, capacity=1), version=1, community=community, by=manager
    )
    assert recorded() == [("shift.moved", manager.id, shift.id, {"was": TOMORROW, "starts_at": AT_TEN})]
    words = {"title": TITLE, "starts_at": AT_TEN, "place": PLACE, "was": TOMORROW}
    assert told() == [(person, "activities.shift_moved", _path(activity), words) for person in people]
    assert (shift.version, activity.last_ends_at) == (2, shift.ends_at)


@pytest.mark.parametrize(
    "plan", [{"length": 3}, {"place": two("凉亭", "Pavilion")}, {"hours": 24.5, "length": 1.5}], ids=str
)
def test_another_time_or_place_is_told(
    activity: Activity, community: Community, manager: PersonRow, plan: dict[str, Any]
) -> None:
    shift = make_shift(activity)
    make_shift(activity, hours=48).place = two("凉亭", "Pavilion")  # which was read with this one
    make_place(shift)
    actions.move_shift(shift_id=shift.id, plan=shift_plan(**plan), version=1, community=community, by=manager)
    assert [kind for _person, kind, _where, _words in told()] == ["activities.shift_moved"]


def test_more_places_are_told_to_nobody_but_those_who_move_up(
    activity: Activity, community: Community, manager: PersonRow, clock: Clock
) -> None:
    shift = make_shift(activity, capacity=1)
    make_place(shift)
    waiting = make_place(shift, waiting=True)
    clock.advance(minutes=1)
    plan = shift_plan(hours=24 - 1 / 60, capacity=2)
    actions.move_shift(shift_id=shift.id, plan=plan, version=1, community=community, by=manager)
    assert told() == [
        (waiting.person_id, "activities.moved_up", _path(activity), {"title": TITLE, "starts_at": TOMORROW})
    ]
    assert recorded()[-1] == ("sign_up.moved_up", manager.id, waiting.id, {"shift": shift.id})
    assert (waiting.moved_up_at, shift.taken) == (clock(), 2)


@pytest.mark.parametrize("whole", [False, True])
def test_what_is_called_off_is_told_once_with_the_reason(
    activity: Activity, community: Community, manager: PersonRow, clock: Clock, whole: bool
) -> None:
    shift, begun = make_shift(activity, capacity=1), make_shift(activity, hours=-1)
    people = [make_place(shift), make_place(shift, waiting=True)]
    stays = make_place(begun)
    if whole:
        actions.cancel_activity(activity_id=activity.id, reason=" 下雨了 ", community=community, by=manager)
    else:
        actions.cancel_shift(shift_id=shift.id, reason=" 下雨了 ", community=community, by=manager)
    words = {"title": TITLE, "starts_at": TOMORROW, "place": PLACE, "reason": "下雨了"}
    assert told() == [(one.person_id, "activities.shift_called_off", _path(activity), words) for one in people]
    events = [("shift.called_off", manager.id, shift.id, {"reason": "下雨了"})]
    if whole:
        events.append(("activity.called_off", manager.id, activity.id, {"reason": "下雨了"}))
        assert (activity.reason, activity.cancelled_at) == ("下雨了", clock())
    assert recorded() == events
    assert (shift.cancelled_at, shift.reason, shift.taken, shift.version) == (clock(), "下雨了", 0, 2)
    for one in people:
        db.session.refresh(one)
        assert (one.state, one.ended_at) == ("called_off", clock())
    assert (stays.state, begun.cancelled_at) == ("signed_up", None)
    if not whole:
        assert activity.last_ends_at == begun.ends_at


def test_a_shift_added_or_called_off_in_review_gives_the_moderator_a_new_version(row: CommunityRow) -> None:
    body = make_organization(row)
    manager, here = make_member(body), community_of(body)
    made = actions.create_activity(
        organization_id=body.id, text=activity_text(), first_shift=shift_plan(), community=here, by=manager
    )
    extra = actions.add_shift(activity_id=made.id, plan=shift_plan(hours=72), by=manager)
    assert (made.version, _item().version, made.last_ends_at) == (2, 2, extra.ends_at)
    actions.move_shift(shift_id=extra.id, plan=shift_plan(hours=96), version=1, community=here, by=manager)
    assert (made.version, _item().version, made.last_ends_at) == (3, 3, extra.ends_at)
    actions.cancel_shift(shift_id=extra.id, reason="不办了", community=here, by=manager)
    assert (made.version, _item().version) == (4, 4)
    assert made.last_ends_at < extra.ends_at


def test_coming_and_going_is_written_down(
    activity: Activity, community: Community, manager: PersonRow, clock: Clock
) -> None:
    shift, person = (
        make_shift(activity, hours=1, capacity=1),
        make_resident(db.session.get_one(CommunityRow, activity.community_id)),
    )
    place = actions.sign_up(shift_id=shift.id, community=community, by=person)
    late = make_resident(db.session.get_one(CommunityRow, activity.community_id))
    waiting = actions.join_waitlist(shift_id=shift.id, community=community, by=late)
    assert (place.created_at, waiting.created_at) == (clock(), clock())
    clock.advance(hours=1)
    actions.mark_no_show(sign_up_id=place.id, community=community, by=manager)
    assert place.no_show_at == clock()
    clock.advance(minutes=20)
    actions.check_in(sign_up_id=place.id, community=community, by=manager)
    assert (place.checked_in_at, place.checked_in_by_id, place.no_show_at) == (clock(), manager.id, None)
    clock.advance(minutes=90)
    actions.check_out(sign_up_id=place.id, community=community, by=person, key=shift.check_in_key)
    assert (place.checked_out_at, place.checked_out_by_id) == (clock(), person.id)
    where = {"shift": shift.id}
    assert recorded() == [
        ("sign_up.made", person.id, place.id, {**where, "state": "signed_up"}),
        ("sign_up.made", late.id, waiting.id, {**where, "state": "waiting"}),
        ("sign_up.missed", manager.id, place.id, where),
        ("sign_up.checked_in", manager.id, place.id, where),
        ("sign_up.checked_out", person.id, place.id, where),
    ]


def test_giving_a_place_back_is_written_down_and_the_next_is_told(
    activity: Activity, community: Community, clock: Clock
) -> None:
    shift = make_shift(activity, capacity=1)
    place, waiting = make_place(shift), make_place(shift, waiting=True)
    clock.advance(minutes=1)
    actions.cancel_sign_up(shift_id=shift.id, community=community, by=place.person)
    assert place.ended_at == clock()
    assert recorded() == [
        ("sign_up.cancelled", place.person_id, place.id, {"shift": shift.id}),
        ("sign_up.moved_up", place.person_id, waiting.id, {"shift": shift.id}),
    ]
    words = {"title": TITLE, "starts_at": TOMORROW}
    assert told() == [(waiting.person_id, "activities.moved_up", _path(activity), words)]


def test_who_waits_and_takes_a_free_place_themselves_is_written_down(activity: Activity, community: Community) -> None:
    shift = make_shift(activity, capacity=1)
    waiting = make_place(shift, waiting=True)
    actions.sign_up(shift_id=shift.id, community=community, by=waiting.person)
    assert recorded() == [("sign_up.taken_up", waiting.person_id, waiting.id, {"shift": shift.id})]


@pytest.fixture
def over(activity: Activity) -> Shift:
    """A shift of two hours that ended three hours ago."""
    return make_shift(activity, hours=-5, capacity=5)


@pytest.mark.parametrize("how", [How.SEEN, How.BY_HAND])
def test_minutes_are_proposed_with_everything_a_record_must_say(
    row: CommunityRow, activity: Activity, community: Community, manager: PersonRow, over: Shift, clock: Clock, how: How
) -> None:
    colleague, worker = make_member(activity.organization), make_staff(row, Role.WORKER)
    place = make_place(over, seen=100)
    if how == How.SEEN:
        (record,) = actions.propose_seen(shift_id=over.id, community=community, by=manager).records
    else:
        hour = first_minutes(over)
        record = actions.propose_by_hand(
            sign_up_id=place.id, **hour, reason=" 没扫码 ", community=community, by=manager
        )
    minutes, reason = (100, "") if how == How.SEEN else (60, "没扫码")
    assert (record.minutes, record.how, record.reason, record.needs_two) == (minutes, how, reason, False)
    assert (record.community_id, record.shift_id, record.person_id) == (row.id, over.id, place.person_id)
    assert (record.proposed_by_id, record.proposed_at, record.corrects_id) == (manager.id, clock(), None)
    number = db.session.scalars(select(Volunteer)).one()
    assert (number.community_id, number.person_id, number.number) == (row.id, place.person_id, 1)
    assert (record.started_at, record.ended_at) == (over.starts_at, over.starts_at + timedelta(minutes=minutes))
    details = {"minutes": minutes, "started_at": over.starts_at.isoformat(), "how": how, "reason": reason}
    assert recorded() == [("service_record.proposed", manager.id, record.id, details)]
    asked = [worker.id, colleague.id] if how == How.SEEN else [worker.id]
    words = {"title": TITLE, "count": 1}
    assert told() == [(one, "activities.to_confirm", "/c/guihua/activities/hours", words) for one in asked]


def test_of_a_roster_the_worker_is_told_how_many(
    row: CommunityRow, community: Community, manager: PersonRow, over: Shift
) -> None:
    worker = make_staff(row, Role.WORKER)
    for _ in range(2):
        make_place(over, seen=60)
    make_place(over)
    actions.propose_seen(shift_id=over.id, community=community, by=manager)
    assert told() == [(worker.id, "activities.to_confirm", "/c/guihua/activities/hours", {"title": TITLE, "count": 2})]
    actions.propose_seen(shift_id=over.id, community=community, by=manager)
    assert len(told()) == 1


def _transfers() -> list[tuple[str, str, int | None, dict[str, str]]]:
    rows = db.session.scalars(select(Transfer).order_by(Transfer.id))
    return [(one.reason, one.source, one.by_id, one.note) for one in rows]


def _record(row: CommunityRow, shift: Shift, **others: Any) -> ServiceRecord:
    return make_record(shift, make_place(shift).person, by=make_staff(row, Role.WORKER), minutes=60, **others)


def test_confirmed_minutes_count_are_told_and_give_points(
    row: CommunityRow, community: Community, over: Shift, clock: Clock
) -> None:
    record, worker = _record(row, over), make_staff(row, Role.WORKER)
    assert actions.confirm_records(record_ids=[record.id], community=community, by=worker) == 1
    assert (record.confirmed_by_id, record.seconded_by_id, record.confirmed_at) == (worker.id, None, clock())
    assert (record.state, record.final_at, record.points) == (RecordState.FINAL, clock(), 10)
    assert [one for one in recorded() if not one[0].startswith("transfer")] == [
        ("service_record.confirmed", worker.id, record.id, {"minutes": 60, "how": "seen"}),
        ("service_record.counted", worker.id, record.id, {"minutes": 60, "points": 10}),
    ]
    words = {"title": TITLE, "minutes": 60, "points": 10}
    assert told() == [(record.person_id, "activities.counted", "/me/service", words)]
    assert _transfers() == [("service", f"service_record:{record.id}", worker.id, TITLE)]


def test_minutes_in_public_notice_are_told_and_count_when_it_is_over(
    row: CommunityRow, community: Community, over: Shift, clock: Clock
) -> None:
    row.notice_days = 7
    db.session.flush()
    record, worker = _record(row, over), make_staff(row, Role.WORKER)
    actions.confirm_records(record_ids=[record.id], community=community_of(over), by=worker)
    until = app_clock.now() + timedelta(days=7)
    assert (record.state, record.notice_until, record.final_at) == (RecordState.IN_NOTICE, until, None)
    assert told() == [
        (
            record.person_id,
            "activities.in_notice",
            "/me/service",
            {"title": TITLE, "minutes": 60, "until": until.isoformat()},
        )
    ]
    clock.advance(days=7)
    end_notice(record_id=record.id, by=SYSTEM)
    assert (record.state, record.final_at, record.points) == (RecordState.FINAL, clock(), 10)
    assert _transfers() == [("service", f"service_record:{record.id}", None, TITLE)]


def test_more_than_eight_hours_take_two_who_confirm(
    row: CommunityRow, community: Community, over: Shift, clock: Clock
) -> None:
    record = _record(row, over, needs_two=True)
    first, second = make_staff(row, Role.WORKER), make_staff(row, Role.WORKER)
    assert actions.confirm_records(record_ids=[record.id], community=community, by=first) == 0
    assert (record.state, record.confirmed_by_id, record.confirmed_at) == (RecordState.PROPOSED, first.id, None)
    assert actions.confirm_records(record_ids=[record.id], community=community, by=second) == 1
    assert (record.confirmed_by_id, record.seconded_by_id, record.confirmed_at) == (first.id, second.id, clock())


def test_voided_minutes_are_told_and_their_points_go_back(
    row: CommunityRow, community: Community, over: Shift, clock: Clock
) -> None:
    record, asker, worker = _record(row, over), make_staff(row, Role.WORKER), make_staff(row, Role.WORKER)
    actions.confirm_records(record_ids=[record.id], community=community, by=worker)
    wish = actions.ask_to_void(record_id=record.id, reason=" 记错了人 ", community=community, by=asker)
    events, messages = len(recorded()), len(told())
    actions.agree_to_void(voiding_id=wish.id, community=community, by=worker)
    assert (record.voided_at, record.voided_by_id, record.void_reason) == (clock(), worker.id, "记错了人")
    assert recorded(but=events)[:2] == [
        ("voiding.agreed", worker.id, wish.id, {"record": record.id}),
        (
            "service_record.voided",
            worker.id,
            record.id,
            {"minutes": 60, "reason": "记错了人"},
        ),
    ]
    words = {"title": TITLE, "minutes": 60, "reason": "记错了人"}
    assert told(but=messages) == [(record.person_id, "activities.voided", "/me/service", words)]
    assert _transfers()[1:] == [("service_back", f"service_record:{record.id}", worker.id, TITLE)]


def test_a_correction_names_what_it_corrects_and_waits_for_somebody_else(
    row: CommunityRow, community: Community, over: Shift
) -> None:
    wrong, worker, other = _record(row, over), make_staff(row, Role.WORKER), make_staff(row, Role.WORKER)
    right = actions.correct_record(
        record_id=wrong.id, **first_minutes(wrong.shift, 45), reason=" 早走了 ", community=community, by=worker
    )
    assert (right.corrects_id, right.minutes, right.how, right.reason) == (wrong.id, 45, How.BY_HAND, "早走了")
    assert (right.person_id, right.shift_id, right.proposed_by_id) == (wrong.person_id, over.id, worker.id)
    asked = {person: words for person, kind, _path, words in told() if kind == "activities.to_confirm"}
    assert asked.keys() == {wrong.proposed_by_id, other.id}
    assert set(map(str, asked.values())) == {str({"title": TITLE, "count": 1})}

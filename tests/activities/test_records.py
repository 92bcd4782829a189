"""Minutes are proposed, confirmed by somebody else, corrected by a further record, and give points once."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from resident.accounts.models import PersonRow
from resident.activities.actions import (
    agree_to_void,
    ask_to_void,
    confirm_records,
    correct_record,
    propose_by_hand,
    propose_seen,
    void_record,
)
from resident.activities.actions.refusals import AlreadyRecorded, NotNow, TooManyMinutes
from resident.activities.models import Activity, How, RecordState, ServiceRecord, Shift, SignUp, Volunteer
from resident.communities.context import community_of
from resident.communities.models import Role
from resident.db import db
from resident.notifications.kinds import sentence
from resident.notifications.models import Notification
from resident.organizations.models import MemberRole
from resident.web.errors import Conflict, Invalid, NotAllowed, NotHere
from tests.makers.activities import first_minutes, make_activity, make_place, make_record, make_shift
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.organizations import make_member
from tests.makers.points import points_of

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def activity(session: None) -> Activity:
    """Of a community without public notice."""
    return make_activity(make_community(notice_days=0))


@pytest.fixture
def shift(activity: Activity) -> Shift:
    """A shift of two hours that has ended."""
    return make_shift(activity, hours=-3)


def _seen(shift: Shift, by: PersonRow | None = None) -> list[ServiceRecord]:
    activity = shift.activity
    return propose_seen(shift_id=shift.id, community=community_of(activity), by=by or activity.created_by).records


def _by_hand(
    shift: Shift, person: PersonRow, minutes: int = 60, reason: str = "忘了扫码", **who: PersonRow
) -> ServiceRecord:
    activity = shift.activity
    theirs = select(SignUp.id).where(SignUp.shift_id == shift.id, SignUp.person_id == person.id)
    return propose_by_hand(
        sign_up_id=db.session.scalar(theirs) or 0,
        **first_minutes(shift, minutes),
        reason=reason,
        community=community_of(activity),
        by=who.get("by", activity.created_by),
    )


def _confirm(records: list[ServiceRecord], by: PersonRow) -> int:
    community = community_of(records[0].shift.activity)
    return confirm_records(record_ids=[record.id for record in records], community=community, by=by)


def _worker(activity: Activity) -> PersonRow:
    return make_staff(community_of(activity), Role.WORKER)


def test_a_roster_is_proposed_at_once_and_twice_adds_nothing(shift: Shift) -> None:
    there, left_early, absent = make_place(shift, seen=90), make_place(shift, seen=45), make_place(shift)
    records = _seen(shift)
    assert {(one.person_id, one.minutes, one.how) for one in records} == {
        (there.person_id, 90, How.SEEN),
        (left_early.person_id, 45, How.SEEN),
    }
    assert absent.person_id not in {one.person_id for one in records}
    assert _seen(shift) == []


def test_everybody_with_a_record_has_a_volunteer_number(shift: Shift) -> None:
    make_place(shift, seen=90)
    make_place(shift, seen=90)
    _seen(shift)
    assert sorted(db.session.scalars(select(Volunteer.number))) == [1, 2]


def test_minutes_are_entered_only_after_the_end(activity: Activity) -> None:
    running = make_shift(activity, hours=-1)
    place = make_place(running, seen=30)
    with pytest.raises(NotNow):
        _seen(running)
    with pytest.raises(NotNow):
        _by_hand(running, place.person)


def test_nobody_enters_own_hours(shift: Shift) -> None:
    manager = shift.activity.created_by
    make_place(shift, manager, seen=90)
    proposed = propose_seen(shift_id=shift.id, community=community_of(shift.activity), by=manager)
    assert proposed.records == []
    assert [person.id for person, _reason in proposed.left_out] == [manager.id]
    with pytest.raises(NotAllowed):
        _by_hand(shift, manager)
    colleague = make_member(shift.activity.organization)
    assert len(_seen(shift, by=colleague)) == 1


def test_an_entry_by_hand_needs_minutes_a_reason_and_a_place(shift: Shift) -> None:
    place = make_place(shift)
    for minutes, reason, field in ((0, "x", "ended_at"), (721, "x", "ended_at"), (60, " ", "reason")):
        with pytest.raises(Invalid) as refusal:
            _by_hand(shift, place.person, minutes, reason)
        assert refusal.value.field == field
    with pytest.raises(NotHere):
        _by_hand(shift, make_resident(community_of(shift.activity)))
    with pytest.raises(NotHere):
        _by_hand(shift, make_place(shift, waiting=True).person)
    _by_hand(shift, place.person)
    with pytest.raises(AlreadyRecorded):
        _by_hand(shift, place.person)


def test_more_than_twelve_hours_a_day_are_refused_and_left_out_by_name(activity: Activity) -> None:
    person = make_resident(community_of(activity))
    # the clock stands at nine in the morning: what began at half past seven the evening before is of that day
    first, second = make_shift(activity, hours=-33, length=11), make_shift(activity, hours=-20, length=3)
    for shift in (first, second):
        make_place(shift, person, seen=100)
    _by_hand(first, person, 650)
    proposed = propose_seen(shift_id=second.id, community=community_of(activity), by=activity.created_by)
    assert proposed.records == []
    assert proposed.left_out[0][0].id == person.id
    with pytest.raises(TooManyMinutes):
        _by_hand(second, person, 71)
    assert _by_hand(second, person, 70).minutes == 70


def test_the_next_day_counts_anew(activity: Activity) -> None:
    person = make_resident(community_of(activity))
    yesterday, today = make_shift(activity, hours=-33, length=8), make_shift(activity, hours=-9, length=8)
    for shift in (yesterday, today):
        make_place(shift, person)
        assert not _by_hand(shift, person, 480).needs_two


def test_over_eight_hours_a_day_two_people_confirm(activity: Activity) -> None:
    shift = make_shift(activity, hours=-9, length=9)
    make_place(shift, seen=500)
    (record,) = _seen(shift)
    assert record.needs_two
    first, second = _worker(activity), _worker(activity)
    assert _confirm([record], first) == 0
    assert record.state == RecordState.PROPOSED
    with pytest.raises(NotAllowed):
        _confirm([record], first)
    assert _confirm([record], second) == 1
    assert record.state == RecordState.FINAL


def test_confirming_counts_and_gives_points_in_the_same_transaction(shift: Shift) -> None:
    place = make_place(shift, seen=90)
    community = community_of(shift.activity)
    records = _seen(shift)
    assert _confirm(records, make_member(shift.activity.organization)) == 1
    assert (records[0].state, records[0].points) == (RecordState.FINAL, 15)
    assert points_of(community.id, place.person_id) == 15
    message = db.session.scalars(select(Notification)).one()
    assert "1\u00a0小\u2060时 30\u00a0分\u2060钟" in sentence(message.kind, message.params)
    assert "15" in sentence(message.kind, message.params)


def test_confirming_twice_gives_points_once(shift: Shift) -> None:
    place = make_place(shift, seen=60)
    records, worker = _seen(shift), _worker(shift.activity)
    assert _confirm(records, worker) == 1
    assert _confirm(records, worker) == 0
    assert points_of(shift.community_id, place.person_id) == 10


def test_who_may_confirm_what(shift: Shift) -> None:
    activity = shift.activity
    manager, colleague = activity.created_by, make_member(activity.organization)
    volunteer = make_member(activity.organization, person=make_resident(community_of(activity)))
    worker, moderator = _worker(activity), make_staff(community_of(activity), Role.MODERATOR)
    member = make_member(activity.organization, MemberRole.MEMBER, make_resident(community_of(activity)))
    both = make_member(activity.organization, person=_worker(activity))
    abroad = make_staff(make_community(), Role.WORKER)
    people = [manager, colleague, volunteer, worker, moderator, member, both, abroad]
    allowed_for = ((How.SEEN, [colleague, worker, both]), (How.NOTED, [worker]), (How.BY_HAND, [worker]))
    for day, (how, allowed) in enumerate(allowed_for):
        for number, person in enumerate(people):
            shift = make_shift(activity, hours=-24 * day - 2 * number - 3)
            one = make_record(shift, volunteer, by=manager, how=how)
            if person in allowed:
                assert _confirm([one], person) == 1
                continue
            with pytest.raises(NotAllowed):
                _confirm([one], person)
            assert one.state == RecordState.PROPOSED


def test_one_refusal_confirms_none(shift: Shift) -> None:
    worker = _worker(shift.activity)
    own = make_record(shift, worker, by=shift.activity.created_by)
    other = make_record(shift, by=shift.activity.created_by)
    with pytest.raises(NotAllowed):
        _confirm([own, other], worker)


def test_the_database_holds_that_nobody_proposes_or_confirms_for_themself(shift: Shift) -> None:
    person, other = make_resident(community_of(shift.activity)), shift.activity.created_by
    for wrong in (
        {"by": person},
        {"by": other, "confirmed_by_id": person.id},
        {"by": other, "confirmed_by_id": other.id},
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            make_record(shift, person, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("change", ["UPDATE service_record SET minutes = 1", "DELETE FROM service_record"])
def test_the_database_holds_that_what_was_recorded_stays(shift: Shift, change: str) -> None:
    make_record(shift, by=shift.activity.created_by)
    with pytest.raises(IntegrityError, match="corrected by further ones"), db.session.begin_nested():
        db.session.execute(text(change))


def test_who_can_be_the_second_person_is_told_that_something_waits(shift: Shift) -> None:
    activity = shift.activity
    colleague, worker = make_member(activity.organization), _worker(activity)
    make_place(shift, seen=60)
    place = make_place(shift)
    _seen(shift)
    _by_hand(shift, place.person)
    told = db.session.execute(
        select(Notification.person_id, Notification.params).where(Notification.kind == "activities.to_confirm")
    ).all()
    assert sorted(person_id for person_id, _params in told) == sorted([colleague.id, worker.id, worker.id])
    assert sentence("activities.to_confirm", told[0].params) == "“包饺子”：1 人的时长等您确认。"


def test_records_of_another_community_are_passed_over(shift: Shift) -> None:
    record = make_record(shift, by=shift.activity.created_by)
    elsewhere = make_community(notice_days=0)
    assert confirm_records(record_ids=[record.id], community=elsewhere, by=make_staff(elsewhere, Role.WORKER)) == 0
    with pytest.raises(NotHere):
        void_record(record_id=record.id, reason="x", community=elsewhere, by=make_staff(elsewhere, Role.WORKER))


def test_the_points_of_a_day_and_of_a_month_are_capped() -> None:
    community = make_community(notice_days=0, points_daily_cap=30, points_monthly_cap=45)
    activity = make_activity(community)
    person, worker = make_resident(community), _worker(activity)
    # the clock stands on 2 March, nine o'clock: two days of March, and one of February
    shifts = [make_shift(activity, hours=hours) for hours in (-3, -6, -24, -60)]
    points = []
    for shift in shifts:
        make_place(shift, person, seen=120)
        (record,) = _seen(shift)
        _confirm([record], worker)
        points.append(record.points)
    assert points == [20, 10, 15, 20]
    assert points_of(community.id, person.id) == 65


def test_without_points_per_hour_the_minutes_count_all_the_same() -> None:
    activity = make_activity(make_community(notice_days=0, points_per_hour=0))
    shift = make_shift(activity, hours=-3)
    place = make_place(shift, seen=120)
    (record,) = _seen(shift)
    _confirm([record], _worker(activity))
    assert (record.state, record.points, points_of(activity.community_id, place.person_id)) == ("final", 0, 0)


def test_voiding_takes_the_points_back_once_and_tells_why(shift: Shift) -> None:
    place = make_place(shift, seen=60)
    records, worker = _seen(shift), _worker(shift.activity)
    _confirm(records, worker)
    community = community_of(shift.activity)
    wish = ask_to_void(record_id=records[0].id, reason="人没来", community=community, by=worker)
    assert points_of(shift.community_id, place.person_id) == 10  # it counts until somebody else agrees
    agree_to_void(voiding_id=wish.id, community=community, by=_worker(shift.activity))
    void_record(record_id=records[0].id, reason="人没来", community=community, by=worker)  # once more changes nothing
    assert (records[0].state, records[0].minutes) == (RecordState.VOIDED, 60)
    assert points_of(shift.community_id, place.person_id) == 0
    message = db.session.scalars(select(Notification).order_by(Notification.id.desc())).first()
    assert (message.kind, message.params["reason"]) == ("activities.voided", "人没来")


def test_nobody_voids_or_corrects_own_hours(shift: Shift) -> None:
    worker = _worker(shift.activity)
    record = make_record(shift, worker, by=shift.activity.created_by)
    with pytest.raises(NotAllowed):
        void_record(record_id=record.id, reason="x", community=community_of(shift.activity), by=worker)
    with pytest.raises(NotAllowed):
        correct_record(
            record_id=record.id,
            **first_minutes(shift, 5),
            reason="x",
            community=community_of(shift.activity),
            by=worker,
        )


def test_a_correction_is_a_further_record_that_somebody_else_confirms(shift: Shift) -> None:
    place = make_place(shift, seen=120)
    community, worker = community_of(shift.activity), _worker(shift.activity)
    (wrong,) = _seen(shift)
    _confirm([wrong], worker)
    hour = first_minutes(shift)
    wish = ask_to_void(record_id=wrong.id, **hour, reason="只来了一小时", community=community, by=worker)
    agree_to_void(voiding_id=wish.id, community=community, by=_worker(shift.activity))
    right = db.session.scalars(select(ServiceRecord).where(ServiceRecord.corrects_id == wrong.id)).one()
    assert (wrong.state, wrong.minutes, right.state, right.how) == ("voided", 120, "proposed", "by_hand")
    assert (right.corrects_id, points_of(community.id, place.person_id)) == (wrong.id, 0)
    with pytest.raises(NotAllowed):
        _confirm([right], worker)
    assert _confirm([right], _worker(shift.activity)) == 1
    assert points_of(community.id, place.person_id) == 10
    with pytest.raises(Conflict):
        correct_record(record_id=wrong.id, **first_minutes(shift), reason="x", community=community, by=worker)

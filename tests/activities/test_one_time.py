"""One person is in one place at one time: live records never overlap, in the action and in the database."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from resident.accounts.models import PersonRow
from resident.activities.actions import correct_record, propose_by_hand, propose_seen, void_record
from resident.activities.actions.refusals import AlreadyThere
from resident.activities.models import How, RecordState, ServiceRecord, Shift, SignUp
from resident.communities.context import community_of
from resident.communities.models import Role
from resident.db import db, transaction
from resident.web.errors import Conflict, Invalid
from tests.at_once import at_once
from tests.makers.activities import make_activity, make_place, make_record, make_shift
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.organizations import make_member


def _propose(shift: Shift) -> list[ServiceRecord]:
    activity = shift.activity
    return propose_seen(shift_id=shift.id, community=community_of(activity), by=activity.created_by).records


def _enter(place: SignUp, minutes: int = 60, after: int = 0, **who: PersonRow) -> ServiceRecord:
    shift = place.shift
    began = shift.starts_at + timedelta(minutes=after)
    return propose_by_hand(
        sign_up_id=place.id,
        started_at=began,
        ended_at=began + timedelta(minutes=minutes),
        reason="忘了扫码",
        community=community_of(shift.activity),
        by=who.get("by", shift.activity.created_by),
    )


@pytest.mark.usefixtures("session")
class TestTheAction:
    """What a manager or a worker can enter."""

    def test_a_seen_time_lies_inside_the_shift_and_is_as_long_as_its_minutes(self) -> None:
        shift = make_shift(make_activity(make_community()), hours=-3)
        place = make_place(shift, seen=90)
        place.checked_in_at = shift.starts_at - timedelta(minutes=10)
        (record,) = _propose(shift)
        assert (record.started_at, record.ended_at) == (shift.starts_at, shift.starts_at + timedelta(minutes=90))
        assert record.minutes == 90

    def test_minutes_of_the_same_time_are_refused_by_hand_and_left_out_by_name(self) -> None:
        activity = make_activity(make_community())
        first, second = make_shift(activity, hours=-5), make_shift(activity, hours=-4)
        person = make_place(first, seen=120).person
        place = make_place(second, person, seen=120)
        assert len(_propose(first)) == 1
        proposed = propose_seen(shift_id=second.id, community=community_of(activity), by=activity.created_by)
        assert proposed.records == []
        assert [one.id for one, _why in proposed.left_out] == [person.id]
        assert "包饺子" in proposed.left_out[0][1]
        with pytest.raises(AlreadyThere):
            _enter(place)
        assert _enter(place, minutes=60, after=60).minutes == 60  # right after it is possible

    def test_a_voided_time_is_free_again(self) -> None:
        activity = make_activity(make_community())
        first, second = make_shift(activity, hours=-5), make_shift(activity, hours=-5)
        person = make_place(first, seen=120).person
        place = make_place(second, person)
        (record,) = _propose(first)
        with pytest.raises(AlreadyThere):
            _enter(place)
        void_record(record_id=record.id, reason="人没来", community=community_of(activity), by=activity.created_by)
        assert _enter(place).state == RecordState.PROPOSED

    def test_it_holds_over_all_communities_and_says_nothing_of_the_other(self) -> None:
        here, there = make_activity(make_community()), make_activity(make_community(), title="别处的事")
        person = make_resident(make_community())
        make_place(make_shift(there, hours=-5), person, seen=120)
        _propose(db.session.scalars(select(Shift).where(Shift.activity_id == there.id)).one())
        with pytest.raises(AlreadyThere) as refusal:
            _enter(make_place(make_shift(here, hours=-5), person))
        assert "别处的事" not in str(refusal.value.message)

    @pytest.mark.parametrize(
        ("after", "minutes", "needs_a_worker"),
        [(-30, 60, False), (-31, 60, True), (180, 60, False), (181, 60, True), (0, 240, False), (-10, 245, True)],
    )
    def test_more_than_the_shift_and_its_check_out_needs_a_worker_outside_the_body(
        self, after: int, minutes: int, needs_a_worker: bool
    ) -> None:
        community = make_community()
        shift = make_shift(make_activity(community), hours=-9)
        place = make_place(shift, seen=60)
        if not needs_a_worker:
            assert _enter(place, minutes, after).minutes == minutes
            return
        inside = make_member(shift.activity.organization, person=make_staff(community, Role.WORKER))
        for by in (shift.activity.created_by, inside):
            with pytest.raises(Invalid) as refusal:
                _enter(place, minutes, after, by=by)
            assert refusal.value.field == "ended_at"
        (record,) = _propose(shift)
        began = shift.starts_at + timedelta(minutes=after)
        right = correct_record(
            record_id=record.id,
            started_at=began,
            ended_at=began + timedelta(minutes=minutes),
            reason="一直帮到收摊，我在场",
            community=community_of(shift.activity),
            by=make_staff(community, Role.WORKER),
        )
        assert (right.minutes, right.how) == (minutes, How.BY_HAND)

    def test_nobody_enters_what_is_still_to_come(self) -> None:
        shift = make_shift(make_activity(make_community()), hours=-2.5)
        with pytest.raises(Invalid) as refusal:
            _enter(make_place(shift), minutes=151)
        assert refusal.value.field == "ended_at"

    def test_what_the_manager_pressed_is_noted_and_not_seen(self) -> None:
        shift = make_shift(make_activity(make_community()), hours=-3)
        manager = shift.activity.created_by
        make_place(shift, seen=60)
        half = make_place(shift, seen=60)
        half.checked_out_by_id = manager.id
        make_place(shift, seen=60, pressed_by=manager)
        assert [one.how for one in _propose(shift)] == [How.SEEN, How.NOTED, How.NOTED]


@pytest.mark.usefixtures("session")
class TestTheDatabase:
    """What no path around the action can do either."""

    def test_refuses_a_second_live_record_of_one_time(self) -> None:
        activity = make_activity(make_community())
        first = make_shift(activity, hours=-5)
        person, by = make_resident(community_of(activity)), activity.created_by
        make_record(first, person, by=by)
        for hours in (-6.99, -3.01):
            with pytest.raises(IntegrityError), db.session.begin_nested():
                make_record(make_shift(activity, hours=hours), person, by=by)
        make_record(make_shift(activity, hours=-7), person, by=by)
        make_record(make_shift(activity, hours=-3), person, by=by)
        make_record(make_shift(activity, hours=-5), person, by=by, state=RecordState.VOIDED)
        make_record(make_shift(activity, hours=-5), by=by)

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE service_record SET started_at = ended_at",
            "UPDATE service_record SET overlapped_before = true",
            "UPDATE service_record SET state = 'proposed' WHERE state = 'voided'",
        ],
    )
    def test_refuses_another_time_a_flag_and_a_voided_one_that_lives_again(self, change: str) -> None:
        activity = make_activity(make_community())
        person = make_resident(community_of(activity))
        make_record(make_shift(activity, hours=-5), person, by=activity.created_by)
        make_record(make_shift(activity, hours=-5), person, by=activity.created_by, state=RecordState.VOIDED)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(text(change))

    def test_takes_the_flag_from_nobody_and_no_time_that_ends_before_it_begins(self) -> None:
        shift = make_shift(make_activity(make_community()), hours=-5)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            make_record(shift, by=shift.activity.created_by, overlapped_before=True)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            record = make_record(shift, by=shift.activity.created_by, state=RecordState.VOIDED)
            columns = "community_id, shift_id, person_id, minutes, how, reason, state, needs_two, proposed_by_id, "
            columns += "proposed_at, void_reason, overlapped_before"
            db.session.execute(
                text(
                    f"INSERT INTO service_record ({columns}, started_at, ended_at) "
                    f"SELECT {columns}, ended_at, started_at FROM service_record WHERE id = {record.id}"
                )
            )


def test_two_communities_that_enter_one_time_at_once_record_it_once(app: Flask) -> None:
    with app.app_context(), transaction():
        person = make_resident(make_community())
        places = [make_place(make_shift(make_activity(make_community()), hours=-5), person).id for _ in range(4)]

    def _run(place_id: int) -> str:
        with app.app_context():
            try:
                with transaction():
                    _enter(db.session.get_one(SignUp, place_id))
            except Conflict as refusal:
                return type(refusal).__name__
            return "done"

    acts: list[Callable[[], str]] = [lambda place=place: _run(place) for place in places * 2]  # type: ignore[misc]
    outcomes = at_once(acts)
    assert sorted(set(outcomes)) in (["AlreadyRecorded", "AlreadyThere", "done"], ["AlreadyThere", "done"])
    assert outcomes.count("done") == 1
    with app.app_context():
        assert db.session.scalar(select(func.count(ServiceRecord.id))) == 1


def test_the_page_asks_from_and_until_and_begins_with_what_is_known(
    app: Flask, sign_in: Callable[[int], FlaskClient]
) -> None:
    with app.app_context(), transaction():
        shift = make_shift(make_activity(make_community("here")), hours=-5)
        place, manager = make_place(shift, seen=50), shift.activity.created_by_id
        url = f"/c/here/activities/roster/{place.id}/minutes"
    page = sign_in(manager).get(url).text
    assert 'value="2026-03-02T04:00"' in page
    assert 'value="2026-03-02T04:50"' in page

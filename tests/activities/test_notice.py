"""Public notice: confirmed minutes count when its days are over, by the worker, once."""

import pytest
from flask import Flask

from resident.accounts.models import Actor
from resident.activities.actions import confirm_records, void_record
from resident.activities.jobs import end_notices
from resident.activities.models import RecordState, ServiceRecord
from resident.communities.models import CommunityRow, Role
from resident.db import db, transaction
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_record, make_shift
from tests.makers.communities import make_community, make_staff
from tests.makers.points import points_of


@pytest.fixture
def record_id(app: Flask) -> int:
    """One hour, confirmed, in public notice for seven days."""
    with app.app_context(), transaction():
        community = make_community(notice_days=7)
        activity = make_activity(community)
        record = make_record(make_shift(activity, hours=-3), by=activity.created_by, minutes=60)
        confirm_records(record_ids=[record.id], community=community, by=make_staff(community, Role.WORKER))
        return record.id


def _state(app: Flask, record_id: int) -> tuple[str, int]:
    with app.app_context():
        record = db.session.get_one(ServiceRecord, record_id)
        return record.state, points_of(record.community_id, record.person_id)


def test_points_wait_for_the_end_of_the_notice(app: Flask, clock: Clock, record_id: int) -> None:
    assert _state(app, record_id) == (RecordState.IN_NOTICE, 0)
    clock.advance(days=7, minutes=-1)
    with app.app_context():
        end_notices()
    assert _state(app, record_id) == (RecordState.IN_NOTICE, 0)
    clock.advance(minutes=1)
    with app.app_context():
        end_notices()
        end_notices()
    assert _state(app, record_id) == (RecordState.FINAL, 10)


def test_what_was_voided_during_the_notice_never_counts(app: Flask, clock: Clock, record_id: int) -> None:
    with app.app_context(), transaction():
        record = db.session.get_one(ServiceRecord, record_id)
        community = db.session.get_one(CommunityRow, record.community_id)
        void_record(record_id=record_id, reason="举报属实", community=community, by=make_staff(community, Role.WORKER))
    clock.advance(days=8)
    with app.app_context():
        end_notices()
    assert _state(app, record_id) == (RecordState.VOIDED, 0)


@pytest.mark.parametrize("batch", [1, 500])
def test_one_that_fails_does_not_hold_back_the_others(
    app: Flask, clock: Clock, record_id: int, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    with app.app_context(), transaction():
        record = db.session.get_one(ServiceRecord, record_id)
        other = make_record(
            record.shift,
            by=record.proposed_by,
            minutes=60,
            state=RecordState.IN_NOTICE,
            notice_until=record.notice_until,
        )
        other_id = other.id
    clock.advance(days=8)

    work, failing = end_notices.__globals__["end_notice"], record_id

    def _break(*, record_id: int, by: Actor) -> None:
        if record_id == failing:
            raise RuntimeError
        work(record_id=record_id, by=by)

    monkeypatch.setattr("resident.activities.jobs.end_notice", _break)
    monkeypatch.setattr("resident.activities.jobs.BATCH", batch)
    with app.app_context():
        end_notices()
    assert _state(app, record_id) == (RecordState.IN_NOTICE, 0)
    assert _state(app, other_id) == (RecordState.FINAL, 10)

"""Many at the same moment, in real threads: places are kept exactly, points are given once."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from resident import clock as app_clock
from resident.accounts.models import PersonRow
from resident.activities.actions import cancel_sign_up, confirm_records, propose_seen, sign_up
from resident.activities.jobs import end_notices
from resident.activities.models import Activity, RecordState, ServiceRecord, Shift, SignUp, SignUpState
from resident.communities.models import CommunityRow, Role
from resident.db import db, transaction
from resident.web.errors import DomainError
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_place, make_record, make_shift
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.points import points_of


def _at_once(app: Flask, acts: list[Callable[[], object]]) -> Counter[str]:
    """Run each act in a thread and a transaction of its own, all starting together; what became of them, by name."""
    outcomes: list[str] = []
    start = threading.Barrier(len(acts), timeout=30)

    def _run(act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            for is_last in (False, True):
                try:
                    with transaction():
                        act()
                    outcomes.append("done")
                    return
                except DomainError as refusal:
                    outcomes.append(type(refusal).__name__)
                    return
                except DBAPIError as error:
                    if is_last or getattr(error.orig, "sqlstate", "") not in {"40P01", "40001"}:
                        outcomes.append(repr(error))
                        return

    threads = [threading.Thread(target=_run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)


def _sign_up(shift_id: int, person_id: int) -> Callable[[], object]:
    return lambda: sign_up(
        shift_id=shift_id, community=_community(shift_id), by=db.session.get_one(PersonRow, person_id)
    )


def _cancel(shift_id: int, person_id: int) -> Callable[[], object]:
    return lambda: cancel_sign_up(
        shift_id=shift_id, community=_community(shift_id), by=db.session.get_one(PersonRow, person_id)
    )


def _community(shift_id: int) -> CommunityRow:
    return db.session.scalars(select(CommunityRow).join(Shift).where(Shift.id == shift_id)).one()


def _kept(shift_id: int) -> tuple[int, int]:
    """The count of places taken, as the shift keeps it and as the rows say."""
    held = select(func.count()).where(SignUp.shift_id == shift_id, SignUp.state == SignUpState.SIGNED_UP)
    return db.session.get_one(Shift, shift_id).taken, db.session.scalar(held) or 0


def _shift(app: Flask, *, capacity: int, people: int, held: int = 0, waiting: int = 0) -> tuple[int, list[int]]:
    """A shift with some places held and some people waiting; ids of `people` others, of holders, of who waits."""
    with app.app_context(), transaction():
        community = make_community()
        shift = make_shift(make_activity(community), capacity=capacity)
        others = [make_resident(community, confirmed=False).id for _ in range(people)]
        holders = [make_place(shift).person_id for _ in range(held)]
        line = [make_place(shift, waiting=True).person_id for _ in range(waiting)]
        return shift.id, [*others, *holders, *line]


def test_of_many_at_once_one_gets_the_last_place(app: Flask) -> None:
    shift_id, people = _shift(app, capacity=3, people=20, held=2)
    outcomes = _at_once(app, [_sign_up(shift_id, person) for person in people[:20]])
    assert outcomes == {"done": 1, "ShiftFull": 19}
    with app.app_context():
        assert _kept(shift_id) == (3, 3)


def test_one_person_many_times_at_once_takes_one_place(app: Flask) -> None:
    shift_id, (person,) = _shift(app, capacity=5, people=1)
    assert _at_once(app, [_sign_up(shift_id, person)] * 8) == {"done": 8}
    with app.app_context():
        assert _kept(shift_id) == (1, 1)


def test_one_person_cannot_take_two_overlapping_shifts_at_once(app: Flask) -> None:
    first_id, (person,) = _shift(app, capacity=5, people=1)
    with app.app_context(), transaction():
        second_id = make_shift(db.session.get_one(Shift, first_id).activity, hours=25).id
    outcomes = _at_once(app, [_sign_up(shift_id, person) for shift_id in (first_id, second_id) * 4])
    assert outcomes == {"done": 4, "Overlaps": 4}
    with app.app_context():
        assert sorted([_kept(first_id), _kept(second_id)]) == [(0, 0), (1, 1)]


def test_cancelling_and_moving_up_at_once_keeps_every_place(app: Flask) -> None:
    shift_id, people = _shift(app, capacity=6, people=6, held=6, waiting=4)
    others, holders, line = people[:6], people[6:12], people[12:]
    acts = [_cancel(shift_id, person) for person in (*holders[:5], line[0])]
    outcomes = _at_once(app, [*acts, *(_sign_up(shift_id, person) for person in others)])
    assert outcomes["done"] >= 6
    assert set(outcomes) <= {"done", "ShiftFull"}
    with app.app_context():
        taken, held = _kept(shift_id)
        assert taken == held <= 6
        waiting = db.session.scalar(select(func.count()).where(SignUp.state == SignUpState.WAITING))
        assert not waiting or held == 6


def test_who_gets_another_place_at_the_moment_of_moving_up_is_passed_over(app: Flask) -> None:
    shift_id, (holder, busy, _free) = _shift(app, capacity=1, people=0, held=1, waiting=2)
    with app.app_context(), transaction():
        other_id = make_shift(db.session.get_one(Shift, shift_id).activity, hours=25).id
    with ThreadPoolExecutor(1) as thread, app.app_context():
        with transaction():
            _sign_up(other_id, busy)()
            cancelled = thread.submit(_at_once, app, [_cancel(shift_id, holder)])
            _until_held_up()
        assert cancelled.result() == {"done": 1}
        waiting = select(SignUp.person_id).where(SignUp.shift_id == shift_id, SignUp.state == SignUpState.WAITING)
        assert db.session.scalars(waiting).all() == [busy]
        assert _kept(shift_id) == (1, 1)
        assert _kept(other_id) == (1, 1)


def _until_held_up() -> None:
    """Wait until another transaction waits for what this one holds; on SQLite none can have begun to write."""
    if db.engine.dialect.name == "sqlite":
        return
    waits = text("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
    for _ in range(300):
        with db.engine.connect() as connection:
            if connection.scalar(waits):
                return
        threading.Event().wait(0.1)
    raise AssertionError("nobody waits")


def test_minutes_proposed_and_confirmed_by_many_at_once_count_once(app: Flask) -> None:
    with app.app_context(), transaction():
        community = make_community(notice_days=0)
        activity = make_activity(community)
        shift = make_shift(activity, hours=-3, capacity=9)
        people = [make_place(shift, seen=60).person_id for _ in range(4)]
        workers = [make_staff(community, Role.WORKER).id for _ in range(6)]
        shift_id, manager_id, community_id = shift.id, activity.created_by_id, community.id

    def _propose() -> object:
        return propose_seen(
            shift_id=shift_id, community=_community(shift_id), by=db.session.get_one(PersonRow, manager_id)
        )

    assert _at_once(app, [_propose] * 4) == {"done": 4}
    with app.app_context():
        record_ids = list(db.session.scalars(select(ServiceRecord.id)))
    assert len(record_ids) == len(people)

    def _confirm(worker_id: int) -> Callable[[], object]:
        return lambda: confirm_records(
            record_ids=record_ids, community=_community(shift_id), by=db.session.get_one(PersonRow, worker_id)
        )

    assert _at_once(app, [_confirm(worker) for worker in workers]) == {"done": 6}
    with app.app_context():
        assert [points_of(community_id, person) for person in people] == [10] * 4


def test_two_workers_at_the_end_of_the_notice_grant_once(app: Flask, clock: Clock) -> None:
    with app.app_context(), transaction():
        community = make_community(notice_days=7)
        activity: Activity = make_activity(community)
        until = app_clock.now() + timedelta(days=7)
        records = [
            make_record(
                make_shift(activity, hours=-3),
                by=activity.created_by,
                minutes=60,
                state=RecordState.IN_NOTICE,
                notice_until=until,
            )
            for _ in range(6)
        ]
        people, community_id = [record.person_id for record in records], community.id
    clock.advance(days=7)
    start = threading.Barrier(3, timeout=30)

    def _work() -> None:
        with app.app_context():
            start.wait()
            end_notices()

    threads = [threading.Thread(target=_work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert [points_of(community_id, person) for person in people] == [10] * 6
        assert set(db.session.scalars(select(ServiceRecord.state))) == {RecordState.FINAL}

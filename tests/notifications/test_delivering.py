"""From the outbox to what came of it: the endings, the lease, the lanes."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from resident.accounts.entrance.identity import encrypt
from resident.config import ROOT
from resident.db import db, transaction
from resident.notifications.channels import CHANNELS, Ending, Outcome, lanes
from resident.notifications.channels.delivering import LEASE
from resident.notifications.channels.lanes import is_none_stopped
from resident.notifications.jobs import deliver_outbox, forget_old_messages
from resident.notifications.models import Lane, OutboxMessage, OutboxState
from tests.conftest import Clock
from tests.makers.notifications import make_outbox_message
from tests.notifications.phones import Phone

BROKEN, STOPPED = Outcome(Ending.BROKEN, "connection"), Outcome(Ending.STOPPED, "balance")
AGAIN, UNCLEAR = Outcome(Ending.AGAIN, "limit"), Outcome(Ending.UNCLEAR, "timeout")


@pytest.fixture
def phone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Phone]:
    """A channel that sends once more what is unclear."""
    made = Phone()
    monkeypatch.setitem(CHANNELS, "phone", made.channel)
    with app.app_context():
        yield made
        db.session.rollback()


@pytest.fixture
def bell(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Phone:
    """A channel that never repeats, tries twice within a minute, as codes do."""
    made = Phone(pauses=(timedelta(seconds=10),), repeats=False)
    monkeypatch.setitem(CHANNELS, "bell", made.channel)
    return made


@pytest.fixture
def group(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Phone:
    """A channel that gathers three and sends once a minute."""
    made = Phone(gathers=3, pace=timedelta(minutes=1))
    monkeypatch.setitem(CHANNELS, "group", made.channel)
    return made


def _put(*numbers: int, channel: str = "phone", rank: int = 1, age: timedelta = timedelta()) -> None:
    with transaction():
        for number in numbers:
            make_outbox_message(channel, age=age, n=number).rank = rank


def _message() -> OutboxMessage:
    db.session.rollback()
    return db.session.scalars(select(OutboxMessage)).one()


def _states() -> list[tuple[str, str]]:
    db.session.rollback()
    found = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(one.state, one.why) for one in found]


def _lane(name: str) -> Lane:
    db.session.rollback()
    return db.session.scalars(select(Lane).where(Lane.name == name)).one()


def test_a_message_is_delivered_once(phone: Phone) -> None:
    _put(1)
    deliver_outbox()
    deliver_outbox()
    assert phone.got == [1]
    assert _states() == [("delivered", "")]
    assert _message().settled_at is not None


def test_nothing_is_open_in_the_database_while_a_call_is_made(phone: Phone) -> None:
    open_ones: list[object] = []

    def _look() -> None:
        open_ones.append(db.session().in_transaction())
        with transaction():  # another writer goes on, on SQLite too
            make_outbox_message("phone", age=timedelta(days=-1), n=2)

    phone.meanwhile = _look
    _put(1)
    deliver_outbox()
    assert open_ones == [False]
    assert phone.got == [1]


def test_what_is_not_due_waits(phone: Phone, clock: Clock) -> None:
    _put(1, age=timedelta(minutes=-5))
    deliver_outbox()
    assert phone.got == []
    clock.advance(minutes=5)
    deliver_outbox()
    assert phone.got == [1]


def test_a_failure_waits_twice_as_long_each_time_and_is_given_up_after_eight(phone: Phone, clock: Clock) -> None:
    _put(1)
    phone.answers[1] = AGAIN
    waits = []
    for _ in range(7):
        deliver_outbox()
        deliver_outbox()
        wait = _message().due_at - clock.moment
        waits.append(wait / timedelta(minutes=1))
        clock.moment += wait
    assert waits == [2, 4, 8, 16, 32, 64, 128]
    deliver_outbox()
    assert _states() == [("given_up", "limit")]
    phone.answers.clear()
    clock.advance(days=2)
    deliver_outbox()
    assert (len(phone.tries), phone.got) == (8, [])


def test_a_message_that_failed_comes_through_later(phone: Phone, clock: Clock) -> None:
    _put(1)
    phone.answers[1] = AGAIN
    deliver_outbox()
    phone.answers.clear()
    clock.advance(minutes=2)
    deliver_outbox()
    assert phone.got == [1]
    assert (_message().tries, _message().state) == (1, OutboxState.DELIVERED)


def test_a_bad_message_does_not_hold_back_the_others(phone: Phone) -> None:
    _put(1, 2, 3, 4, 5)
    _put(6, channel="no such channel")
    _put(7)
    phone.answers |= {2: ConnectionError("nobody there"), ("prepare", 3): ValueError("broken"), 4: AGAIN}
    deliver_outbox()
    assert phone.got == [1, 5, 7]
    assert [state for state, _why in _states()] == [
        "delivered",
        "waiting",
        "waiting",
        "waiting",
        "delivered",
        "given_up",
        "delivered",
    ]


@pytest.mark.parametrize(
    ("answer", "ended"),
    [
        (Outcome(Ending.NEVER, "number"), ("given_up", "number")),
        (Outcome(Ending.NEEDLESS, "switched_off"), ("needless", "switched_off")),
    ],
)
def test_what_can_never_arrive_and_what_nobody_wants_is_tried_no_more(
    phone: Phone, answer: Outcome, ended: tuple[str, str], clock: Clock
) -> None:
    phone.answers[1] = answer
    _put(1)
    deliver_outbox()
    clock.advance(days=1)
    deliver_outbox()
    assert _states() == [ended]
    assert phone.tries == [1]


def test_what_is_not_yet_to_be_sent_waits_without_counting_as_a_try(phone: Phone, clock: Clock) -> None:
    _put(1)
    phone.answers["prepare", 1] = Outcome(Ending.NOT_YET, "night", clock.moment + timedelta(hours=9))
    for _ in range(9):
        deliver_outbox()
        clock.advance(hours=1)
    assert (_message().tries, phone.tries) == (0, [])
    phone.answers.clear()
    deliver_outbox()
    assert phone.got == [1]


def test_nobody_is_told_what_is_of_no_use_any_more(phone: Phone, clock: Clock) -> None:
    _put(1)
    phone.answers[1] = AGAIN
    clock.advance(days=4)
    deliver_outbox()
    assert (_states(), phone.tries) == ([("given_up", "too_late")], [])


def test_what_was_sent_without_an_answer_goes_once_more_and_then_stays_unclear(phone: Phone, clock: Clock) -> None:
    _put(1)
    phone.answers[1] = UNCLEAR
    deliver_outbox()
    for _ in range(3):
        clock.advance(hours=1)
        deliver_outbox()
    assert (_states(), phone.tries) == ([("unclear", "timeout")], [1, 1])


def test_where_it_must_not_be_repeated_it_is_unclear_at_once_and_its_secret_is_gone(
    phone: Phone, bell: Phone, clock: Clock
) -> None:
    _put(1, channel="bell", rank=0)
    with transaction():
        db.session.scalars(select(OutboxMessage)).one().secret_encrypted = encrypt("123456")
    bell.answers[1] = UNCLEAR
    deliver_outbox()
    clock.advance(seconds=30)
    deliver_outbox()
    assert (_states(), bell.tries) == ([("unclear", "timeout")], [1])
    assert _message().secret_encrypted == ""


def test_an_error_of_ours_after_the_call_is_unclear_too(phone: Phone, bell: Phone) -> None:
    _put(1, channel="bell", rank=0)
    bell.answers[1] = KeyError("Code")
    deliver_outbox()
    assert _states() == [("unclear", "error")]


def test_what_comes_first_is_looked_for_before_every_message(phone: Phone, bell: Phone) -> None:
    def _somebody_stands_at_the_door() -> None:
        if len(phone.tries) == 2:
            _put(99, channel="bell", rank=0)

    order = phone.got
    bell.got = order
    phone.meanwhile = _somebody_stands_at_the_door
    _put(1, 2, 3, 4, age=timedelta(minutes=1))
    deliver_outbox()
    assert order == [1, 2, 99, 3, 4]


def test_a_way_that_is_broken_rests_and_holds_back_what_waits_for_it_alone(
    phone: Phone, bell: Phone, clock: Clock
) -> None:
    _put(*range(1, 6), channel="phone:a")
    _put(6, channel="phone:b")
    phone.answers |= dict.fromkeys((1, 2), BROKEN)
    deliver_outbox()
    assert (phone.tries, phone.got) == ([1, 6], [6])
    clock.advance(seconds=31)
    deliver_outbox()
    assert phone.tries == [1, 6, 2]
    clock.advance(seconds=45)
    deliver_outbox()
    assert len(phone.tries) == 3  # the second time it rests a minute
    clock.advance(seconds=20)
    deliver_outbox()
    assert phone.got == [6, 3, 4, 5]
    assert _lane("phone:a").failures == 0


def test_what_comes_first_does_not_mind_that_its_way_rests(phone: Phone, bell: Phone, clock: Clock) -> None:
    _put(1, channel="bell")
    bell.answers[1] = BROKEN
    deliver_outbox()
    _put(2, channel="bell")
    _put(3, channel="bell", rank=0)
    deliver_outbox()
    assert bell.got == [3]


def test_a_way_that_stopped_is_told_once_and_goes_on_by_itself_when_it_is_mended(
    phone: Phone, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setitem(lanes._TELLERS, "tests", lambda lane: told.append((lane.name, lane.why)))
    _put(1, 2, channel="phone:a")
    _put(3, channel="phone:b")
    phone.answers |= {1: STOPPED, 3: STOPPED}
    for _ in range(20):
        deliver_outbox()
        clock.advance(minutes=61)
    assert told == [("phone:a", "balance")]
    assert _lane("phone:b").stopped_at is not None
    assert (phone.got, _states()[0]) == ([2], ("waiting", "balance"))
    assert is_none_stopped() is False
    phone.answers.clear()
    clock.advance(hours=2)
    deliver_outbox()
    assert sorted(phone.got) == [1, 2, 3]
    assert is_none_stopped()


def test_messages_are_gathered_and_leave_once_a_minute_but_what_comes_first(
    phone: Phone, group: Phone, clock: Clock
) -> None:
    _put(1, 2, 3, 4, channel="group:17")
    _put(5, channel="group:18")
    deliver_outbox()
    assert group.got == [(1, 2, 3), 5]
    _put(6, channel="group:17")
    _put(7, channel="group:17", rank=0)
    deliver_outbox()
    assert group.got == [(1, 2, 3), 5, 7]
    clock.advance(seconds=60)
    deliver_outbox()
    assert group.got == [(1, 2, 3), 5, 7, (4, 6)]
    assert {state for state, _why in _states()} == {"delivered"}


def test_a_lease_that_ended_is_the_next_workers_and_the_late_note_changes_nothing(
    app: Flask, phone: Phone, clock: Clock
) -> None:
    def _come_back_late() -> None:
        phone.meanwhile = lambda: None
        clock.moment += LEASE
        deliver_outbox()

    phone.meanwhile = _come_back_late
    phone.answers[1] = AGAIN
    _put(1)
    deliver_outbox()
    message = _message()
    assert (message.state, message.tries, message.doubts, phone.tries) == ("waiting", 2, 1, [1, 1])


def test_a_machine_that_stood_still_after_taking_calls_nobody(
    phone: Phone, bell: Phone, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects codes: what another worker may have by now is not sent a second time."""

    def _stand_still(numbers: object) -> object:
        clock.moment += LEASE
        return lambda: bell._call([1])

    monkeypatch.setitem(CHANNELS, "bell", replace(bell.channel, prepare=_stand_still))
    _put(1, channel="bell", rank=0)
    deliver_outbox()
    assert bell.tries == []


@pytest.mark.parametrize(("why", "times"), [("balance", 1), ("template", 3)])
def test_one_account_is_told_of_once_and_each_template_for_itself(
    phone: Phone, bell: Phone, monkeypatch: pytest.MonkeyPatch, why: str, times: int
) -> None:
    told: list[str] = []
    monkeypatch.setitem(lanes._TELLERS, "tests", lambda lane: told.append(lane.name))
    for number, channel in enumerate(("phone:a", "phone:b", "bell")):
        _put(number, channel=channel)
        phone.answers[number] = bell.answers[number] = Outcome(Ending.STOPPED, why)
    deliver_outbox()
    assert len(told) == times


def test_what_must_be_mended_stays_said_while_the_way_is_broken_too(
    phone: Phone, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setitem(lanes._TELLERS, "tests", lambda lane: told.append(lane.why))
    _put(1, channel="phone:a")
    for answer in (STOPPED, BROKEN, STOPPED, BROKEN):
        phone.answers[1] = answer
        deliver_outbox()
        assert _lane("phone:a").why == "balance"
        clock.advance(hours=2)
    assert told == ["balance"]


def test_a_way_that_stopped_and_that_nothing_waits_for_is_forgotten_after_a_day(phone: Phone, clock: Clock) -> None:
    """Protects `/readyz`, which warned for ever of a way that was given up."""
    _put(1, channel="phone:a")
    phone.answers[1] = STOPPED
    deliver_outbox()
    clock.advance(hours=23)
    forget_old_messages()
    assert is_none_stopped() is False
    clock.advance(hours=3)
    forget_old_messages()
    assert is_none_stopped()


def test_many_that_wait_for_a_way_that_rests_are_put_off_piece_by_piece(
    phone: Phone, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_DUE_SOON", lanes._DUE_SOON.limit(2))
    _put(*range(1, 8), channel="phone:a")
    phone.answers |= dict.fromkeys(range(1, 8), BROKEN)
    deliver_outbox()
    assert phone.tries == [1]
    waiting = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()[1:]
    assert {one.due_at for one in waiting} == {_lane("phone:a").rests_until}


KILLED = """
import sys, time
from pathlib import Path
from resident import create_app
from resident.notifications.channels import CHANNELS, Channel, Ending, Outcome
from resident.notifications.jobs import deliver_outbox
from resident import clock
from datetime import datetime

def call():
    Path(sys.argv[1]).write_text("called")
    time.sleep(60)
    return Outcome(Ending.DELIVERED)

clock.use(lambda: datetime.fromisoformat(sys.argv[2]))
for name in ("phone", "bell"):
    CHANNELS[name] = Channel(lambda messages: call, repeats=name == "phone")
app = create_app()
with app.app_context():
    deliver_outbox()
"""


@pytest.mark.parametrize(("channel", "ended", "tries"), [("phone", "delivered", [1]), ("bell", "unclear", [])])
def test_a_worker_killed_between_call_and_note_doubles_nothing_that_must_not_be_doubled(
    app: Flask, phone: Phone, bell: Phone, clock: Clock, tmp_path: Path, channel: str, ended: str, tries: list[int]
) -> None:
    """Protects codes: one that may have arrived is not sent a second time; a notice is, once."""
    _put(1, channel=channel)
    db.session.remove()
    _kill_between_call_and_note(app, tmp_path / "called", clock)
    assert _states() == [("taken", "")]
    deliver_outbox()
    assert phone.tries + bell.tries == []  # the lease holds
    clock.moment += LEASE
    deliver_outbox()
    assert phone.tries + bell.tries == tries
    assert _states()[0][0] == ended


def _kill_between_call_and_note(app: Flask, sign: Path, clock: Clock) -> None:
    config = app.config["RESIDENT"]
    environ = {
        "PATH": "/usr/bin:/bin",
        "RESIDENT_DATA_DIR": str(config.data_dir),
        "RESIDENT_DATABASE_URL": config.database_url,
        "RESIDENT_SECRET_KEY": config.secret_key,
        "RESIDENT_DATA_KEY": ",".join(config.data_keys),
        "RESIDENT_LOOKUP_KEY": config.lookup_key,
        "RESIDENT_PUBLIC_URL": config.public_url,
    }
    words = [sys.executable, "-c", KILLED, str(sign), clock.moment.isoformat()]
    worker = subprocess.Popen(words, cwd=ROOT, env=environ)
    try:
        deadline = time.monotonic() + 60
        while not sign.exists() and time.monotonic() < deadline and worker.poll() is None:
            time.sleep(0.05)
        assert sign.exists()
    finally:
        worker.kill()
        worker.wait(30)

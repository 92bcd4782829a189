"""The worker's part."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Lock
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident.db import db, transaction
from resident.notifications import jobs
from resident.notifications.jobs import deliver_outbox, forget_old_messages
from resident.notifications.models import Notification, OutboxMessage
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.notifications import make_notification, make_outbox_message


class Phone:
    """A channel that notes what it was given, and fails for what it is told to."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.broken: set[Any] = set()
        self.tries: list[Any] = []
        self._lock = Lock()

    def __call__(self, payload: dict[str, Any]) -> None:
        with self._lock:
            self.tries.append(payload["n"])
            if payload["n"] in self.broken:
                raise ConnectionError("nobody there")
            self.got.append(payload["n"])


@pytest.fixture
def phone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Phone]:
    made = Phone()
    monkeypatch.setitem(jobs.CHANNELS, "phone", made)
    with app.app_context():
        yield made


def _put(*numbers: int, age: timedelta = timedelta()) -> None:
    with transaction():
        for number in numbers:
            make_outbox_message("phone", age=age, n=number)


def _message() -> OutboxMessage:
    db.session.rollback()
    return db.session.scalars(select(OutboxMessage)).one()


def test_a_message_is_delivered_once(phone: Phone) -> None:
    _put(1)
    deliver_outbox()
    deliver_outbox()
    assert phone.got == [1]
    assert _message().delivered_at is not None


def test_what_is_not_due_waits(phone: Phone, clock: Clock) -> None:
    _put(1, age=timedelta(minutes=-5))
    deliver_outbox()
    assert phone.got == []
    clock.advance(minutes=5)
    deliver_outbox()
    assert phone.got == [1]


def test_a_failure_waits_twice_as_long_each_time_and_is_given_up_after_eight(phone: Phone, clock: Clock) -> None:
    _put(1)
    phone.broken.add(1)
    waits = []
    for _ in range(8):
        deliver_outbox()
        deliver_outbox()
        wait = _message().due_at - clock.moment
        waits.append(wait / timedelta(minutes=1))
        clock.moment += wait
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256]
    assert _message().given_up_at is not None
    phone.broken.clear()
    clock.advance(days=30)
    deliver_outbox()
    assert (len(phone.tries), phone.got) == (8, [])


def test_a_message_that_failed_comes_through_later(phone: Phone, clock: Clock) -> None:
    _put(1)
    phone.broken.add(1)
    deliver_outbox()
    phone.broken.clear()
    clock.advance(minutes=2)
    deliver_outbox()
    assert phone.got == [1]
    assert (_message().tries, _message().given_up_at) == (1, None)


def test_a_bad_message_does_not_hold_back_the_others(phone: Phone) -> None:
    _put(1, 2, 3)
    with transaction():
        make_outbox_message("no such channel", n=4)
    _put(5)
    phone.broken.add(2)
    deliver_outbox()
    assert phone.got == [1, 3, 5]


def test_more_than_a_batch_is_delivered_in_one_go_oldest_first(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 3)
    _put(*range(7))
    _put(7, age=timedelta(minutes=1))
    phone.broken.update({1, 2, 3})
    deliver_outbox()
    assert phone.got == [7, 0, 4, 5, 6]


def test_two_workers_at_once_deliver_each_message_once(app: Flask, phone: Phone) -> None:
    _put(*range(30))
    start = Barrier(3, timeout=30)

    def _work() -> None:
        with app.app_context():
            start.wait(10)
            try:
                deliver_outbox()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(_work) for _ in range(3)]:
            done.result()
    deliver_outbox()
    assert sorted(phone.got) == list(range(30))


def test_a_message_to_a_person_goes_to_the_log_without_its_words(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with app.app_context():
        with transaction():
            make_outbox_message(person_id=1, kind="k", path="/p", params={"title": "秘密"})
        deliver_outbox()
        assert _message().delivered_at is not None


def _left(table: type) -> int:
    return db.session.scalars(select(func.count()).select_from(table)).one()


def test_messages_are_kept_a_year_and_settled_outbox_rows_shorter(
    phone: Phone, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PIECE", 2)
    with transaction():
        person = make_person()
        for _ in range(5):
            make_notification(person)
    phone.broken.add(2)
    _put(1, 2)
    for _ in range(8):
        deliver_outbox()
        clock.advance(minutes=256)
    clock.advance(days=31)
    _put(3, age=timedelta(days=-999))
    forget_old_messages()
    assert (_left(Notification), _left(OutboxMessage)) == (5, 2)
    clock.advance(days=180)
    forget_old_messages()
    assert _left(OutboxMessage) == 1
    clock.advance(days=160)
    with transaction():
        make_notification(make_person())
    forget_old_messages()
    forget_old_messages()
    assert _left(Notification) == 1

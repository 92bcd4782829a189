"""The worker's part: what it delivers, and what it forgets."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from resident.db import db, transaction
from resident.notifications import jobs
from resident.notifications.channels import CHANNELS, Ending, Outcome
from resident.notifications.jobs import deliver_outbox, forget_old_messages
from resident.notifications.models import Notification, OutboxMessage, OutboxState
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.notifications import make_notification, make_outbox_message
from tests.notifications.phones import Phone


@pytest.fixture
def phone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Phone]:
    made = Phone()
    monkeypatch.setitem(CHANNELS, "phone", made.channel)
    with app.app_context():
        yield made


def _put(*numbers: int, age: timedelta = timedelta()) -> None:
    with transaction():
        for number in numbers:
            make_outbox_message("phone", age=age, n=number)


def test_a_message_to_a_person_goes_to_the_log_without_its_words(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    with app.app_context():
        with transaction():
            make_outbox_message(person_id=1, kind="a.kind", path="/p", params={"title": "秘密"})
        deliver_outbox()
        assert db.session.scalars(select(OutboxMessage.state)).one() == OutboxState.DELIVERED
        db.session.rollback()
    said = "".join(capsys.readouterr())
    assert "a.kind" in said
    assert "秘密" not in said


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


def test_a_run_ends_after_a_while_and_wakes_the_next(app: Flask, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "LONGEST_RUN", -1.0)
    woken: list[str] = []
    monkeypatch.setitem(app.extensions["queued"], "notifications.jobs.deliver_outbox", lambda: woken.append("woken"))
    _put(1, 2)
    woken.clear()
    deliver_outbox()
    assert (phone.got, woken) == ([1], ["woken"])
    deliver_outbox()
    deliver_outbox()
    assert (phone.got, woken) == ([1, 2], ["woken"] * 2)


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
    phone.answers |= {2: Outcome(Ending.NEVER, "number"), 3: Outcome(Ending.NEEDLESS, "nobody")}
    _put(1, 2, 3)
    deliver_outbox()
    clock.advance(days=31)
    _put(4, age=timedelta(days=-999))
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

"""How often something may happen."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from resident.accounts.entrance.throttle import hit, is_spent
from resident.accounts.models import ThrottleHit
from resident.db import db, transaction
from tests.conftest import Clock, test_settings

HOUR = timedelta(hours=1)


def _hit(key: str = "13800000001", limit: int = 3) -> bool:
    return hit("tests", key, limit=limit, per=HOUR)


def test_the_limit_is_allowed_and_one_more_is_not(session: None) -> None:
    assert [_hit() for _ in range(4)] == [True, True, True, False]


def test_refused_ones_do_not_count_and_so_prolong_nothing(session: None, clock: Clock) -> None:
    for _ in range(3):
        _hit()
    clock.advance(minutes=59)
    assert not _hit()
    assert len(db.session.scalars(select(ThrottleHit)).all()) == 3
    clock.advance(minutes=1)
    assert _hit()


def test_time_gives_back_what_was_used(session: None, clock: Clock) -> None:
    _hit()
    clock.advance(minutes=30)
    assert _hit()
    assert _hit()
    clock.advance(minutes=29, seconds=59)
    assert not _hit()
    clock.advance(seconds=1)
    assert _hit()
    assert not _hit()


def test_keys_and_buckets_do_not_use_up_each_other(session: None) -> None:
    assert _hit(limit=1)
    assert _hit("13800000002", limit=1)
    assert hit("others", "13800000001", limit=1, per=HOUR)
    assert not _hit(limit=1)


def test_asking_does_not_count(session: None) -> None:
    assert not is_spent("tests", "k", limit=1, per=HOUR)
    assert not is_spent("tests", "k", limit=1, per=HOUR)
    assert _hit("k", limit=1)
    assert is_spent("tests", "k", limit=1, per=HOUR)


def test_what_is_counted_is_not_kept_in_clear(session: None) -> None:
    _hit()
    key = db.session.scalars(select(ThrottleHit.key)).one()
    assert "13800000001" not in key
    assert len(key) == 64


def test_a_demonstration_allows_twenty_times_as_much(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = app.config["RESIDENT"]
    monkeypatch.setitem(app.config, "RESIDENT", test_settings(usual.data_dir, usual.database_url, demo=True))
    with app.app_context(), transaction():
        assert [_hit(limit=1) for _ in range(21)] == [True] * 20 + [False]

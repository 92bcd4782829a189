"""Whether the app is alive and ready."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask_migrate import downgrade, upgrade

from resident import create_app
from resident.db import db, transaction
from resident.web import checks, health
from resident.web.checks import CHECKS
from resident.web.jobs import TOKEN_DAYS, beat, sweep_form_tokens
from resident.web.models import FormToken
from tests.conftest import test_settings
from tests.makers.accounts import make_person

MB, GB = 1024**2, 1024**3


def test_the_process_answers_without_asking_anything_else(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"alive": True})
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_worker_the_app_is_not_ready(app, client, clock):
    said = client.get("/readyz", headers={"Accept-Language": "en"}).json
    assert (said["ready"], said["not_ready"]) == (False, ["worker"])
    assert said["words"] == {"worker": "The worker has shown no sign of life for three minutes."}
    with app.app_context():
        beat()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["ready"], answer.json["not_ready"]) == (200, True, [])
    clock.advance(minutes=2, seconds=59)
    assert client.get("/readyz").status_code == 200
    clock.advance(seconds=1)
    assert client.get("/readyz").status_code == 503
    with app.app_context():
        beat()
    assert client.get("/readyz").status_code == 200


def test_an_empty_database_is_not_ready(tmp_path):
    app = create_app(test_settings(tmp_path, f"sqlite:///{tmp_path / 'new.sqlite3'}"))
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json["not_ready"]) == (503, ["migrations", "worker"])
    with app.app_context():
        upgrade()
        beat()
    assert app.test_client().get("/readyz").status_code == 200
    with app.app_context():
        downgrade(revision="0001")
        db.engine.dispose()
    assert app.test_client().get("/readyz").json["not_ready"] == ["migrations"]


def test_a_database_that_is_away_is_named(tmp_path):
    app = create_app(test_settings(tmp_path, "postgresql+psycopg://nobody@127.0.0.1:1/nothing"))
    answer = app.test_client().get("/readyz", headers={"Accept-Language": "zh-CN"})
    assert (answer.status_code, answer.json["not_ready"]) == (503, ["database"])
    assert answer.json["words"] == {"database": "数据库没有响应。"}
    page = app.test_client().get("/", headers={"Accept-Language": "zh-CN"})
    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    assert "暂时读不到数据" in page.text


def test_a_queue_that_is_away_is_named(tmp_path):
    settings = replace(
        test_settings(tmp_path, f"sqlite:///{tmp_path / 'new.sqlite3'}"), redis_url="redis://127.0.0.1:1"
    )
    assert "queue" in create_app(settings).test_client().get("/readyz").json["not_ready"]


def disk_of(free: int, total: int) -> Callable[[object], SimpleNamespace]:
    return lambda _place: SimpleNamespace(free=free, total=total)


@pytest.mark.parametrize(
    ("free", "total", "not_ready", "warnings"),
    [
        (2 * GB, 500 * GB, [], []),
        (GB - 1, 500 * GB, [], ["room"]),
        (GB - 1, 10 * GB, [], []),
        (GB // 4, 10 * GB, [], ["room"]),
        (MB, 500 * GB, ["disk"], ["room"]),
    ],
)
def test_a_disk_that_fills_is_a_warning_before_it_is_a_fault(
    app, client, monkeypatch, free, total, not_ready, warnings
):
    with app.app_context():
        beat()
    monkeypatch.setattr(checks.shutil, "disk_usage", disk_of(free, total))
    answer = client.get("/readyz")
    assert (answer.json["not_ready"], answer.json["warnings"]) == (not_ready, warnings)
    assert answer.status_code == (503 if not_ready else 200)
    assert set(answer.json["words"]) == {*not_ready, *warnings}


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_text("another")])
def test_a_key_that_is_gone_is_a_warning_before_the_next_start_refuses(tmp_path, change):
    kept = tmp_path / "secret_key.secret"
    kept.write_text("s" * 40)
    app = create_app(test_settings(tmp_path, f"sqlite:///{tmp_path / 'new.sqlite3'}"))
    with app.app_context():
        upgrade()
    assert app.test_client().get("/readyz").json["warnings"] == []
    change(kept)
    assert app.test_client().get("/readyz").json["warnings"] == ["secrets"]


def test_a_check_that_hangs_is_named_in_time(app, client, monkeypatch):
    go = threading.Event()
    with app.app_context():
        beat()
    hanging = {"disk": CHECKS["disk"], "database": replace(CHECKS["database"], is_in_order=lambda: go.wait(60))}
    monkeypatch.setattr(health, "CHECKS", hanging)
    monkeypatch.setattr(health, "LONGEST_LOOK", 0.1)
    assert client.get("/readyz").json["not_ready"] == ["database"]
    first = health.Look.running
    assert client.get("/readyz").json["not_ready"] == ["database"]
    assert health.Look.running is first  # no second one waits beside it
    go.set()
    first.thread.join()
    assert client.get("/readyz").json["not_ready"] == []


def test_a_check_that_breaks_is_named(client, monkeypatch):
    monkeypatch.setattr(health, "CHECKS", {"disk": replace(CHECKS["disk"], is_in_order=lambda: 1 // 0)})
    assert client.get("/readyz").json["not_ready"] == ["disk"]


@pytest.mark.parametrize(("days", "is_kept"), [(TOKEN_DAYS - 1, True), (TOKEN_DAYS + 1, False)])
def test_old_form_tokens_are_forgotten(app, clock, days, is_kept):
    with app.app_context():
        with transaction():
            db.session.add(FormToken(person_id=make_person().id, token="t" * 24, created_at=clock()))
        clock.advance(days=days)
        sweep_form_tokens()
        assert (db.session.scalar(db.select(FormToken.id)) is not None) is is_kept

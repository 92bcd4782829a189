"""Whether the app is alive and ready."""

import pytest
from flask_migrate import downgrade, upgrade

from resident import create_app
from resident.db import db, transaction
from resident.web.jobs import TOKEN_DAYS, beat, sweep_form_tokens
from resident.web.models import FormToken
from tests.conftest import test_settings
from tests.makers.accounts import make_person


def test_the_process_answers_without_asking_anything_else(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"alive": True})
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_worker_the_app_is_not_ready(app, client, clock):
    assert client.get("/readyz").json == {"ready": False, "not_ready": ["worker"]}
    with app.app_context():
        beat()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"ready": True, "not_ready": []})
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
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"ready": False, "not_ready": ["database"]})


@pytest.mark.parametrize(("days", "is_kept"), [(TOKEN_DAYS - 1, True), (TOKEN_DAYS + 1, False)])
def test_old_form_tokens_are_forgotten(app, clock, days, is_kept):
    with app.app_context():
        with transaction():
            db.session.add(FormToken(person_id=make_person().id, token="t" * 24, created_at=clock()))
        clock.advance(days=days)
        sweep_form_tokens()
        assert (db.session.scalar(db.select(FormToken.id)) is not None) is is_kept

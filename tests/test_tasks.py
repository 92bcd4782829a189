"""The queue between web and worker."""

import json
import os
import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest
import redis

from resident import clock, create_app
from resident.db import begin_write, db, transaction
from resident.notifications.jobs import deliver_outbox
from resident.tasks import AT_NIGHT, JOBS, wake
from resident.web.models import Heartbeat
from tests.conftest import test_settings

REDIS = "redis://127.0.0.1:6379/15"


@pytest.fixture
def queue(app):
    """The queue, empty."""
    queue = app.extensions["queue"]
    queue.flush()
    return queue


def test_the_worker_is_woken_after_the_commit_and_once(app, queue):
    with app.app_context(), transaction():
        wake(deliver_outbox)
        wake(deliver_outbox)
        assert len(queue) == 0
    assert len(queue) == 1


def test_nobody_is_woken_for_what_did_not_happen(app, queue):
    with app.app_context():
        begin_write()
        wake(deliver_outbox)
        db.session.rollback()
        with transaction():
            pass
    assert len(queue) == 0


def test_a_queue_that_is_away_does_not_undo_what_was_done(app, queue, monkeypatch):
    def broken():
        raise OSError("disk full")

    monkeypatch.setitem(app.extensions["queued"], "notifications.jobs.deliver_outbox", broken)
    with app.app_context():
        with transaction():
            db.session.add(Heartbeat(name="done", at=clock.now()))
            wake(deliver_outbox)
        assert db.session.get(Heartbeat, "done") is not None


def test_what_is_woken_runs_in_the_app(app, queue):
    with app.app_context(), transaction():
        wake(deliver_outbox)
    task = queue.dequeue()
    assert task.name == "notifications.jobs.deliver_outbox"
    queue.execute(task)
    assert len(queue) == 0


def test_every_job_runs_by_the_clock_or_by_a_call(app):
    names = {task.name for task in app.extensions["queue"]._registry.periodic_tasks}
    for job in JOBS.values():
        assert job.every_minutes < 60
        assert (f"every {job.name}" in names) is bool(job.every_minutes)
        assert (f"nightly {job.name}" in names) is job.nightly


def test_night_is_in_the_middle_of_the_night_in_shanghai():
    assert AT_NIGHT(datetime(2026, 3, 1, 19, 20, tzinfo=UTC).replace(tzinfo=None))
    assert not AT_NIGHT(datetime(2026, 3, 1, 7, 20, tzinfo=UTC).replace(tzinfo=None))


def test_the_queue_may_stand_in_redis(tmp_path: Path):
    try:
        redis.Redis.from_url(REDIS).ping()
    except redis.ConnectionError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("no Redis at 127.0.0.1:6379")
    app = create_app(test_settings(tmp_path, "sqlite://", redis_url=REDIS))
    queue = app.extensions["queue"]
    queue.flush()
    with app.app_context(), transaction():
        wake(deliver_outbox)
    assert len(queue) == 1
    assert queue.dequeue().name == "notifications.jobs.deliver_outbox"
    queue.flush()


def test_a_job_waits_as_text_that_brings_no_code_along(app, queue):
    with app.app_context(), transaction():
        wake(deliver_outbox)
    stored = queue.storage.dequeue()
    assert json.loads(stored)[1] == "resident.tasks.notifications.jobs.deliver_outbox"
    assert queue.deserialize_task(stored).name == "notifications.jobs.deliver_outbox"


def test_a_pickle_in_the_queue_is_not_opened(app, queue):
    with pytest.raises(ValueError, match="decode"):
        queue.deserialize_task(pickle.dumps(("x", "notifications.jobs.deliver_outbox")))

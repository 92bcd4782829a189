"""The queue between web and worker: packages name their jobs here, the worker runs them.

A job is a plain function that is run inside an app context; it opens its own transactions
(`db.transaction()` or `db.batches()`), so that one bad message does not hold back the others.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import Flask, current_app
from huey import RedisHuey, SqliteHuey
from huey.api import Huey, crontab
from huey.registry import Message
from huey.serializer import Serializer
from redis import ConnectionPool, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from resident.db import after_commit

log = structlog.get_logger()
QUEUE_NAME = "resident"
# A form that has been saved must not wait for a queue that is away. Longer than the second in which it is listened to.
REDIS_PATIENCE = {"socket_connect_timeout": 2, "socket_timeout": 4, "retry": Retry(NoBackoff(), 0)}
AT_NIGHT = crontab(minute="20", hour="19")  # 3:20 in Shanghai


@dataclass(frozen=True)
class Job:
    """Work for the worker; without `every_minutes` and `nightly` only when woken."""

    name: str
    run: Callable[[], None]
    every_minutes: int = 0
    nightly: bool = False


JOBS: dict[str, Job] = {}


class AsJson(Serializer):
    """Jobs as text: whoever can write to the queue may name one of ours, but not bring code along, as in a pickle."""

    def _serialize(self, data: object) -> bytes:
        """What is no plain value, as a moment, raises TypeError: none of our jobs has any."""
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> object:
        return Message(*json.loads(data))


def job(every_minutes: int = 0, *, nightly: bool = False) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Name a function as a job of the worker; `every_minutes` must be less than 60."""

    def _name(run: Callable[[], None]) -> Callable[[], None]:
        name = f"{run.__module__.removeprefix('resident.')}.{run.__name__}"
        JOBS[name] = Job(name, run, every_minutes, nightly)
        return run

    return _name


def setup(app: Flask) -> None:
    """Open the queue: a file of its own beside the database, or Redis where it is set."""
    settings = app.config["RESIDENT"]
    queue: Huey
    if settings.redis_url:
        pool = ConnectionPool.from_url(settings.redis_url, **REDIS_PATIENCE)
        queue = RedisHuey(QUEUE_NAME, connection_pool=pool, results=False, serializer=AsJson())
    else:
        queue = SqliteHuey(
            QUEUE_NAME,
            filename=str(settings.data_dir / "queue.sqlite3"),
            results=False,
            timeout=15,
            serializer=AsJson(),
        )
    app.extensions["queue"] = queue
    app.extensions["queued"] = {job.name: _as_task(app, queue, job) for job in JOBS.values()}


def _as_task(app: Flask, queue: Huey, job: Job) -> Callable[[], object]:
    def _run() -> None:
        with app.app_context():
            job.run()

    if job.every_minutes:
        queue.periodic_task(crontab(minute=f"*/{job.every_minutes}"), name=f"every {job.name}")(_run)
    if job.nightly:
        queue.periodic_task(AT_NIGHT, name=f"nightly {job.name}")(_run)
    return queue.task(name=job.name)(_run)


def wake(run: Callable[[], None]) -> None:
    """Have the worker run this job as soon as the transaction at hand is committed."""
    name = f"{run.__module__.removeprefix('resident.')}.{run.__name__}"
    start = current_app.extensions["queued"][name]

    def _start() -> None:
        try:
            start()
        except Exception:  # the state is safe and the job also runs by the clock
            log.exception("worker not woken", job=name)

    after_commit(name, _start)


def is_reachable() -> bool:
    """Whether the queue answers."""
    try:
        current_app.extensions["queue"].pending_count()
    except (RedisError, sqlite3.Error):
        return False
    return True

"""What the site needs goes away and comes back: it says so at once, stays up, and goes on by itself."""

import json
import os
import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from resident.db import transaction
from resident.notifications.jobs import deliver_outbox
from resident.tasks import wake
from tests.conftest import POSTGRES, has_postgres
from tests.load.live import Live, database, running
from tests.load.standin import StandIn, stand_in

IS_SOAK = bool(os.environ.get("SOAK"))
OUTAGE = 60 if IS_SOAK else 4  # seconds
AT_ONCE = 5.0 if IS_SOAK else 30.0  # seconds for an answer during it; a busy machine takes longer
MOST_LOG = 150_000  # bytes of log during an outage, however long
REDIS = urlsplit("redis://127.0.0.1:6379")
pytestmark = [pytest.mark.load, pytest.mark.xdist_group("load"), pytest.mark.timeout(900)]


def ask(live: Live, path: str, language: str = "zh-CN") -> tuple[int, str, float]:
    """Status and text of a page, and how long it took in seconds."""
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", live.port, timeout=120)
    try:
        connection.request("GET", path, headers={"Accept-Language": language})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), time.monotonic() - began
    finally:
        connection.close()


def readiness(live: Live) -> tuple[dict[str, object], float]:
    """What /readyz says, and how long it took."""
    _status, said, seconds = ask(live, "/readyz", "en")
    return json.loads(said), seconds


def is_ready(live: Live) -> bool:
    return bool(readiness(live)[0]["ready"])


@pytest.fixture(scope="module")
def far_database() -> Iterator[StandIn]:
    if not has_postgres():
        pytest.skip(f"no PostgreSQL at {POSTGRES}")
    host, _, port = POSTGRES.partition(":")
    with stand_in(host, int(port or 5432)) as standing:
        yield standing


@pytest.fixture(scope="module")
def on_postgres(far_database: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with database("postgres") as url:
        away = url.replace(POSTGRES, f"127.0.0.1:{far_database.port}")
        with running(Live(tmp_path_factory.mktemp("outage"), away)) as live:
            yield live


def test_without_its_database_the_site_says_so_and_comes_back(on_postgres: Live, far_database: StandIn) -> None:
    live, before = on_postgres, on_postgres.log.stat().st_size
    far_database.close()
    ends = time.monotonic() + OUTAGE
    while time.monotonic() < ends:
        said, seconds = readiness(live)
        assert (said["not_ready"], said["words"]) == (["database"], {"database": "The database does not answer."})
        assert seconds < AT_ONCE
        for language, words in (("zh-CN", "暂时读不到数据"), ("en", "We cannot reach our records just now")):
            status, page, seconds = ask(live, "/c/guihua/demands", language)
            assert (status, words in page, seconds < AT_ONCE) == (503, True, True)
        assert ask(live, "/healthz")[0] == 200
        time.sleep(0.2)
    assert live.log.stat().st_size - before < MOST_LOG, live.said()
    far_database.open()
    live.eventually(lambda: is_ready(live), "not ready again")
    live.eventually(lambda: ask(live, "/c/guihua/demands")[0] == 200, "no pages again")
    assert live.process.poll() is None


def test_a_database_that_answers_nothing_is_named_in_time(on_postgres: Live, far_database: StandIn) -> None:
    far_database.hold()
    try:
        said, seconds = readiness(on_postgres)
        assert said["not_ready"] == ["database"]
        assert seconds < AT_ONCE
        assert ask(on_postgres, "/healthz")[0] == 200
    finally:
        far_database.close()
        far_database.open()
    on_postgres.eventually(lambda: is_ready(on_postgres), "not ready again")


@pytest.fixture(scope="module")
def far_redis() -> Iterator[StandIn]:
    try:
        socket.create_connection((REDIS.hostname, REDIS.port), timeout=5).close()
    except OSError:
        pytest.skip(f"no Redis at {REDIS.netloc}")
    with stand_in(str(REDIS.hostname), int(REDIS.port or 6379)) as standing:
        yield standing


@pytest.fixture(scope="module")
def with_redis(far_redis: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    place = f"redis://127.0.0.1:{far_redis.port}/11"
    with running(Live(tmp_path_factory.mktemp("redis"), "", RESIDENT_REDIS_URL=place)) as live:
        yield live


def test_without_its_queue_the_site_goes_on_and_delivers_later(with_redis: Live, far_redis: StandIn) -> None:
    live, before = with_redis, with_redis.log.stat().st_size
    far_redis.close()
    ends = time.monotonic() + OUTAGE
    while time.monotonic() < ends:
        said, seconds = readiness(live)
        assert said["not_ready"] == ["queue"]
        assert seconds < AT_ONCE
        assert ask(live, "/c/guihua/demands")[0] == 200
        time.sleep(0.2)
    assert live.log.stat().st_size - before < MOST_LOG, live.said()
    far_redis.open()
    live.eventually(lambda: is_ready(live), "not ready again")
    with live.app.app_context():
        with transaction():
            wake(deliver_outbox)
        queue = live.app.extensions["queue"]
        live.eventually(lambda: queue.pending_count() == 0, "the worker takes nothing from the queue")
    assert live.process.poll() is None

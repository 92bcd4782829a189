"""What every test stands on: an app on SQLite and on PostgreSQL, a clock that is moved by hand, people signed in."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import psycopg
import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import text

from resident import clock as app_clock
from resident import create_app
from resident.accounts import sessions
from resident.accounts.models import PersonRow
from resident.config import Settings
from resident.db import begin_write, db, transaction
from resident.memory import EXTENSION, Memory
from tests.browser import chromium as chromium
from tests.meanwhile import Meanwhile, watching
from tests.once import compile_templates_once, open_folder

hypothesis.settings.register_profile("house", deadline=None)  # what a machine is busy with is nobody's fault
hypothesis.settings.load_profile("house")
compile_templates_once()
POSTGRES = "127.0.0.1:5432"
MONDAY_MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 9:00 in Shanghai
EMPTY_ALL = """
DO $$ DECLARE t text; found boolean; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR t IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || t || ')' INTO found;
    IF found THEN EXECUTE 'DELETE FROM ' || t; END IF;
  END LOOP;
END $$
"""


def pytest_configure() -> None:
    """What the processes of a run share has its folder before they are started."""
    open_folder()


def pytest_collection_finish() -> None:
    """What was collected stays: it need not be looked through again each time memory is tidied up."""
    gc.collect()
    gc.freeze()


def has_postgres() -> bool:
    """Whether a PostgreSQL answers; with CI=true it must."""
    try:
        psycopg.connect(f"postgresql://postgres@{POSTGRES}/postgres", connect_timeout=30).close()
    except psycopg.OperationalError:
        if os.environ.get("CI") == "true":
            raise
        return False
    return True


def test_settings(data_dir: Path, database_url: str, **others: object) -> Settings:
    """Settings of a test app: demo mode off, throttles as in a real community."""
    usual = {
        "secret_key": "s" * 40,
        "data_keys": (Fernet.generate_key().decode(),),
        "lookup_key": "l" * 40,
        "public_url": "http://127.0.0.1:8000",
        "second_factor": "optional",  # test_second_factor_required.py asks what it is like where it is not
    }
    return Settings(data_dir=data_dir, database_url=database_url, **(usual | others))  # type: ignore[arg-type]


test_settings.__test__ = False  # type: ignore[attr-defined]


def _make(data_dir: Path, database_url: str) -> Flask:
    app = create_app(test_settings(data_dir, database_url))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, SESSION_COOKIE_SECURE=False, PROPAGATE_EXCEPTIONS=False)
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
    return app


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One app on SQLite, its empty migrated file kept aside as a template."""
    folder = tmp_path_factory.mktemp("sqlite")
    app = _make(folder, f"sqlite:///{folder / 'resident.sqlite3'}")
    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    _dispose(app)
    shutil.copy(folder / "resident.sqlite3", folder / "empty")
    return app


@pytest.fixture(scope="session")
def postgres_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One app on a database of its own in PostgreSQL."""
    if not has_postgres():
        pytest.skip(f"no PostgreSQL at {POSTGRES}")
    name = f"resident_test_{os.getpid()}"
    with psycopg.connect(f"postgresql://postgres@{POSTGRES}/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")  # nothing here outlives its test
        app = _make(tmp_path_factory.mktemp("postgres"), f"postgresql+psycopg://postgres@{POSTGRES}/{name}")
        yield app
        _dispose(app)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _dispose(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The app with an empty database; a test that uses it runs on both databases."""
    made: Flask = request.getfixturevalue(f"{request.param}_app")
    remembers: Memory = made.extensions[EXTENSION]
    remembers.clear()
    remembers.verifies = True  # whatever is remembered must be what it would be now
    if request.param == "sqlite":
        folder = made.config["RESIDENT"].data_dir
        for leftover in folder.glob("resident.sqlite3*"):
            leftover.unlink()
        shutil.copy(folder / "empty", folder / "resident.sqlite3")
        yield made
        _dispose(made)
        return
    yield made
    with made.app_context():
        with db.engine.begin() as connection:
            connection.execute(text(EMPTY_ALL))
        db.session.remove()


class Clock:
    """Time in a test: stands still until moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **much: float) -> None:
        """Move on by timedelta's words: `clock.advance(minutes=5)`."""
        self.moment += timedelta(**much)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    """Monday morning, nine o'clock in Shanghai."""
    hands = Clock(MONDAY_MORNING)
    app_clock.use(hands)
    yield hands
    app_clock.use(None)


@pytest.fixture
def ticking(clock: Clock) -> Clock:
    """Time goes on by itself, a little whenever somebody asks for it, as it does outside of tests."""

    def _tick() -> datetime:
        clock.moment += timedelta(milliseconds=1)
        return clock.moment

    app_clock.use(_tick)
    return clock


@pytest.fixture
def session(app: Flask) -> Iterator[None]:
    """An app context inside one write transaction, for tests that call actions and queries directly."""
    with app.app_context():
        begin_write()
        yield
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser. Use it without the `session` fixture: each request must have its own context."""
    return app.test_client()


@pytest.fixture
def meanwhile(app: Flask) -> Iterator[Meanwhile]:
    """What somebody else does between a request's look and its write."""
    with watching(app) as acts:
        yield acts


@pytest.fixture
def sign_in(app: Flask) -> Callable[[int], FlaskClient]:
    """`sign_in(person_id)` gives a browser in which this person is signed in."""

    def _sign_in(person_id: int) -> FlaskClient:
        with app.app_context(), transaction():
            token = sessions.open_session(db.session.get_one(PersonRow, person_id), device="test")
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie[sessions.COOKIE_KEY] = token
            cookie["_fresh"] = True
        return browser

    return _sign_in


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Gives what the log says so far, wherever an app that was made before has led it."""

    def _logged() -> str:
        said = capsys.readouterr()
        return said.out + said.err + caplog.text

    return _logged

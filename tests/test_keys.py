"""A database is opened with its own keys, and as what it was begun."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet
from flask_migrate import upgrade
from sqlalchemy import delete, func, select

from resident import create_app
from resident.config import ROOT, Settings, SettingsError
from resident.db import db, transaction
from resident.demo.actions import load_demo
from resident.keys import Installation, KeyFingerprint, fingerprint
from tests.conftest import POSTGRES, has_postgres, test_settings
from tests.makers.accounts import make_person
from tests.makers.communities import make_community


@pytest.fixture(params=["sqlite", "postgres"])
def begun(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The settings with which a database was begun, and somebody registered."""
    if request.param == "sqlite":
        settings = test_settings(tmp_path, f"sqlite:///{tmp_path / 'resident.sqlite3'}")
        start(settings, people=1)
        yield settings
        return
    if not has_postgres():
        pytest.skip(f"no PostgreSQL at {POSTGRES}")
    name = f"resident_keys_{os.getpid()}_{id(tmp_path)}"
    with psycopg.connect(f"postgresql://postgres@{POSTGRES}/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        settings = test_settings(tmp_path, f"postgresql+psycopg://postgres@{POSTGRES}/{name}")
        start(settings, people=1)
        yield settings
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def start(settings: Settings, *, people: int = 0) -> None:
    """What every start does, and then somebody registers. Raises SettingsError."""
    app = create_app(settings)
    with app.app_context():
        try:
            upgrade()
            with transaction():
                for _number in range(people):
                    make_person()
        finally:
            db.session.remove()
            db.engine.dispose()


def command(settings: Settings, *words: str) -> str:
    """What a command says that is run with these settings."""
    app = create_app(settings)
    result = app.test_cli_runner().invoke(args=words)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return result.output


def noted(settings: Settings) -> dict[str, int]:
    """How many keys of each name this database knows."""
    app = create_app(settings)
    with app.app_context():
        rows = db.session.execute(select(KeyFingerprint.name, func.count()).group_by(KeyFingerprint.name)).all()
        db.session.remove()
        db.engine.dispose()
    return {row[0]: row[1] for row in rows}


OTHERS = [
    {"secret_key": "o" * 40},
    {"lookup_key": "o" * 40},
    {"data_keys": (Fernet.generate_key().decode(),)},
]


@pytest.mark.parametrize("other", OTHERS, ids=["secret", "lookup", "data"])
def test_with_another_key_neither_a_start_nor_a_command_goes_on(begun: Settings, other: dict[str, object]) -> None:
    changed = replace(begun, **other)  # type: ignore[arg-type]
    name = {"secret_key": "SECRET_KEY", "lookup_key": "LOOKUP_KEY", "data_keys": "DATA_KEY"}[next(iter(other))]
    with pytest.raises(SettingsError, match=f"RESIDENT_{name} is not the key of this database. Put the key back"):
        start(changed)
    said = command(changed, "points", "audit")
    assert f"Error: RESIDENT_{name} is not the key of this database" in said
    assert "Traceback" not in said
    assert "differences" in command(begun, "points", "audit")


def test_a_refusal_is_repeated_at_every_connection_of_the_process(begun: Settings) -> None:
    app = create_app(replace(begun, lookup_key="o" * 40))
    with app.app_context():
        for _try in range(3):
            with pytest.raises(SettingsError):
                db.session.execute(select(Installation))
            db.session.rollback()
        db.engine.dispose()


def test_a_new_data_key_before_the_old_one_is_noted_at_the_next_start(begun: Settings) -> None:
    wider = replace(begun, data_keys=(Fernet.generate_key().decode(), *begun.data_keys))
    start(wider)
    start(wider)
    assert noted(wider) == {"SECRET_KEY": 1, "LOOKUP_KEY": 1, "DATA_KEY": 2}
    for missing in (begun.data_keys, wider.data_keys[:1]):
        with pytest.raises(SettingsError, match="keep the old one behind it"):
            start(replace(begun, data_keys=missing))


def test_a_demo_is_refused_on_a_database_that_was_not_begun_as_one(begun: Settings) -> None:
    with pytest.raises(SettingsError, match="not begun as a demo"):
        start(replace(begun, demo=True))
    assert "not begun as a demo" in command(replace(begun, demo=True), "demo", "load")


def test_what_was_begun_as_a_demo_says_so_when_it_is_opened_as_another(
    tmp_path: Path, logged: Callable[[], str]
) -> None:
    settings = test_settings(tmp_path, f"sqlite:///{tmp_path / 'resident.sqlite3'}", demo=True)
    start(settings)
    assert "begun as a demo" not in logged()
    start(replace(settings, demo=False))
    assert "begun as a demo" in logged()
    start(settings)


def test_a_demo_that_is_loaded_into_an_unused_database_may_be_opened_as_one(tmp_path: Path) -> None:
    settings = test_settings(tmp_path, f"sqlite:///{tmp_path / 'resident.sqlite3'}")
    start(settings)
    app = create_app(settings)
    with app.app_context():
        load_demo()
        db.session.remove()
        db.engine.dispose()
    start(replace(settings, demo=True))
    with app.app_context():
        assert db.session.scalar(select(Installation.is_demo)) is True
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(("is_demo_there", "may_be_demo"), [(False, False), (True, True)])
def test_a_database_older_than_this_is_taken_for_what_it_holds(
    tmp_path: Path, is_demo_there: bool, may_be_demo: bool
) -> None:
    settings = test_settings(tmp_path, f"sqlite:///{tmp_path / 'resident.sqlite3'}")
    start(settings, people=1)
    app = create_app(settings)
    with app.app_context():
        with transaction():
            for table in (Installation, KeyFingerprint):
                db.session.execute(delete(table))
            if is_demo_there:
                make_community("guihua")
        db.session.remove()
        db.engine.dispose()
    with pytest.raises(SettingsError, match="does not open the phone numbers"):
        start(replace(settings, data_keys=(Fernet.generate_key().decode(),)))
    if may_be_demo:
        start(replace(settings, demo=True))
    else:
        with pytest.raises(SettingsError, match="not begun as a demo"):
            start(replace(settings, demo=True))
        start(settings)


def test_a_fingerprint_tells_nothing_of_its_key() -> None:
    assert fingerprint("SECRET_KEY", "k" * 40) != fingerprint("LOOKUP_KEY", "k" * 40)
    assert len(fingerprint("SECRET_KEY", "k" * 40)) == 64


FOUND = [
    "communities",
    "found",
    "x",
    "--name-zh",
    "某",
    "--name-en",
    "X",
    "--phone",
    "0571-88000018",
    "--address",
    "某路1号",
]


@pytest.mark.parametrize("words", [["points", "audit"], ["db", "upgrade"], FOUND])
def test_a_real_command_ends_with_the_sentence_alone(tmp_path: Path, words: list[str]) -> None:
    environ = {"PATH": os.environ["PATH"], "RESIDENT_DATA_DIR": str(tmp_path)}
    start_by_command = [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade"]
    subprocess.run(start_by_command, cwd=ROOT, env=environ, check=True, capture_output=True, timeout=120)
    (tmp_path / "lookup_key.secret").write_text("o" * 40)
    ended = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *words],
        cwd=ROOT,
        env=environ,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 1
    assert "RESIDENT_LOOKUP_KEY is not the key of this database" in ended.stderr
    assert "Traceback" not in ended.stderr

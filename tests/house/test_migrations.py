"""Models and migrations say the same."""

from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from resident import create_app
from resident.db import Base, db
from tests.conftest import POSTGRES, has_postgres, test_settings


@pytest.fixture(params=["sqlite", "postgres"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path):
    """An app on an empty database without any tables."""
    if request.param == "sqlite":
        yield create_app(test_settings(tmp_path, f"sqlite:///{tmp_path / 'fresh.sqlite3'}"))
        return
    if not has_postgres():
        pytest.skip(f"no PostgreSQL at {POSTGRES}")
    name = f"resident_fresh_{tmp_path.name}_{id(tmp_path)}"
    with psycopg.connect(f"postgresql://postgres@{POSTGRES}/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield create_app(test_settings(tmp_path, f"postgresql+psycopg://postgres@{POSTGRES}/{name}"))
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_migrated_database_is_what_the_models_say(fresh: Flask):
    """Protects every installation: a column that only the models know breaks at the first page."""
    with fresh.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        db.engine.dispose()


def test_migrations_can_be_taken_back(fresh: Flask):
    """Protects whoever must go back a release: down to nothing and up again works."""
    with fresh.app_context():
        upgrade()
        downgrade(revision="base")
        with db.engine.connect() as connection:
            assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        upgrade()
        db.engine.dispose()

"""Installations of their own, living and empty ones, on both databases and with the same keys."""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet

from tests.conftest import POSTGRES, has_postgres
from tests.makers.operation import House

KEYS = {
    "RESIDENT_SECRET_KEY": "s" * 40,
    "RESIDENT_LOOKUP_KEY": "l" * 40,
    "RESIDENT_DATA_KEY": Fernet.generate_key().decode(),
}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def new_house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], House]]:
    """Gives an installation where nothing is yet, each time another one."""
    if request.param == "postgres" and not has_postgres():
        pytest.skip(f"no PostgreSQL at {POSTGRES}")
    names: list[str] = []

    def _new() -> House:
        folder: Path = tmp_path_factory.mktemp("house") / "data"
        address = {}
        if request.param == "postgres":
            names.append(f"resident_backup_{os.getpid()}_{secrets.token_hex(4)}")
            server.execute(f"CREATE DATABASE {names[-1]}")
            address = {"RESIDENT_DATABASE_URL": f"postgresql://postgres@{POSTGRES}/{names[-1]}"}
        return House(KEYS | {"RESIDENT_CODES_TO_LOG": "1", "RESIDENT_DATA_DIR": str(folder)} | address)

    if request.param == "sqlite":
        yield _new
        return
    with psycopg.connect(f"postgresql://postgres@{POSTGRES}/postgres", autocommit=True) as server:
        yield _new
        for name in names:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")

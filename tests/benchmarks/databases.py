"""The databases a benchmark may use, each made for it and gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

POSTGRES = "postgresql://postgres@127.0.0.1:5432"
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Place:
    """A data folder with an empty database for the app and another one beside it."""

    folder: Path
    environ: dict[str, str]
    beside: str  # address of the other database


def wanted(usually: str) -> list[str]:
    """Which databases to measure: what BENCH_DATABASE says, else `usually` (names with commas between)."""
    return (os.environ.get("BENCH_DATABASE") or usually).split(",")


def has_postgres() -> bool:
    """Whether a PostgreSQL answers; says so where none does."""
    try:
        psycopg.connect(f"{POSTGRES}/postgres", connect_timeout=30).close()
    except psycopg.OperationalError:
        print("\nPostgreSQL: none at 127.0.0.1:5432, left out")
        return False
    return True


@contextmanager
def place(database: str, name: str = "bench") -> Iterator[Place]:
    """A place to measure in; `name` keeps two at the same time apart."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environ = {"RESIDENT_DATA_DIR": str(folder), "RESIDENT_DEMO": "1", "RESIDENT_REDIS_URL": ""}
        environ["RESIDENT_SUPPORTS_A_DAY"] = "1000000"  # the gentle limit is not what is measured
        environ["RESIDENT_DATABASE_URL"], beside = "", f"sqlite:///{folder / 'beside.sqlite3'}"
        if database == "postgresql":
            environ["RESIDENT_DATABASE_URL"] = stack.enter_context(_made(f"resident_{name}"))
            beside = stack.enter_context(_made(f"resident_{name}_beside")).replace("://", "+psycopg://")
        yield Place(folder, environ, beside)


@contextmanager
def _made(name: str) -> Iterator[str]:
    name = f"{name}_{os.getpid()}"
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True, connect_timeout=30) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        yield f"{POSTGRES}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")

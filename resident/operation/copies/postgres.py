"""Copies of a PostgreSQL database, by `pg_dump` from the very snapshot that what is written down is asked of."""

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from resident.db import db
from resident.operation.copies import tools
from resident.operation.copies.facts import Facts, facts_of
from resident.operation.copies.places import for_tools
from resident.operation.faults import Refused
from resident.patterns import Pattern

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
ANYTHING = """
SELECT count(*) FROM pg_class AS thing JOIN pg_namespace AS place ON place.oid = thing.relnamespace
WHERE thing.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND place.nspname NOT IN ('information_schema')
AND place.nspname NOT LIKE 'pg\\_%' AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = thing.oid AND deptype = 'e')
"""
COPY = Pattern(r'COPY public\."?(?P<table>\w+)"? \((?P<columns>[^)]*)\) FROM stdin;', longest=5000)
END = b"\\.\n"
WANTED = {  # of which tables the values are read, by the names of their columns
    "alembic_version": ("version_num",),
    "installation": ("is_demo",),
    "key_fingerprint": ("name", "fingerprint"),
    "photo": ("file",),
}
AS_IT_IS = ("--no-owner", "--no-privileges", "--no-comments", "--no-publications", "--no-subscriptions")


def require_tools(url: str) -> None:
    """Raises Refused where `pg_dump` or `pg_restore` is missing or older than the server."""
    for name in ("pg_dump", "pg_restore"):
        tools.tool(name, _major(url))


@contextmanager
def copied(place: Path) -> Iterator[Facts]:
    """The dump, and what is asked beside it in the same snapshot."""
    try:
        with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
            url = db.engine.url.render_as_string(hide_password=False)
            address, password = for_tools(url)
            server = str(connection.execute(text("SHOW server_version")).scalar_one())
            program = tools.tool("pg_dump", int(server.split(".")[0]))
            tools.run(
                program,
                *("--format=custom", f"--file={place}", f"--snapshot={snapshot}", *AS_IT_IS, f"--dbname={address}"),
                env=password,
            )

            def _ask(question: str) -> Iterable[tuple[Any, ...]]:
                return [tuple(row) for row in connection.execute(text(question))]

            yield facts_of(_ask, server=server, tables=[name for (name,) in _ask(TABLES)])
    except DBAPIError as error:
        raise Refused(f"The database could not be copied: {error.orig}.") from error


def opened(place: Path) -> Facts:
    """What a dump holds, found by having `pg_restore` write all of it as SQL and counting the rows."""
    program = tools.newest("pg_restore")
    with subprocess.Popen(  # noqa: S603
        [program, "--file=-", *AS_IT_IS, place],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=tools.environment({}),
    ) as reading:
        assert reading.stdout is not None and reading.stderr is not None  # noqa: S101, PT018
        counts, values = _counted(reading.stdout)
        errors = reading.stderr.read().decode(errors="replace")
    if reading.returncode:
        raise Refused(f"The database of this backup does not open: {tools.said(errors)}")
    return Facts(
        migration=",".join(sorted(version for (version,) in values["alembic_version"])),
        server="",
        is_demo=any(is_demo == "t" for (is_demo,) in values["installation"]),
        keys=tuple(sorted((name, print_) for name, print_ in values["key_fingerprint"])),
        counts=counts,
        photos=tuple(sorted(file for (file,) in values["photo"])),
    )


def holds_tables(url: str) -> bool:
    """Whether there is any table, view or sequence but those of extensions."""
    return bool(_value(url, ANYTHING))


def put_back(place: Path, url: str) -> None:
    """In one transaction: interrupted, it leaves nothing."""
    address, password = for_tools(url)
    options = ("--single-transaction", "--exit-on-error", *AS_IT_IS)
    tools.run(tools.tool("pg_restore", _major(url)), *options, f"--dbname={address}", str(place), env=password)


def _counted(out: IO[bytes]) -> tuple[dict[str, int], dict[str, list[tuple[str, ...]]]]:
    """Rows of each table, and the values of those that are wanted, out of COPY blocks."""
    counts: dict[str, int] = {}
    values: dict[str, list[tuple[str, ...]]] = {table: [] for table in WANTED}
    table, places = "", list[int]()
    for line in out:
        if table and line == END:
            table = ""
        elif table:
            counts[table] += 1
            if table in WANTED:
                cells = line.decode().rstrip("\n").split("\t")
                values[table].append(tuple(cells[place] for place in places))
        elif begun := COPY.fullmatch(line.decode(errors="replace").rstrip("\n")):
            table = begun["table"]
            counts[table] = 0
            columns = begun["columns"].replace('"', "").split(", ")
            places = [columns.index(name) for name in WANTED.get(table, ())]
    return counts, values


def _major(url: str) -> int:
    return int(str(_value(url, "SHOW server_version_num"))) // 10_000


def _value(url: str, question: str) -> object:
    address, password = for_tools(url)
    try:
        with psycopg.connect(address, connect_timeout=10, password=password.get("PGPASSWORD")) as connection:
            found = connection.execute(question).fetchone()
    except psycopg.Error as error:
        raise Refused(f"The database does not answer: {str(error).strip()}") from error
    return found[0] if found else None

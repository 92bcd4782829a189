"""Rows by the million, straight into their tables: no objects, no actions, no foreign keys looked up."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, func, select, text

from resident.db import Base

AT_ONCE = 20_000


class Bulk:
    """Gathers rows of each table and sends them together; ids go on from the highest there is."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._targets: dict[str, _Target] = {}
        self._waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, table: str, **columns: Any) -> int:
        """One row; a column left out has its default. Gives its id."""
        target = self._targets.get(table) or self._target(table)
        target.last += 1
        columns["id"] = target.last
        waiting = self._waiting[table]
        waiting.append(columns)
        if len(waiting) >= AT_ONCE:
            self._send(table)
        return target.last

    def next_id(self, table: str) -> int:
        """Which id the next row of a table gets."""
        return (self._targets.get(table) or self._target(table)).last + 1

    def finish(self) -> None:
        """Send what still waits, and let the database go on counting from here."""
        for table in self._waiting:
            self._send(table)
        if self.connection.dialect.name == "postgresql":
            for table, target in self._targets.items():
                sequence = text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)")
                self.connection.execute(sequence, {"table": table, "last": max(target.last, 1)})

    def _send(self, table: str) -> None:
        waiting = self._waiting[table]
        if waiting:
            self._targets[table].send(self.connection, waiting)
            waiting.clear()

    def _target(self, table: str) -> "_Target":
        target = self._targets[table] = _Target(self.connection, Base.metadata.tables[table])
        return target


class _Target:
    """One table: its columns, what each is when nothing is said, and how its values are written."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self.table = table
        self.last: int = connection.scalar(select(func.max(table.c.id))) or 0
        self._columns = []
        for column in table.columns:
            write = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
            self._columns.append((column.name, write, _default(column, write)))

    def send(self, connection: Connection, rows: list[dict[str, Any]]) -> None:
        given = set().union(*rows)
        columns = [column for column in self._columns if column[0] in given or column[2] is not None]
        values = list(zip(*(_written(rows, *column) for column in columns), strict=True))
        names = ", ".join(f'"{name}"' for name, _write, _default in columns)
        if connection.dialect.name == "sqlite":
            places = ", ".join("?" * len(columns))
            connection.exec_driver_sql(f'INSERT INTO "{self.table.name}" ({names}) VALUES ({places})', values)
            return
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f'COPY "{self.table.name}" ({names}) FROM STDIN') as copy:
            for row in values:
                copy.write_row(row)


def _written(rows: list[dict[str, Any]], name: str, write: Callable[[Any], Any] | None, default: Any) -> list[Any]:
    """One column of all rows, as the database takes it."""
    if write is None:
        return [row.get(name, default) for row in rows]
    found = [row.get(name) for row in rows]
    return [default if value is None else write(value) for value in found]


def _default(column: Column[Any], write: Callable[[Any], Any] | None) -> Any:
    default: Any = column.default
    if default is None:
        return None
    value = default.arg if default.is_scalar else default.arg(None)
    return value if write is None else write(value)


@contextmanager
def bulk(engine: Engine) -> Iterator[Bulk]:
    """Everything added inside the block, in one transaction of its own connection."""
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            driver: Any = connection.connection.driver_connection
            for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-400000"):
                driver.execute(f"PRAGMA {pragma}")
        with connection.begin():
            if not is_sqlite:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            rows = Bulk(connection)
            yield rows
            rows.finish()
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.invalidate()  # what was switched off stays with this connection
    if not is_sqlite:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))

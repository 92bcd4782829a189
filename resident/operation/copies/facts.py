"""What is written down about a copy, asked the same way of every database, and of it once it is opened again."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Ask = Callable[[str], Iterable[tuple[Any, ...]]]


class Facts(NamedTuple):
    """What a copy holds: rows of each table, fingerprints of keys (name, fingerprint), names of photos' files."""

    migration: str
    server: str
    is_demo: bool
    keys: tuple[tuple[str, str], ...]
    counts: dict[str, int]
    photos: tuple[str, ...]


def facts_of(ask: Ask, *, server: str, tables: Iterable[str]) -> Facts:
    """Ask a database for them; `tables` are its own, by the names it gave itself."""
    counts = {table: next(iter(ask(f'SELECT count(*) FROM "{table}"')))[0] for table in sorted(tables)}  # noqa: S608
    begun = [bool(is_demo) for (is_demo,) in ask("SELECT is_demo FROM installation")]
    return Facts(
        migration=",".join(sorted(version for (version,) in ask("SELECT version_num FROM alembic_version"))),
        server=server,
        is_demo=any(begun),
        keys=tuple(sorted((name, print_) for name, print_ in ask("SELECT name, fingerprint FROM key_fingerprint"))),
        counts=counts,
        photos=tuple(file for (file,) in ask("SELECT file FROM photo ORDER BY file")),
    )

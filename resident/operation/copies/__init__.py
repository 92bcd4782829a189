"""Copies of the database: one that is consistent while the app writes on, opened again to be proven, put back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resident.operation.copies import postgres, sqlite
from resident.operation.copies.facts import Facts
from resident.operation.copies.places import KIND_NAMES, kind_of

__all__ = [
    "KIND_NAMES",
    "Facts",
    "copied",
    "holds_tables",
    "kind_of",
    "opened",
    "put_back",
    "require_tools",
    "size_beforehand",
]


def require_tools(kind: str, url: str) -> None:
    """Go on only where this machine has what a copy of this database needs. Raises Refused with what to install."""
    if kind == "postgresql":
        postgres.require_tools(url)


def size_beforehand(kind: str, url: str) -> int:
    """How many bytes a copy will have at most, as far as that is known; 0 where it is not, as of a dump."""
    return 0 if kind == "postgresql" else sqlite.size_of(url)


@contextmanager
def copied(kind: str, place: Path) -> Iterator[Facts]:
    """The app's database as it stands now, written to `place`; what photos it has is true until the block ends.

    Raises Refused, OSError.
    """
    with (postgres if kind == "postgresql" else sqlite).copied(place) as facts:
        yield facts


def opened(kind: str, place: Path) -> Facts:
    """What a copy holds, found by opening it. Raises Refused where it cannot be opened."""
    return (postgres if kind == "postgresql" else sqlite).opened(place)


def holds_tables(kind: str, url: str) -> bool:
    """Whether a database has any table. Raises Refused where it cannot be asked."""
    return (postgres if kind == "postgresql" else sqlite).holds_tables(url)


def put_back(kind: str, place: Path, url: str) -> None:
    """Make the database of this address, which has no tables, what the copy says: wholly or not at all. Raises Refused."""
    (postgres if kind == "postgresql" else sqlite).put_back(place, url)

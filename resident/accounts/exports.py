"""What `/me/data` gives a person to take along; each package adds what it keeps about people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from resident.accounts.models import Person
from resident.web.errors import Words

Rows = Callable[[Person], Any]


@dataclass(frozen=True)
class Export:
    """One part of the file: `about` says on the page what is kept and why, `rows(person)` gives it as JSON."""

    name: str
    title: Words
    about: Words
    rows: Rows


EXPORTS: dict[str, Export] = {}


def register(name: str, title: Words, about: Words, rows: Rows) -> None:
    """Add what a package keeps about a person. Moments in `rows` as ISO 8601 texts, other people's data left out."""
    EXPORTS[name] = Export(name, title, about, rows)


def everything_about(person: Person) -> dict[str, Any]:
    """All that is kept about a person, by package."""
    return {export.name: export.rows(person) for export in EXPORTS.values()}

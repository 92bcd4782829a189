"""What each package keeps about people: what `/me/data` gives them to take along, and what closing an account does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from resident.accounts.models import Person
from resident.web.errors import Words

Rows = Callable[[Person], Any]
Close = Callable[[Person], None]


@dataclass(frozen=True)
class Kept:
    """What one package keeps: `about` says on the page what and why, `rows(person)` gives it as JSON.

    `close(person)` runs in the transaction that closes the account, before the person is emptied; `pause(person)` in
    the one that suspends it: what waits for the person goes to others.
    """

    name: str
    title: Words
    about: Words
    rows: Rows
    close: Close | None = None
    pause: Close | None = None


KEPT: dict[str, Kept] = {}


def register(
    name: str, title: Words, about: Words, *, rows: Rows, close: Close | None = None, pause: Close | None = None
) -> None:
    """Add what a package keeps about a person. Moments in `rows` as ISO 8601 texts, other people's data left out.

    `close` may refuse by raising a DomainError that says what to do first (the last administrator hands over).
    Ledgers and confirmed records stay: they carry the person's id and nothing else of them.
    """
    KEPT[name] = Kept(name, title, about, rows, close, pause)


def everything_about(person: Person) -> dict[str, Any]:
    """All that is kept about a person, by package."""
    return {kept.name: kept.rows(person) for kept in KEPT.values()}


def close_everywhere(person: Person) -> None:
    """Let every package do its part, in the order they were registered."""
    for kept in KEPT.values():
        if kept.close is not None:
            kept.close(person)


def pause_everywhere(person: Person) -> None:
    """Let every package give to others what waits for somebody who is suspended, in the order they were registered."""
    for kept in KEPT.values():
        if kept.pause is not None:
            kept.pause(person)

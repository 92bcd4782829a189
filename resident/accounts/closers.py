"""What closing an account does elsewhere; each package adds its part."""

from collections.abc import Callable

from resident.accounts.models import Person

Closer = Callable[[Person], None]
CLOSERS: dict[str, Closer] = {}


def register(name: str, close: Closer) -> None:
    """Add a package's part: it runs in the transaction that closes the account, before the person is emptied.

    It may refuse by raising a DomainError that says what to do first (the last administrator hands over).
    Ledgers and confirmed records stay: they carry the person's id and nothing else of them.
    """
    CLOSERS[name] = close


def close_everywhere(person: Person) -> None:
    """Let every package do its part, in the order they were registered."""
    for close in CLOSERS.values():
        close(person)

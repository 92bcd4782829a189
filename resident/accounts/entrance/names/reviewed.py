"""Which new names are read before neighbours read them; accounts know nothing of communities and their review."""

from dataclasses import dataclass
from typing import Protocol

from resident.accounts.models import PersonRow


class Reads(Protocol):
    """Who has new names read."""

    def must_read(self, person: PersonRow, name: str) -> bool:
        """Put a new name into the line where it has to stand there; whether it has."""

    def asked_for_changes(self, person: PersonRow) -> bool:
        """Whether this person was asked for another name: that one does not count as a change."""


class Nobody:
    """Where no community is around, names are taken as they are."""

    def must_read(self, person: PersonRow, name: str) -> bool:
        """No."""
        return False

    def asked_for_changes(self, person: PersonRow) -> bool:
        """No."""
        return False


@dataclass
class _Desk:
    reads: Reads


DESK = _Desk(Nobody())


def register(reads: Reads) -> None:
    """Have new names read."""
    DESK.reads = reads

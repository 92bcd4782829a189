"""Whose name is it already? Accounts know nothing of communities: who keeps names of people and bodies registers."""

from collections.abc import Callable, Iterable

from resident.accounts.entrance.names.bones import bones
from resident.accounts.models import PersonRow

NamesKept = Callable[[PersonRow | None], Iterable[str]]
_KEEPERS: list[NamesKept] = []


def register(names: NamesKept) -> None:
    """Keep names from others: `names(person)` gives those that this person (None: a newcomer) may not take."""
    if names not in _KEEPERS:
        _KEEPERS.append(names)


def whose_name(name: str, person: PersonRow | None) -> str:
    """The name that this one could be taken for, spelt alike; empty where it is free."""
    wanted = bones(name)
    if not wanted:
        return ""
    return next((kept for names in _KEEPERS for kept in names(person) if bones(kept) == wanted), "")

"""What accounts have to tell their people: the inbox, a floor above, says here how."""

from collections.abc import Callable
from typing import Any

from resident.ids import PersonId

Teller = Callable[[PersonId, str, str, dict[str, Any]], None]
_TELLERS: dict[str, Teller] = {}


def register(name: str, teller: Teller) -> None:
    """Have `teller(person_id, kind, path, params)` called in the transaction in which there is something to tell."""
    _TELLERS[name] = teller


def tell(person_id: PersonId, kind: str, *, path: str, **params: Any) -> None:
    """Tell a person something about their account; `path` is where a tap leads."""
    for teller in _TELLERS.values():
        teller(person_id, kind, path, params)

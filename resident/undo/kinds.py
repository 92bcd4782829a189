"""The registry of what can be undone: this package knows how to undo, never what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from resident.accounts.models import Actor
from resident.undo.models import Deed
from resident.web.errors import Words
from resident.web.guards import NOT_YOURS, Verdict


def nobody_else(_person: Actor | None, _thing: Any) -> Verdict:
    """Only who did it, for ten minutes."""
    return NOT_YOURS


@dataclass(frozen=True)
class UndoKind:
    """How one kind is undone; `name` is the event of the record that did it.

    `done` is said beside the button: what the person has done. `lock(deed)` gives the thing as it is now, locked, and raises NotHere
    where it is gone. `built_on(thing, deed)` says who has built on it and how, or nothing. `undo(thing, deed, by=…)` moves
    it back, writes down an event of its own and leaves the messages to this package. `path(thing, by)` is its
    page for who undoes it.
    `anytime(person, thing)` says who else may undo it, and without an end, as long as nobody has built on it.
    """

    name: str
    done: Words
    lock: Callable[[Deed], Any]
    built_on: Callable[[Any, Deed], Words]
    undo: Callable[..., None]
    path: Callable[[Any, Actor], str]
    anytime: Callable[[Actor | None, Any], Verdict] = nobody_else


KINDS: dict[str, UndoKind] = {}


def register(*kinds: UndoKind) -> None:
    """Make kinds undoable."""
    KINDS.update((kind.name, kind) for kind in kinds)

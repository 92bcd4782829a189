"""The registry of reviewable kinds: moderation knows how to decide, never what it decides on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from resident.accounts.models import Actor
from resident.ids import PersonId
from resident.web.errors import Words
from resident.web.guards import YES, Verdict


class Read(NamedTuple):
    """One text that everybody will read, in every language it can be read in; `before` is what stands there now.

    A text that people write in one language only is a plain one.
    """

    label: Words
    text: str | dict[str, str]
    before: str | dict[str, str] | None = None

    @property
    def is_new(self) -> bool:
        """Whether it says something else than what stands there now."""
        return self.before is not None and self.before != self.text


@dataclass(frozen=True)
class Shown:
    """One item as the moderator sees it, whole: every text in every language, the photos, the drawing.

    `version` is the subject's at the moment it was read: the decision carries it back. `text` is the one text of a
    thing that has no other; `facts` are what nobody typed.
    """

    title: dict[str, str]
    version: int
    text: str | dict[str, str] = ""
    texts: list[Read] = field(default_factory=list)
    drawing: str = ""
    facts: list[tuple[Words, Any]] = field(default_factory=list)
    photos: list[Any] = field(default_factory=list)
    before: list[Any] = field(default_factory=list)  # the photo that they answer
    lead: str = ""  # a template that stands before everything, given `subject` and the number of the item as `review`
    more: str = ""  # a template that shows what does not fit above, given `subject`
    subject: Any = None


def anybody(_person: Actor | None, _subject_id: int) -> Verdict:
    """No further no: whoever moderates decides."""
    return YES


@dataclass(frozen=True)
class ReviewKind:
    """How one kind is shown and what a decision does to it.

    `show(subject_id)` reads it as it is now. `locks` are the statements that lock the row of `subject` and what is
    locked before it: a decision runs them first, as every change of the subject locks it before its place in the
    queue; in any other order two people would wait for each other. `approve/reject/ask_changes(subject_id, by=…, reason=…)`
    run inside the deciding transaction with the subject row locked by them, move the subject's
    own state, write its history and tell its author; `ask_changes` is None where there is only yes or no.
    `reads` are the columns whose every language the moderator reads before everybody can.
    Ready-made reasons of the kind's own stand in place of the general ones (`reasons.py`). `may(person, subject_id)`
    is a further no of the kind (never whose body it is), which the action on the subject asks again.

    A decision can be undone where the kind says how: `undo(subject_id, move, before, by=…)` moves the subject back to where
    it waits, `before` being what the decision gave back (JSON); `built_on(subject_id, move, by_id)` locks it and says
    who has gone on with it since that person's decision, or nothing.
    """

    name: str
    label: Words
    show: Callable[[int], Shown]
    approve: Callable[..., dict[str, Any] | None]
    reject: Callable[..., dict[str, Any] | None]
    ask_changes: Callable[..., dict[str, Any] | None] | None
    locks: tuple[Select[*tuple[Any, ...]], ...] = ()
    undo: Callable[..., None] | None = None
    built_on: Callable[[int, str, PersonId], Words] | None = None
    reject_reasons: tuple[Words, ...] = ()
    change_reasons: tuple[Words, ...] = ()
    reads: tuple[InstrumentedAttribute[Any], ...] = ()
    may: Callable[[Actor | None, int], Verdict] = anybody


KINDS: dict[str, ReviewKind] = {}


def register(kind: ReviewKind) -> None:
    """Make a kind reviewable."""
    KINDS[kind.name] = kind

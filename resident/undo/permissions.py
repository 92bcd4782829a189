"""Who may undo what, and for how long."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from resident.accounts.models import Actor
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.undo.kinds import UndoKind
from resident.web.guards import YES, Verdict, no

UNDO_FOR = timedelta(minutes=10)  # a commitment can be undone for ten minutes (elder-friendly rules, MIIT)
NOT_YOUR_DEED = no("not_your_deed", _l("Only who did this can undo it."))


class Done(Protocol):
    """What was done, as a row or as a page shows it."""

    @property
    def by_id(self) -> PersonId:
        """Who did it."""

    @property
    def at(self) -> datetime:
        """When."""


def can_undo(person: Actor | None, deed: Done, kind: UndoKind, thing: Any) -> Verdict:
    """Who did it; and whom the kind lets undo it at any time."""
    if person is not None and person.id == deed.by_id:
        return YES
    return YES if kind.anytime(person, thing) else NOT_YOUR_DEED


def is_too_late(person: Actor | None, deed: Done, now: datetime, kind: UndoKind, thing: Any) -> bool:
    """Whether the ten minutes are over, for whom they count."""
    return now > deed.at + UNDO_FOR and not kind.anytime(person, thing)

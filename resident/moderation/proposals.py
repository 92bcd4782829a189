"""The registry of what may be proposed: new words for what is public, or something new that would be.

Until the committee has read them the old words stay, and the new thing is not there yet. Moderation keeps what was
proposed and how it is decided; the package knows what it means.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from resident.accounts.models import Actor
from resident.moderation.kinds import Shown
from resident.moderation.models import Proposal
from resident.web.errors import Words
from resident.web.guards import YES, Verdict


def anybody(_person: Actor | None, _proposal: Proposal) -> Verdict:
    """No further no: whoever moderates decides."""
    return YES


@dataclass(frozen=True)
class ProposalKind:
    """One kind of proposal, which is a kind of the review queue as well (`review.register_proposal`).

    `show(proposal)` reads it beside what stands there now. `accept(proposal, by=…)` locks the subject, makes it so,
    records it, and gives what stood there before as JSON (None: it came too late). `undo(proposal, before, by=…)` puts
    that back, unless `built_on(proposal)` says who has changed it since. `change_path(proposal)` is where its author changes it. `reads` are the columns the words are for; `locks` lock
    what the words are for before the proposal, whose number is `subject`; `may` is a further no of the kind.
    """

    name: str
    label: Words
    show: Callable[[Proposal], Shown]
    accept: Callable[..., dict[str, Any] | None]
    undo: Callable[..., None]
    built_on: Callable[[Proposal], Words]
    change_path: Callable[[Proposal], str]
    reads: tuple[InstrumentedAttribute[Any], ...]
    locks: tuple[Select[*tuple[Any, ...]], ...] = ()
    may: Callable[[Actor | None, Proposal], Verdict] = anybody


KINDS: dict[str, ProposalKind] = {}

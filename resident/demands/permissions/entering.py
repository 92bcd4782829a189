"""Who enters a demand for somebody else, and what they may do with it then (domain.md, "Guarding people")."""

from typing import Protocol

from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.communities.permissions import can_work
from resident.demands.models import Move
from resident.demands.permissions.seeing import AnyDemand, is_author, may_move
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.web.guards import Verdict, no

FOR_ONESELF = no("for_oneself", _l("This is you. Raise your own demand from your own phone."))


class Entered(AnyDemand, Protocol):
    """A demand that somebody may have written down for who raised it."""

    @property
    def submitter_id(self) -> PersonId | None:
        """Who wrote it down; None where it was who raised it."""


def can_enter(person: Actor | None, community: Community) -> Verdict:
    """Enter a demand for who calls, writes or stands there: the committee's workers."""
    return can_work(person, community)


def speaks_for(person: Actor | None, demand: Entered) -> bool:
    """Whether a demand is this person's to change: who raised it, and whoever entered it for them, as long as a worker."""
    if is_author(person, demand):
        return True
    is_submitter = person is not None and person.id is not None and demand.submitter_id == person.id
    return is_submitter and bool(can_enter(person, community_of(demand)))


def can_edit(person: Actor | None, demand: Entered) -> Verdict:
    """Whose it is to change, while it waits or was sent back for changes."""
    return may_move(person, demand, Move.SUBMIT_AGAIN, is_theirs=speaks_for(person, demand))


def can_withdraw(person: Actor | None, demand: Entered) -> Verdict:
    """Whose it is to change, as long as nobody has it in hand."""
    return may_move(person, demand, Move.WITHDRAW, is_theirs=speaks_for(person, demand))

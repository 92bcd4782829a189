"""Who prints the receipt of a demand."""

from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.demands.models import Demand
from resident.demands.permissions import can_enter
from resident.i18n import lazy_gettext as _l
from resident.web.guards import Verdict, no

NOT_ENTERED = no("not_entered", _l("Who raised this has an account and raised it there; it needs no receipt."))


def can_print_receipt(person: Actor | None, demand: Demand) -> Verdict:
    """Print the receipt of what the committee entered for somebody: its workers."""
    verdict = can_enter(person, community_of(demand))
    return NOT_ENTERED if verdict and demand.entry is None else verdict

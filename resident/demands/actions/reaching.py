"""Being shown how to reach who raised a demand."""

from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.demands import permissions
from resident.demands.actions.asking import lock_demand
from resident.demands.models import Demand
from resident.demands.queries.looks import KIND
from resident.reaching.actions import show_contact
from resident.reaching.queries import Contact
from resident.web.errors import found


def see_contact(*, demand: Demand, by: Actor) -> Contact | None:
    """Show phone and door of who raised it, on record; the resident reads who looked.

    None where this person was shown as many as are shown in a day (`keep_refusal()`). Raises NotAllowed.
    """
    lock_demand(demand, permissions.can_see_contact, by=by)
    return show_contact(
        community=community_of(demand),
        kind=KIND,
        subject_id=demand.id,
        whose=found(demand.author).value,
        may=permissions.can_see_contact(by, demand),
        by=by,
    )

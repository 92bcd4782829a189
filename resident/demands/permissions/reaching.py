"""Who is shown phone and door of who raised a demand (domain.md, "Guarding people")."""

from datetime import datetime, timedelta
from typing import Protocol

from resident import clock
from resident.accounts.models import Actor, System
from resident.communities.context import community_of
from resident.demands.models.states import CLOSED, UNFINISHED, WAITING
from resident.demands.permissions.seeing import NOT_ONES_OWN, AnyDemand, can_see_all, is_author
from resident.i18n import lazy_gettext as _l
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict, no

SHOWN_FOR = timedelta(days=14)  # after the closing answer
NOBODY_TO_REACH = no("nobody_to_reach", _l("It comes from an earlier list; there is no number."))
OVER = no("over", _l("The number was shown until 14 days after it was closed."))
ENDED = no("ended", _l("It goes on no more, so the number is not shown."))


class Reached(AnyDemand, Protocol):
    """A demand whose raiser may have to be called."""

    @property
    def resolved_at(self) -> datetime | None:
        """When it was closed; None while it is open."""


def can_see_contact(person: Actor | None, demand: Reached) -> Verdict:
    """See phone and door of who raised it: the committee's workers and moderators, until 14 days after it was closed.

    Administrators handle no demands and call nobody about one.
    """
    if person is None:
        return SIGN_IN_FIRST
    if isinstance(person, System):
        return NOT_YOURS
    if is_author(person, demand):
        return NOT_ONES_OWN
    return _is_shown_still(demand) if can_see_all(person, community_of(demand)) else NOT_YOURS


def _is_shown_still(demand: Reached) -> Verdict:
    if demand.author_id is None:
        return NOBODY_TO_REACH
    if demand.state not in WAITING | UNFINISHED | CLOSED:
        return ENDED
    is_over = demand.resolved_at is not None and demand.resolved_at + SHOWN_FOR < clock.now()
    return OVER if is_over else YES

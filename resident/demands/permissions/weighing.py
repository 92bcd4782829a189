"""Who says how urgent a demand is, and whether it is danger."""

from resident.accounts.models import Actor
from resident.communities.context import community_of
from resident.communities.models import Role
from resident.communities.permissions import has_role
from resident.demands.models.states import CLOSED, UNFINISHED, WAITING
from resident.demands.permissions.seeing import MOVED_ON, NOT_ONES_OWN, AnyDemand, holds, is_author
from resident.web.guards import NOT_YOURS, YES, Verdict


def can_weigh(person: Actor | None, demand: AnyDemand) -> Verdict:
    """Say how urgent it is, that it is danger or that it is none: workers and moderators, until it is closed, never with their own."""
    verdict = _is_staff(person, demand)
    return MOVED_ON if verdict and demand.state not in WAITING | UNFINISHED else verdict


def can_see_danger(person: Actor | None, demand: AnyDemand) -> Verdict:
    """Say that one has seen a danger: workers, moderators, and the body that has it; closed too, where it is heard since."""
    verdict = _is_staff(person, demand)
    is_holder = not is_author(person, demand) and person is not None and holds(person, demand)
    if is_holder and demand.state in UNFINISHED:
        return YES
    return MOVED_ON if verdict and demand.state not in WAITING | UNFINISHED | CLOSED else verdict


def _is_staff(person: Actor | None, demand: AnyDemand) -> Verdict:
    if is_author(person, demand):
        return NOT_ONES_OWN
    return YES if has_role(person, community_of(demand), Role.WORKER, Role.MODERATOR) else NOT_YOURS

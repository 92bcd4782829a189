"""Who has a desk."""

from resident.accounts.models import Actor
from resident.communities.context import standing
from resident.communities.models import Community
from resident.organizations.permissions import bodies_of
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict


def can_use_desk(person: Actor | None, community: Community) -> Verdict:
    """Anybody who has a role here or belongs to a body: what they may do with what lies there, each package asks itself."""
    if person is None:
        return SIGN_IN_FIRST
    return YES if standing(person, community).roles or bodies_of(person, community) else NOT_YOURS

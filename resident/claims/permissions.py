"""Whose claim is whose to change, and who decides on it."""

from resident.accounts.models import Actor
from resident.claims.models import ResidenceClaim
from resident.communities.models import Community
from resident.communities.permissions import can_moderate
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict


def can_change_claim(person: Actor | None, claim: ResidenceClaim) -> Verdict:
    """Correct it or take it back: who has made it alone."""
    if person is None:
        return SIGN_IN_FIRST
    return YES if person.id == claim.person_id else NOT_YOURS


def can_decide_on_claim(person: Actor | None, community: Community, claim: ResidenceClaim) -> Verdict:
    """Say whether the home is theirs: a moderator, never on the own one."""
    return NOT_YOURS if can_change_claim(person, claim) else can_moderate(person, community)

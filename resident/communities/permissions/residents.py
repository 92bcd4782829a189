"""What a resident may do, as the community has set it."""

from resident.accounts.models import Actor
from resident.communities.context import community_now, standing
from resident.communities.models import Community
from resident.i18n import lazy_gettext as _l
from resident.web.guards import SIGN_IN_FIRST, YES, Verdict, no

NOT_CONFIRMED = no(
    "not_confirmed",
    _l("For this the committee must have confirmed where you live. Say which home is yours, and it is read soon."),
    "claims.edit",
)


def is_confirmed_resident(person: Actor | None, community: Community) -> Verdict:
    """A resident whose home the committee has confirmed."""
    if person is None:
        return SIGN_IN_FIRST
    return YES if standing(person, community).is_confirmed else NOT_CONFIRMED


def _may(person: Actor | None, community: Community, needs_residence: bool) -> Verdict:
    if person is None:
        return SIGN_IN_FIRST
    return is_confirmed_resident(person, community) if needs_residence else YES


def can_raise(person: Actor | None, community: Community) -> Verdict:
    """Raise a demand or write a comment: a phone number is enough unless the community says otherwise."""
    return _may(person, community, community_now(community).raising_needs_residence)


def can_support(person: Actor | None, community: Community) -> Verdict:
    """Support a demand: confirmed residents, unless the community says otherwise."""
    return _may(person, community, community_now(community).supporting_needs_residence)


def can_join(person: Actor | None, community: Community) -> Verdict:
    """Sign up for a shift: a phone number is enough unless the community says otherwise."""
    return _may(person, community, community_now(community).joining_needs_residence)


def can_redeem(person: Actor | None, community: Community) -> Verdict:
    """Redeem points: confirmed residents, unless the community says otherwise."""
    return _may(person, community, community_now(community).redeeming_needs_residence)

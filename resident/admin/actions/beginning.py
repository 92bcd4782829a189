"""A community that residents can use at once."""

from resident.accounts.models import Actor
from resident.communities.actions import found_community
from resident.communities.models import Community
from resident.demands.actions import add_usual_categories
from resident.organizations.actions import found_committee


def begin_community(
    *, slug: str, name: dict[str, str], address: dict[str, str], phone: str, duty_phone: str = "", by: Actor
) -> Community:
    """Found a community with its usual categories and the committee as a body; hours and notice have their usual values.

    Raises NotAllowed for all but the operator, Invalid for a slug, name, address or telephone that cannot be.
    """
    community = found_community(slug=slug, name=name, address=address, phone=phone, duty_phone=duty_phone, by=by)
    found_committee(community=community, by=by)
    add_usual_categories(community=community, by=by)
    return community

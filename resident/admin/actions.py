"""Looking somebody up is itself on record."""

from resident.accounts.models import Actor, Person
from resident.accounts.queries import find_by_phone
from resident.audit.actions import record
from resident.communities.models import Community
from resident.communities.permissions import can_administer
from resident.communities.queries import community_row
from resident.db import db
from resident.web.guards import allow


def look_up_person(*, community: Community, phone: str, by: Actor) -> Person | None:
    """The person with exactly this phone number, or None; both are written down, the number is not. Raises NotAllowed."""
    allow(can_administer(by, community))
    person = find_by_phone(phone)
    if person is None:
        record("community.searched", community_row(community), by=by, community_id=community.id)
    else:
        record("person.looked_up", person, by=by, community_id=community.id)
    db.session.flush()
    return person.value if person else None

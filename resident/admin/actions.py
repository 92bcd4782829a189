"""Looking somebody up is itself on record."""

from resident.accounts.models import Person
from resident.accounts.queries import find_by_phone
from resident.audit.actions import record
from resident.communities.models import Community
from resident.communities.queries import community_row
from resident.db import db

LOOKED_UP = "person.looked_up"


def look_up_person(*, community: Community, phone: str, by: Person) -> Person | None:
    """The person with exactly this phone number, or None; both are written down, the number is not."""
    person = find_by_phone(phone)
    record(LOOKED_UP, person or community_row(community), by=by, community_id=community.id)
    db.session.flush()
    return person.value if person else None

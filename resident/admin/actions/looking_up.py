"""Looking somebody up is itself on record."""

from datetime import timedelta

from resident.accounts.entrance.throttle import hit
from resident.accounts.models import Actor, Person
from resident.accounts.queries import find_by_phone
from resident.admin.queries import is_of_here
from resident.audit.actions import record
from resident.communities.models import Community
from resident.communities.permissions import can_administer
from resident.communities.queries import community_row
from resident.config import settings
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.web.errors import TooOften
from resident.web.guards import allow


class TooManySearches(TooOften):
    """Numbers are tried one after the other; what was searched so far stays on record."""

    message = _l("You have looked up many numbers within the hour. Please go on later.")


def look_up_person(*, community: Community, phone: str, by: Actor) -> Person | None:
    """The person of this community with exactly this phone number, or None; both are on record, the number is not.

    An account of another community is as none. Raises NotAllowed, TooManySearches.
    """
    allow(can_administer(by, community))
    if not hit("look-ups", str(by.id), limit=settings().lookups_an_hour, per=timedelta(hours=1)):
        raise TooManySearches
    person = find_by_phone(phone)
    if person is None or not is_of_here(community, PersonId(person.id)):
        record("community.searched", community_row(community), by=by, community_id=community.id)
        db.session.flush()
        return None
    record("person.looked_up", person, by=by, community_id=community.id)
    db.session.flush()
    return person.value

"""How somebody is reached."""

from typing import NamedTuple

from resident.accounts.models import Person
from resident.accounts.queries import phone_of
from resident.communities.models import Community
from resident.communities.queries import Doorplate, home_of


class Contact(NamedTuple):
    """The phone number of somebody (empty once the account is closed), and their confirmed home where it is shown."""

    phone: str
    home: Doorplate | None


def contact_of(community: Community, person: Person, *, with_door: bool) -> Contact:
    """How this person is reached; two statements."""
    home = home_of(community, person) if with_door else None
    return Contact(phone_of(person), home.household if home is not None and home.confirmed_at is not None else None)

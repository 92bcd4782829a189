"""How somebody is reached, and who looked."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident.accounts.entrance.identity import decrypt
from resident.accounts.models import Person, PersonRow
from resident.accounts.queries import phone_of
from resident.communities.models import Community
from resident.communities.queries import Doorplate, home_of, offline_person, plate_of
from resident.organizations.models import Organization
from resident.reaching.models import ContactView
from resident.statements import rows

MOST = 20


class Contact(NamedTuple):
    """The phone number of somebody (empty once the account is closed), and their confirmed home where it is shown."""

    phone: str
    home: Doorplate | None


def contact_of(community: Community, person: Person, *, with_door: bool) -> Contact:
    """How this person is reached: somebody without an account by what they gave the committee; three statements."""
    offline = offline_person(community, person)
    if offline is not None:
        return Contact(decrypt(offline.phone_encrypted), plate_of(offline) if with_door else None)
    home = home_of(community, person) if with_door else None
    return Contact(phone_of(person), home.household if home is not None and home.confirmed_at is not None else None)


class Look(NamedTuple):
    """Somebody was shown the number of somebody for a subject."""

    subject_id: int
    name: str
    body: dict[str, str] | None
    at: datetime


_LOOKS = (
    select(ContactView.subject_id, PersonRow.display_name, Organization.name, ContactView.at)
    .join(PersonRow, PersonRow.id == ContactView.viewer_id)
    .outerjoin(Organization, Organization.id == ContactView.organization_id)
    .where(
        ContactView.kind == bindparam("about"),
        ContactView.subject_id.in_(bindparam("subjects", expanding=True)),
        ContactView.person_id == bindparam("person"),
    )
    .order_by(ContactView.id.desc())
    .limit(MOST)
)


def looks_at(person: Person, kind: str, subjects: Collection[int]) -> list[Look]:
    """Who looked at a person's number for these subjects, the newest first; one statement, none where there is no subject."""
    return rows(Look, _LOOKS, person=person.id, about=kind, subjects=list(subjects)) if subjects else []

"""Names that are kept for the bodies of a community and for those who act for them."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from resident.accounts.models import PersonRow
from resident.communities.names import communities_around
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from resident.statements import column

ACTING = (MemberRole.MANAGER, MemberRole.CLERK)
_BODIES = select(Organization.name).where(
    Organization.community_id.in_(bindparam("communities", expanding=True)), Organization.archived_at.is_(None)
)
_PEOPLE = (
    select(PersonRow.display_name)
    .join(OrganizationMember, OrganizationMember.person_id == PersonRow.id)
    .where(
        OrganizationMember.community_id.in_(bindparam("communities", expanding=True)),
        OrganizationMember.ended_at.is_(None),
        OrganizationMember.role.in_(ACTING),
        PersonRow.id != bindparam("person"),
    )
    .distinct()
)


def names_of_bodies(person: PersonRow | None) -> Iterable[str]:
    """What bodies and those who act for them are called where this person is met, in each language; three statements."""
    around = communities_around(person)
    if not around:
        return []
    bodies = [text for name in column(_BODIES, communities=around) for text in name.values() if text]
    return [*bodies, *column(_PEOPLE, communities=around, person=person.id if person is not None else 0)]

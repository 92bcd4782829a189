"""Who looked at the number of who raised a demand (a part of the one statement of its page), and whether it is at home."""

from typing import Any

from sqlalchemy import Select, bindparam, literal, null, select

from resident.accounts.models import Person, PersonRow
from resident.communities.models import Community
from resident.communities.queries import Doorplate, home_of
from resident.organizations.models import Organization
from resident.reaching.models import ContactView
from resident.statements import written

KIND = "demand"
LOOK = "look"
LOOKS: Select[*tuple[Any, ...]] = (
    select(
        literal(LOOK),
        ContactView.id,
        ContactView.at,
        null(),
        null(),
        literal(""),
        null(),
        ContactView.viewer_id,
        Organization.name,
        PersonRow.display_name,
    )
    .join(PersonRow, PersonRow.id == ContactView.viewer_id)
    .outerjoin(Organization, Organization.id == ContactView.organization_id)
    .where(ContactView.kind == written(KIND), ContactView.subject_id == bindparam("demand"))
)


def home_of_matter(community: Community, building_id: int | None, person: Person) -> Doorplate | None:
    """The confirmed home of who raised a demand, where the matter is in that house; one statement."""
    home = home_of(community, person)
    door = home.household if home is not None and home.confirmed_at is not None else None
    return door if door is not None and door.building_id == building_id else None

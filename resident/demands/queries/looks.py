"""Who looked at the number of who raised a demand: a part of the one statement of its page."""

from typing import Any

from sqlalchemy import Select, bindparam, literal, null, select

from resident.accounts.models import PersonRow
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

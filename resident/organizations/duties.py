"""Who acts for a body: all of them are offered a second factor, and the sessions of dispatchers end sooner.

A dispatcher leads a property company: what residents raise, with door and phone, passes through their hands all day.
Managers and clerks of other bodies are as residents.
"""

from sqlalchemy import select

from resident.accounts import duties
from resident.accounts.models import PersonRow
from resident.organizations.models import MemberRole, Organization, OrganizationKind, OrganizationMember
from resident.statements import written

_ACTING = (
    select(OrganizationMember.id)
    .join(Organization, Organization.id == OrganizationMember.organization_id)
    .where(
        OrganizationMember.person_id == PersonRow.id,
        OrganizationMember.ended_at.is_(None),
        Organization.archived_at.is_(None),
    )
)
ACTS_FOR_A_BODY = _ACTING.exists()
DISPATCHES = _ACTING.where(
    OrganizationMember.role == written(MemberRole.MANAGER),
    Organization.kind == written(OrganizationKind.PROPERTY_COMPANY),
).exists()


def register_duties() -> None:
    """Say it to the accounts."""
    duties.register("dispatcher", DISPATCHES, ends_soon=True)
    duties.register("body", ACTS_FOR_A_BODY)

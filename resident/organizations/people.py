"""What bodies know of a person: for the person's own file, and what is left when the account closes."""

from typing import Any

from sqlalchemy import select

from resident.accounts.models import Person
from resident.communities.open_work import EVERYTHING, Left
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.organizations.actions import end_member
from resident.organizations.models import Organization, OrganizationMember
from resident.organizations.open_work import left_at, works_left_by

WHILE_AT_REST = _l("wait with the committee until somebody else acts for the body, or the suspension ends")


def bodies_acted_for(person: Person) -> list[dict[str, Any]]:
    """The bodies a person acts or acted for, as JSON."""
    rows = db.session.execute(
        select(OrganizationMember, Organization)
        .join(OrganizationMember.organization)
        .where(OrganizationMember.person_id == person.id)
        .order_by(OrganizationMember.id)
    )
    return [
        {
            "organization": organization.name,
            "role": member.role,
            "since": member.since.isoformat(),
            "ended_at": member.ended_at.isoformat() if member.ended_at else None,
        }
        for member, organization in rows
    ]


def left_at_bodies(person: Person) -> list[Left]:
    """What is open at the bodies a person acts for where nobody else could act on it, while the account rests."""
    acting = select(OrganizationMember).where(
        OrganizationMember.person_id == person.id, OrganizationMember.ended_at.is_(None)
    )
    return [
        one._replace(becomes=WHILE_AT_REST)
        for member in db.session.scalars(acting.order_by(OrganizationMember.id)).all()
        for one in left_at(member.organization, works_left_by(member))
    ]


def leave_bodies(person: Person) -> None:
    """An account that closes acts for nobody any more; what only it could act on is handed back, called off or given back."""
    acting = (
        select(OrganizationMember)
        .where(OrganizationMember.person_id == person.id, OrganizationMember.ended_at.is_(None))
        .order_by(OrganizationMember.organization_id)
    )
    for member in list(db.session.scalars(acting)):
        end_member(member=member, settles=EVERYTHING, by=person)

"""What bodies know of a person: for the person's own file, and what is left when the account closes."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from resident.accounts.models import Person
from resident.communities.open_work import EVERYTHING, Left
from resident.i18n import lazy_gettext as _l
from resident.organizations.actions import end_member
from resident.organizations.models import Organization, OrganizationMember
from resident.organizations.open_work import left_at, works_left_by
from resident.statements import entities, rows

WHILE_AT_REST = _l("wait with the committee until somebody else acts for the body, or the suspension ends")


class _ActedFor(NamedTuple):
    """A body somebody acts or acted for, as it stands in the person's file."""

    organization: dict[str, str]
    role: str
    since: datetime
    ended_at: datetime | None


_ALL = (
    select(Organization.name, OrganizationMember.role, OrganizationMember.since, OrganizationMember.ended_at)
    .join(OrganizationMember.organization)
    .where(OrganizationMember.person_id == bindparam("person"))
    .order_by(OrganizationMember.id)
)
_ACTING = (
    select(OrganizationMember)
    .where(OrganizationMember.person_id == bindparam("person"), OrganizationMember.ended_at.is_(None))
    .order_by(OrganizationMember.organization_id)
)


def bodies_acted_for(person: Person) -> list[dict[str, Any]]:
    """The bodies a person acts or acted for, as JSON."""
    return [
        one._asdict() | {"since": one.since.isoformat(), "ended_at": one.ended_at.isoformat() if one.ended_at else None}
        for one in rows(_ActedFor, _ALL, person=person.id)
    ]


def left_at_bodies(person: Person) -> list[Left]:
    """What is open at the bodies a person acts for where nobody else could act on it, while the account rests."""
    return [
        one._replace(becomes=WHILE_AT_REST)
        for member in entities(_ACTING, person=person.id)
        for one in left_at(member.organization, works_left_by(member))
    ]


def leave_bodies(person: Person) -> None:
    """An account that closes acts for nobody any more; what only it could act on is handed back, called off or given back."""
    for member in entities(_ACTING, person=person.id):
        end_member(member=member, settles=EVERYTHING, by=person)

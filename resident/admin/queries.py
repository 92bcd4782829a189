"""What the administration sees of a community."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from resident import clock
from resident.accounts.entrance.identity import masked
from resident.accounts.models import Person, PersonRow
from resident.accounts.queries import phone_of
from resident.audit.models import AuditEvent
from resident.communities.models import Building, Community, Grid, Membership, Role, RoleGrant
from resident.db import db
from resident.demands.models import DemandCategory
from resident.organizations.models import Organization, OrganizationMember

LOOKED_UP = "person.looked_up"
FOUND_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Overview:
    """How many there are of what a community needs to run."""

    residents: int
    staff: int
    administrators: int
    moderators: int
    workers: int
    organizations: int
    categories: int
    grids: int
    buildings: int


def overview(community: Community) -> Overview:
    """The figures of the first page; one statement."""

    def _count(model: Any, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
        counted = select(func.count()).select_from(model).where(model.community_id == community.id, *conditions)
        return counted.scalar_subquery()

    def _role(role: Role) -> ScalarSelect[int]:
        return _count(RoleGrant, RoleGrant.role == role, RoleGrant.ended_at.is_(None))

    def _staff() -> ScalarSelect[int]:
        people = select(func.count(RoleGrant.person_id.distinct()))
        return people.where(RoleGrant.community_id == community.id, RoleGrant.ended_at.is_(None)).scalar_subquery()

    counts = (
        _count(Membership, Membership.confirmed_at.is_not(None)),
        _staff(),
        _role(Role.ADMINISTRATOR),
        _role(Role.MODERATOR),
        _role(Role.WORKER),
        _count(Organization, Organization.archived_at.is_(None)),
        _count(DemandCategory, DemandCategory.archived_at.is_(None)),
        _count(Grid, Grid.archived_at.is_(None)),
        _count(Building, Building.archived_at.is_(None)),
    )
    return Overview(*db.session.execute(select(*counts)).one())


def person_in_sight(community: Community, person_id: int, *, by: Person) -> Person | None:
    """A person this administrator may look at; one statement.

    Who has a role or acts for a body here, or whose phone number the same administrator has
    entered within the last hour: nobody can leaf through people by their numbers.
    """
    has_role = select(RoleGrant.id).where(
        RoleGrant.community_id == community.id, RoleGrant.person_id == PersonRow.id, RoleGrant.ended_at.is_(None)
    )
    acts = select(OrganizationMember.id).where(
        OrganizationMember.community_id == community.id,
        OrganizationMember.person_id == PersonRow.id,
        OrganizationMember.ended_at.is_(None),
    )
    was_found = select(AuditEvent.id).where(
        AuditEvent.subject_kind == PersonRow.__tablename__,
        AuditEvent.subject_id == PersonRow.id,
        AuditEvent.action == LOOKED_UP,
        AuditEvent.community_id == community.id,
        AuditEvent.actor_id == by.id,
        AuditEvent.at > clock.now() - FOUND_FOR,
    )
    in_sight = has_role.exists() | acts.exists() | was_found.exists()
    found = db.session.scalar(select(PersonRow).where(PersonRow.id == person_id, in_sight))
    return found.value if found else None


def masked_phone(person: Person) -> str:
    """`138****0001`; empty for an account without a number."""
    return masked(phone_of(person))


def bodies_acted_for(community: Community, person: Person) -> list[tuple[Organization, str]]:
    """The bodies a person acts for here, with the role; one statement."""
    wanted = (
        select(Organization, OrganizationMember.role)
        .join(OrganizationMember, OrganizationMember.organization_id == Organization.id)
        .where(
            OrganizationMember.community_id == community.id,
            OrganizationMember.person_id == person.id,
            OrganizationMember.ended_at.is_(None),
        )
        .order_by(OrganizationMember.id)
    )
    return [(organization, role) for organization, role in db.session.execute(wanted)]

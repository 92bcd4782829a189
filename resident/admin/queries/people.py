"""What the administration sees of a community."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, func, select

from resident import clock
from resident.accounts.entrance.identity import masked
from resident.accounts.entrance.unused import AdmissionKind, ends_at, is_unused, live_admission
from resident.accounts.models import Person, PersonRow
from resident.accounts.queries import person_row, phone_of
from resident.audit.models import AuditEvent
from resident.columns import UtcDateTime
from resident.communities.models import Community, Membership, RoleGrant
from resident.ids import PersonId
from resident.organizations.models import Organization, OrganizationMember
from resident.statements import entity, rows, value

LOOKED_UP = "person.looked_up"
FOUND_FOR = timedelta(hours=1)
_HERE: BindParameter[int] = bindparam("community")


class Overview(NamedTuple):
    """How many there are of those who make a community run."""

    staff: int
    organizations: int


class Allowed(NamedTuple):
    """What the counter may allow somebody, and until when it has."""

    kind: str
    until: datetime | None


class ActsFor(NamedTuple):
    """A body that a person acts for, and in which role."""

    id: int
    name: dict[str, str]
    role: str


_STAFF = select(func.count(RoleGrant.person_id.distinct())).where(
    RoleGrant.community_id == _HERE, RoleGrant.ended_at.is_(None)
)
_ORGANIZATIONS = select(func.count()).where(Organization.community_id == _HERE, Organization.archived_at.is_(None))
_OVERVIEW = select(_STAFF.scalar_subquery(), _ORGANIZATIONS.scalar_subquery())
_HAS_ROLE = select(RoleGrant.id).where(
    RoleGrant.community_id == _HERE, RoleGrant.person_id == PersonRow.id, RoleGrant.ended_at.is_(None)
)
_ACTS = select(OrganizationMember.id).where(
    OrganizationMember.community_id == _HERE,
    OrganizationMember.person_id == PersonRow.id,
    OrganizationMember.ended_at.is_(None),
)
_LIVES = select(Membership.id).where(Membership.person_id == PersonRow.id)
_BELONGS_NOWHERE = ~(
    _LIVES.exists()
    | select(RoleGrant.id).where(RoleGrant.person_id == PersonRow.id).exists()
    | select(OrganizationMember.id).where(OrganizationMember.person_id == PersonRow.id).exists()
)
_WAS_FOUND = select(AuditEvent.id).where(
    AuditEvent.subject_kind == PersonRow.__tablename__,
    AuditEvent.subject_id == PersonRow.id,
    AuditEvent.action == LOOKED_UP,
    AuditEvent.community_id == _HERE,
    AuditEvent.actor_id == bindparam("by"),
    AuditEvent.at > bindparam("since", type_=UtcDateTime),
)
_IN_SIGHT = select(PersonRow).where(
    PersonRow.id == bindparam("person"), _HAS_ROLE.exists() | _ACTS.exists() | _WAS_FOUND.exists()
)
_OF_HERE = select(PersonRow.id).where(
    PersonRow.id == bindparam("person"),
    _HAS_ROLE.exists() | _ACTS.exists() | _LIVES.where(Membership.community_id == _HERE).exists() | _BELONGS_NOWHERE,
)
_BODIES = (
    select(Organization.id, Organization.name, OrganizationMember.role)
    .join(OrganizationMember, OrganizationMember.organization_id == Organization.id)
    .where(
        OrganizationMember.community_id == _HERE,
        OrganizationMember.person_id == bindparam("person"),
        OrganizationMember.ended_at.is_(None),
    )
    .order_by(OrganizationMember.id)
)


def overview(community: Community) -> Overview:
    """The figures of the first page; one statement."""
    return rows(Overview, _OVERVIEW, community=community.id)[0]


def person_in_sight(community: Community, person_id: int, *, by: Person) -> Person | None:
    """A person this administrator may look at; one statement.

    Who has a role or acts for a body here, or whose phone number the same administrator has
    entered within the last hour: nobody can leaf through people by their numbers.
    """
    since = clock.now() - FOUND_FOR
    found: PersonRow | None = entity(_IN_SIGHT, community=community.id, person=person_id, by=by.id, since=since)
    return found.value if found else None


def is_of_here(community: Community, person_id: PersonId) -> bool:
    """Whether an administrator may know that this account exists; one statement.

    Who lives here, has a role or acts for a body here, or does so nowhere yet: of the people of another community
    nobody hears.
    """
    return value(_OF_HERE, community=community.id, person=person_id) is not None


def masked_phone(person: Person) -> str:
    """`138****0001`; empty for an account without a number."""
    return masked(phone_of(person))


def admissions_of(person: Person) -> list[Allowed]:
    """What the counter may allow this person: to come back where the number was unused, to change the number; live ones."""
    kinds = [AdmissionKind.RETURN] if is_unused(person_row(person)) else []
    return [_allowed(person, kind) for kind in (*kinds, AdmissionKind.NUMBER)]


def _allowed(person: Person, kind: AdmissionKind) -> Allowed:
    admission = live_admission(person, kind)
    return Allowed(kind, ends_at(admission) if admission else None)


def bodies_acted_for(community: Community, person: Person) -> list[ActsFor]:
    """The bodies a person acts for here, with the role; one statement."""
    return rows(ActsFor, _BODIES, community=community.id, person=person.id)

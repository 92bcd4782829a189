"""Reading bodies and their people for a page."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from resident.communities.models import Community
from resident.db import db
from resident.organizations.models import MemberRole, Organization, OrganizationKind, OrganizationMember

KIND_ORDER = {kind: place for place, kind in enumerate(OrganizationKind)}
ROLE_ORDER = {role: place for place, role in enumerate(MemberRole)}


@dataclass(frozen=True)
class Body:
    """A body and how many people act for it now."""

    organization: Organization
    people: int


def organizations(community: Community, *, archived: bool = False) -> list[Organization]:
    """The bodies of a community in the order of their kinds, or the archived ones; one statement."""
    wanted = select(Organization).where(
        Organization.community_id == community.id,
        Organization.archived_at.is_not(None) if archived else Organization.archived_at.is_(None),
    )
    found = db.session.scalars(wanted.order_by(Organization.id))
    return sorted(found, key=lambda body: KIND_ORDER[OrganizationKind(body.kind)])


def bodies_by_kind(community: Community) -> list[tuple[str, list[Body]]]:
    """Bodies with how many people they have, under their kinds; kinds without a body are left out. Two statements."""
    counted = (
        select(OrganizationMember.organization_id, func.count())
        .where(OrganizationMember.community_id == community.id, OrganizationMember.ended_at.is_(None))
        .group_by(OrganizationMember.organization_id)
    )
    people = dict(db.session.execute(counted).all())
    kinds: dict[str, list[Body]] = {}
    for body in organizations(community):
        kinds.setdefault(body.kind, []).append(Body(body, people.get(body.id, 0)))
    return list(kinds.items())


def organization_of(community: Community, organization_id: int) -> Organization | None:
    """This community's body of this number, archived or not; None for another community's."""
    return db.session.scalar(
        select(Organization).where(Organization.community_id == community.id, Organization.id == organization_id)
    )


def members_of(organization: Organization) -> list[OrganizationMember]:
    """Who acts for a body now, each with the person, managers first; one statement."""
    wanted = (
        select(OrganizationMember)
        .join(OrganizationMember.person)
        .options(contains_eager(OrganizationMember.person))
        .where(OrganizationMember.organization_id == organization.id, OrganizationMember.ended_at.is_(None))
        .order_by(OrganizationMember.id)
    )
    return sorted(db.session.scalars(wanted), key=lambda member: ROLE_ORDER[MemberRole(member.role)])


def people_count(organization: Organization) -> int:
    """How many people act for a body now; one statement."""
    wanted = select(func.count()).where(
        OrganizationMember.organization_id == organization.id, OrganizationMember.ended_at.is_(None)
    )
    return db.session.scalar(wanted) or 0


def member_of(community: Community, member_id: int) -> OrganizationMember | None:
    """This community's membership of a body by its number, ended or not; None for another community's."""
    return db.session.scalar(
        select(OrganizationMember).where(
            OrganizationMember.community_id == community.id, OrganizationMember.id == member_id
        )
    )


def people_of(organization_id: int, *roles: str) -> list[int]:
    """Ids of the people who act for a body in one of these roles, for telling them something; one statement."""
    wanted = select(OrganizationMember.person_id).where(
        OrganizationMember.organization_id == organization_id,
        OrganizationMember.role.in_(roles),
        OrganizationMember.ended_at.is_(None),
    )
    return list(db.session.scalars(wanted.order_by(OrganizationMember.id)))

"""Who may act for a body."""

from typing import Any

from flask import g
from sqlalchemy import select

from resident.communities.models import Community
from resident.db import db
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from resident.web.guards import NOT_YOURS, SIGN_IN_FIRST, YES, Verdict


def bodies_of(person: Any, community: Community) -> dict[int, MemberRole]:
    """The organizations of the community this person acts for now: {organization id: role}; one statement a request.

    Nobody acts for an archived one.
    """
    if person is None:
        return {}
    known: dict[tuple[int, int], dict[int, MemberRole]] = g.setdefault("bodies", {})
    key = (person.id, community.id)
    if key not in known:
        rows = db.session.execute(
            select(OrganizationMember.organization_id, OrganizationMember.role)
            .join(OrganizationMember.organization)
            .where(
                OrganizationMember.community_id == community.id,
                OrganizationMember.person_id == person.id,
                OrganizationMember.ended_at.is_(None),
                Organization.archived_at.is_(None),
            )
        )
        known[key] = {organization_id: MemberRole(role) for organization_id, role in rows}
    return known[key]


def forget_bodies() -> None:
    """Read memberships of bodies anew: after `begin_write()`, and after an action changed them."""
    g.pop("bodies", None)


def _acts(person: Any, community: Community, *roles: MemberRole, organization_id: int | None = None) -> Verdict:
    if person is None:
        return SIGN_IN_FIRST
    mine = bodies_of(person, community)
    held = mine.values() if organization_id is None else [mine[organization_id]] if organization_id in mine else []
    return YES if any(role in roles for role in held) else NOT_YOURS


def can_manage_any(person: Any, community: Community) -> Verdict:
    """Leads at least one body of this community."""
    return _acts(person, community, MemberRole.MANAGER)


def can_manage(person: Any, community: Community, organization_id: int) -> Verdict:
    """Leads this body."""
    return _acts(person, community, MemberRole.MANAGER, organization_id=organization_id)


def can_hand_over_any(person: Any, community: Community) -> Verdict:
    """Hands over rewards for at least one body: a clerk or a manager."""
    return _acts(person, community, MemberRole.MANAGER, MemberRole.CLERK)


def can_hand_over(person: Any, community: Community, organization_id: int) -> Verdict:
    """Hands over this body's rewards, and sees its codes only."""
    return _acts(person, community, MemberRole.MANAGER, MemberRole.CLERK, organization_id=organization_id)

"""What communities know of a person: for the person's own file, and what is left when the account closes."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from resident.accounts.models import Person
from resident.audit.actions import record
from resident.communities.actions import end_role
from resident.communities.context import community_of
from resident.communities.models import CommunityRow, Household, Membership, Role, RoleGrant
from resident.communities.open_work import EVERYTHING, Left, left_without
from resident.db import db, lock
from resident.i18n import lazy_gettext as _l

WHILE_AT_REST = _l("wait on the administrator's desk until somebody else is given the role, or the suspension ends")


def homes_and_roles(person: Person) -> dict[str, Any]:
    """Memberships and roles of a person, as JSON."""
    memberships = db.session.execute(
        select(Membership, CommunityRow)
        .join(CommunityRow, Membership.community_id == CommunityRow.id)
        .where(Membership.person_id == person.id)
        .options(joinedload(Membership.household).joinedload(Household.building))
        .order_by(Membership.id)
    )
    grants = db.session.execute(
        select(RoleGrant, CommunityRow)
        .join(CommunityRow, RoleGrant.community_id == CommunityRow.id)
        .where(RoleGrant.person_id == person.id)
        .order_by(RoleGrant.id)
    )
    return {
        "memberships": [_membership(membership, community) for membership, community in memberships],
        "roles": [
            {
                "community": community.name,
                "role": grant.role,
                "granted_at": grant.granted_at.isoformat(),
                "ended_at": grant.ended_at.isoformat() if grant.ended_at else None,
            }
            for grant, community in grants
        ],
    }


def _membership(membership: Membership, community: CommunityRow) -> dict[str, Any]:
    home = membership.household
    return {
        "community": community.name,
        "joined_at": membership.joined_at.isoformat(),
        "home": {"building": home.building.name, "unit": home.unit, "room": home.room} if home else None,
        "confirmed_at": membership.confirmed_at.isoformat() if membership.confirmed_at else None,
    }


def left_in_communities(person: Person) -> list[Left]:
    """What waits for the roles of a person where nobody else holds them, while the account rests."""
    held = (
        select(RoleGrant).where(RoleGrant.person_id == person.id, RoleGrant.ended_at.is_(None)).order_by(RoleGrant.id)
    )
    return [
        one._replace(becomes=WHILE_AT_REST)
        for grant in db.session.scalars(held).all()
        for one in left_without(community_of(grant), Role(grant.role), person.id)
    ]


def leave_communities(person: Person) -> None:
    """End the roles of an account that closes and forget where its person lives; what waited for it alone goes to the administrators.

    Raises LastAdministrator, so that no community is left with nobody to give a role.
    """
    held = select(RoleGrant).where(RoleGrant.person_id == person.id, RoleGrant.ended_at.is_(None))
    for grant in db.session.scalars(held).all():
        end_role(community=community_of(grant), grant=grant, settles=EVERYTHING, by=person)
    for membership in db.session.scalars(select(Membership).where(Membership.person_id == person.id)).all():
        lock(membership)
        if membership.household_id is not None:
            membership.household, membership.confirmed_at = None, None
            record("membership.forgotten", membership, by=person)
    db.session.flush()

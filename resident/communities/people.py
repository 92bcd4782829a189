"""What communities know of a person: for the person's own file, and what is left when the account closes."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, select

from resident.accounts.models import Person
from resident.audit.actions import record
from resident.communities.actions import end_role
from resident.communities.context import community_of
from resident.communities.models import (
    Building,
    CommunityRow,
    HomeObjection,
    Household,
    Membership,
    Role,
    RoleGrant,
    SlipUse,
)
from resident.communities.open_work import EVERYTHING, Left, left_without
from resident.db import db, lock
from resident.i18n import lazy_gettext as _l
from resident.statements import entities, rows

WHILE_AT_REST = _l("wait on the administrator's desk until somebody else is given the role, or the suspension ends")


class _Belonging(NamedTuple):
    """A membership as it stands in the person's file, with the home that is confirmed."""

    community: dict[str, str]
    joined_at: datetime
    confirmed_at: datetime | None
    confirmed_how: str
    building: dict[str, str] | None
    unit: str | None
    room: str | None


class _Slip(NamedTuple):
    """A slip that somebody used, as it stands in the person's file."""

    community: dict[str, str]
    building: dict[str, str]
    unit: str
    room: str
    used_at: datetime


class _Objection(NamedTuple):
    """That somebody said of who joined their home that it is not right."""

    community: dict[str, str]
    said_at: datetime


class _Role(NamedTuple):
    """A role as it stands in the person's file."""

    community: dict[str, str]
    role: str
    granted_at: datetime
    ended_at: datetime | None


_BELONGINGS = (
    select(
        CommunityRow.name,
        Membership.joined_at,
        Membership.confirmed_at,
        Membership.confirmed_how,
        Building.name,
        Household.unit,
        Household.room,
    )
    .join(CommunityRow, Membership.community_id == CommunityRow.id)
    .outerjoin(Household, Membership.household_id == Household.id)
    .outerjoin(Building, Household.building_id == Building.id)
    .where(Membership.person_id == bindparam("person"))
    .order_by(Membership.id)
)
_ROLES = (
    select(CommunityRow.name, RoleGrant.role, RoleGrant.granted_at, RoleGrant.ended_at)
    .join(CommunityRow, RoleGrant.community_id == CommunityRow.id)
    .where(RoleGrant.person_id == bindparam("person"))
    .order_by(RoleGrant.id)
)
_SLIPS = (
    select(CommunityRow.name, Building.name, Household.unit, Household.room, SlipUse.used_at)
    .join(CommunityRow, SlipUse.community_id == CommunityRow.id)
    .join(Household, SlipUse.household_id == Household.id)
    .join(Building, Household.building_id == Building.id)
    .where(SlipUse.person_id == bindparam("person"))
    .order_by(SlipUse.id)
)
_HELD = select(RoleGrant).where(RoleGrant.person_id == bindparam("person"), RoleGrant.ended_at.is_(None))
_OBJECTIONS = (
    select(CommunityRow.name, HomeObjection.said_at)
    .join(CommunityRow, HomeObjection.community_id == CommunityRow.id)
    .where(HomeObjection.person_id == bindparam("person"))
    .order_by(HomeObjection.id)
)
_FORGET_OBJECTIONS = delete(HomeObjection).where(HomeObjection.person_id == bindparam("person"))
_FORGET_SLIPS = delete(SlipUse).where(SlipUse.person_id == bindparam("person"))
_MEMBERSHIPS = select(Membership).where(Membership.person_id == bindparam("person"))


def homes_and_roles(person: Person) -> dict[str, Any]:
    """Memberships and roles of a person, the slips they used and what they said of who joined their home, as JSON."""
    return {
        "memberships": [_belonging(one) for one in rows(_Belonging, _BELONGINGS, person=person.id)],
        "roles": [
            {
                "community": one.community,
                "role": one.role,
                "granted_at": one.granted_at.isoformat(),
                "ended_at": one.ended_at.isoformat() if one.ended_at else None,
            }
            for one in rows(_Role, _ROLES, person=person.id)
        ],
        "slips": [
            one._asdict() | {"used_at": one.used_at.isoformat()} for one in rows(_Slip, _SLIPS, person=person.id)
        ],
        "said_of_who_joined": [
            one._asdict() | {"said_at": one.said_at.isoformat()}
            for one in rows(_Objection, _OBJECTIONS, person=person.id)
        ],
    }


def _belonging(one: _Belonging) -> dict[str, Any]:
    return {
        "community": one.community,
        "joined_at": one.joined_at.isoformat(),
        "home": {"building": one.building, "unit": one.unit, "room": one.room} if one.building else None,
        "confirmed_at": one.confirmed_at.isoformat() if one.confirmed_at else None,
        "confirmed_how": one.confirmed_how,
    }


def left_in_communities(person: Person) -> list[Left]:
    """What waits for the roles of a person where nobody else holds them, while the account rests."""
    return [
        one._replace(becomes=WHILE_AT_REST)
        for grant in entities(_HELD, person=person.id)
        for one in left_without(community_of(grant), Role(grant.role), person.id)
    ]


def leave_communities(person: Person) -> None:
    """End the roles of an account that closes and forget where its person lives; what waited for it alone goes to the administrators.

    Raises LastAdministrator, so that no community is left with nobody to give a role.
    """
    for grant in entities(_HELD, person=person.id):
        end_role(community=community_of(grant), grant=grant, settles=EVERYTHING, by=person)
    for membership in entities(_MEMBERSHIPS, person=person.id):
        lock(membership)
        membership.ended_household_id = None
        if membership.household_id is not None:
            membership.household, membership.confirmed_at, membership.confirmed_how = None, None, ""
            record("membership.forgotten", membership, by=person)
    for forget in (_FORGET_SLIPS, _FORGET_OBJECTIONS):
        db.session.execute(forget, {"person": person.id})
    db.session.flush()

"""Who has which role, and where."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, select

from resident.accounts.absence import rests
from resident.accounts.models import Person, PersonRow
from resident.communities.context import community_by_id
from resident.communities.models import Community, Role, RoleGrant
from resident.ids import CommunityId, PersonId
from resident.statements import column, entity, rows, written


class HeldRole(NamedTuple):
    """A role that a person holds now."""

    id: int
    role: str
    granted_at: datetime


class Holder(NamedTuple):
    """Somebody with roles, in the order of their weight."""

    id: PersonId
    display_name: str
    roles: tuple[str, ...]


_HERE: BindParameter[int] = bindparam("community")
_HELD = RoleGrant.community_id == _HERE, RoleGrant.ended_at.is_(None)
_HOLDERS = (
    select(RoleGrant.person_id, PersonRow.display_name, RoleGrant.role)
    .join(PersonRow, PersonRow.id == RoleGrant.person_id)
    .where(*_HELD)
    .order_by(RoleGrant.role, RoleGrant.id)
)
_ROLES = (
    select(RoleGrant.id, RoleGrant.role, RoleGrant.granted_at)
    .where(*_HELD, RoleGrant.person_id == bindparam("person"))
    .order_by(RoleGrant.id)
)
_GRANT = select(RoleGrant).where(RoleGrant.community_id == _HERE, RoleGrant.id == bindparam("grant"))
_WITH_ROLE = (
    select(RoleGrant.person_id)
    .where(*_HELD, RoleGrant.role.in_(bindparam("roles", expanding=True)), ~rests(RoleGrant.person_id))
    .distinct()
    .order_by(RoleGrant.person_id)
)
_ADMINISTERED = (
    select(RoleGrant.community_id)
    .where(
        RoleGrant.person_id == bindparam("person"),
        RoleGrant.role == written(Role.ADMINISTRATOR),
        RoleGrant.ended_at.is_(None),
    )
    .order_by(RoleGrant.community_id)
)

_EVERYWHERE = (
    select(RoleGrant.person_id, RoleGrant.community_id)
    .where(RoleGrant.role == written(Role.ADMINISTRATOR), RoleGrant.ended_at.is_(None), ~rests(RoleGrant.person_id))
    .order_by(RoleGrant.community_id, RoleGrant.person_id)
)


class Administrator(NamedTuple):
    """Somebody who runs a community."""

    person_id: PersonId
    community_id: CommunityId


def all_administrators() -> list[Administrator]:
    """Who runs which community now, of the whole installation; one statement."""
    return rows(Administrator, _EVERYWHERE)


def administered_by(person: Person) -> list[Community]:
    """The communities that this person runs, in a fixed order."""
    return [community_by_id(community_id) for community_id in column(_ADMINISTERED, person=person.id)]


def people_with_roles(community: Community) -> list[Holder]:
    """Who holds roles now, with all of them; administrators first, then in the order they were given. One statement."""
    holders: dict[PersonId, Holder] = {}
    for one in rows(_holder, _HOLDERS, community=community.id):
        before = holders.get(one.id)
        holders[one.id] = one._replace(roles=before.roles + one.roles) if before else one
    return list(holders.values())


def _holder(person_id: PersonId, display_name: str, role: str) -> Holder:
    return Holder(person_id, display_name, (role,))


def roles_of(community: Community, person: Person) -> list[HeldRole]:
    """The roles this person holds now; one statement."""
    return rows(HeldRole, _ROLES, community=community.id, person=person.id)


def grant_of(community: Community, grant_id: int) -> RoleGrant | None:
    """This community's grant of this number, ended or not; None for another community's."""
    grant: RoleGrant | None = entity(_GRANT, community=community.id, grant=grant_id)
    return grant


def people_with_role(community: Community, *roles: Role) -> list[PersonId]:
    """Ids of the people who hold one of these roles and do not rest now, for telling them something; one statement."""
    return column(_WITH_ROLE, community=community.id, roles=roles)

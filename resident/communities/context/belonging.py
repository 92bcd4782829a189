"""What one person is in one community, known until the transaction ends."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, bindparam, literal, null, select, union_all

from resident.accounts.models import Actor, Person, System
from resident.communities.models import Community, Household, Membership, Role, RoleGrant
from resident.db import known
from resident.ids import CommunityId, PersonId
from resident.statements import rows

CONFIRMED = "confirmed"


class _Fact(NamedTuple):
    """One thing that is true of a person in a community: a role, or a confirmed home."""

    kind: str
    household_id: int | None
    building_id: int | None


_STANDING: CompoundSelect[Any] = union_all(
    select(RoleGrant.role.label("kind"), null().label("household_id"), null().label("building_id")).where(
        RoleGrant.community_id == bindparam("community"),
        RoleGrant.person_id == bindparam("person"),
        RoleGrant.ended_at.is_(None),
    ),
    select(literal(CONFIRMED), Membership.household_id, Household.building_id)
    .join(Household, Household.id == Membership.household_id)
    .where(
        Membership.community_id == bindparam("community"),
        Membership.person_id == bindparam("person"),
        Membership.confirmed_at.is_not(None),
    ),
)


@dataclass(frozen=True)
class Standing:
    """What one person is in one community: the roles held now, and the home that the committee has confirmed."""

    roles: frozenset[Role] = frozenset()
    household_id: int | None = None
    building_id: int | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether the committee has confirmed where this person lives."""
        return self.household_id is not None


NOBODY = Standing()


def standing(person: Actor | None, community: Community) -> Standing:
    """The person's standing in the community; one statement, known until the transaction ends or changes something.

    A visitor and the app itself have none: nothing is read.
    """
    if person is None or isinstance(person, System):
        return NOBODY
    key = (person.id, community.id)
    standings: dict[tuple[PersonId, CommunityId], Standing] = known("standings")
    if key not in standings:
        standings[key] = _standing(person, community)
    return standings[key]


def _standing(person: Person, community: Community) -> Standing:
    facts = rows(_Fact, _STANDING, community=community.id, person=person.id)
    roles = frozenset(Role(fact.kind) for fact in facts if fact.kind != CONFIRMED)
    home = next((fact for fact in facts if fact.kind == CONFIRMED), None)
    return Standing(roles, home.household_id, home.building_id) if home else Standing(roles)

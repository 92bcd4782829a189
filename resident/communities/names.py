"""Names that are kept for those who work for a community."""

from collections.abc import Iterable

from flask import g
from sqlalchemy import bindparam, select

from resident.accounts.models import PersonRow
from resident.communities.models import Membership, RoleGrant
from resident.ids import CommunityId
from resident.statements import column

_OWN = select(Membership.community_id).where(Membership.person_id == bindparam("person"))
_STAFF = (
    select(PersonRow.display_name)
    .join(RoleGrant, RoleGrant.person_id == PersonRow.id)
    .where(
        RoleGrant.community_id.in_(bindparam("communities", expanding=True)),
        RoleGrant.ended_at.is_(None),
        PersonRow.id != bindparam("person"),
    )
    .distinct()
)


def communities_around(person: PersonRow | None) -> list[CommunityId]:
    """Where neighbours would meet this person: the communities they belong to, and the one visited now.

    Only these: in a district of three hundred communities somebody who works is called as everybody is.
    """
    own = column(_OWN, person=person.id) if person is not None else []
    here = g.get("community")
    return sorted({*own, *([here.id] if here else [])})


def names_of_staff(person: PersonRow | None) -> Iterable[str]:
    """What the others who have a role there are called; two statements."""
    around = communities_around(person)
    return column(_STAFF, communities=around, person=person.id if person is not None else 0) if around else []

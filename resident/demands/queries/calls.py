"""Calls about a demand, and those that somebody contests, for who looks into them."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, literal, select

from resident.accounts.models import Person, PersonRow
from resident.communities.models import Community
from resident.demands.models import IS_CONTESTED, Call, CallState, Demand
from resident.organizations.models import Organization
from resident.statements import entity, rows, written


class ContestedCall(NamedTuple):
    """A call that who raised the demand says was not made."""

    id: int
    number: int
    title: str
    called_at: datetime


CALL = "call"
CALLS: Select[*tuple[Any, ...]] = (
    select(
        literal(CALL),
        Call.id,
        Call.called_at,
        Call.settled_because,
        Call.state,
        Call.said,
        Call.spoke_with,
        Call.person_id,
        Organization.name,
        PersonRow.display_name,
    )
    .join(PersonRow, PersonRow.id == Call.person_id)
    .outerjoin(Organization, Organization.id == Call.organization_id)
    .where(Call.demand_id == bindparam("demand"), Call.state != written(CallState.UNDONE))
)  # a part of the one statement of a demand's page
CONTESTED_PILE: Select[*tuple[Any, ...]] = (
    select(Call.id, Demand.number, Demand.title, Call.called_at)
    .join(Demand, Demand.id == Call.demand_id)
    .where(
        Call.community_id == bindparam("community"),
        IS_CONTESTED,
        Call.person_id != bindparam("person"),
        Demand.author_id.is_distinct_from(bindparam("person")),
    )
    .order_by(Call.id)
)
_FIRST = CONTESTED_PILE.limit(bindparam("most"))
_ONE = (
    select(Call)
    .join(Demand, Demand.id == Call.demand_id)
    .where(
        Call.community_id == bindparam("community"),
        Demand.number == bindparam("number"),
        Call.id == bindparam("call"),
    )
)


def call_of(community: Community, call_id: int, *, number: int) -> Call | None:
    """This call of this demand, for who changes it; None for another's."""
    found: Call | None = entity(_ONE, community=community.id, number=number, call=call_id)
    return found


def contested_calls(community: Community, person: Person, most: int) -> list[ContestedCall]:
    """The first of the calls that this person may look into, the one contested first at the top; one statement."""
    return rows(ContestedCall, _FIRST, community=community.id, person=person.id, most=most)

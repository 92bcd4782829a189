"""Where a person lives."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, select

from resident.accounts.models import Person
from resident.communities.models import Building, Community, Household, Membership
from resident.communities.queries.places import Choice
from resident.statements import row


class Doorplate(NamedTuple):
    """A home as its door says it."""

    building_id: int
    building: Choice
    unit: str
    room: str


class Home(NamedTuple):
    """Where a person lives in a community, as far as it is known, and since when that is confirmed."""

    household: Doorplate | None
    confirmed_at: datetime | None
    how: str = ""
    ended_id: int | None = None  # the home whose confirmation the committee has ended


_HERE: BindParameter[int] = bindparam("community")
_HOME = (
    select(
        Membership.confirmed_at,
        Membership.confirmed_how,
        Membership.ended_household_id,
        Household.building_id,
        Household.unit,
        Household.room,
        Building.name,
        Building.archived_at,
    )
    .outerjoin(Household, Household.id == Membership.household_id)
    .outerjoin(Building, Building.id == Household.building_id)
    .where(Membership.community_id == _HERE, Membership.person_id == bindparam("person"))
)


def home_of(community: Community, person: Person) -> Home | None:
    """Where the person lives here; None for who does not belong to the community. One statement."""
    return row(_home, _HOME, community=community.id, person=person.id)


def _home(
    confirmed_at: datetime | None,
    how: str,
    ended_id: int | None,
    building_id: int | None,
    unit: str,
    room: str,
    name: dict[str, str],
    archived_at: datetime | None,
) -> Home:
    if building_id is None:
        return Home(None, confirmed_at, how, ended_id)
    plate = Doorplate(building_id, Choice(building_id, name, archived_at), unit, room)
    return Home(plate, confirmed_at, how, ended_id)

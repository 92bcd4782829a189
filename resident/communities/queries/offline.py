"""People without an account, and who might be meant when somebody gives a name and a home."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident.accounts.models import Person, PersonRow
from resident.communities.models import Building, Community, Household, Membership, OfflinePerson
from resident.communities.queries.homes import Doorplate
from resident.communities.queries.places import Choice
from resident.ids import PersonId
from resident.statements import entities, entity, rows

HERE = OfflinePerson.community_id == bindparam("community")
_OF_PERSON = select(OfflinePerson).where(HERE, OfflinePerson.person_id == bindparam("person"))
_AT_HOME = (
    select(OfflinePerson)
    .where(
        HERE,
        OfflinePerson.building_id == bindparam("building"),
        OfflinePerson.unit == bindparam("unit"),
        OfflinePerson.room == bindparam("room"),
    )
    .order_by(OfflinePerson.id)
)
_BY_PHONE = (
    select(OfflinePerson).where(HERE, OfflinePerson.phone_lookup == bindparam("lookup")).order_by(OfflinePerson.id)
)
_CONFIRMED = (
    select(PersonRow.id, PersonRow.display_name)
    .join(Membership, Membership.person_id == PersonRow.id)
    .join(Household, Household.id == Membership.household_id)
    .where(
        Membership.community_id == bindparam("community"),
        Membership.confirmed_at.is_not(None),
        Household.building_id == bindparam("building"),
        Household.unit == bindparam("unit"),
        Household.room == bindparam("room"),
    )
    .order_by(PersonRow.id)
)


class AtHome(NamedTuple):
    """Somebody whose home this is."""

    id: PersonId
    name: str


def offline_person(community: Community, person: Person) -> OfflinePerson | None:
    """What the committee knows of somebody without an account; None for everybody else. One statement."""
    found: OfflinePerson | None = entity(_OF_PERSON, community=community.id, person=person.id)
    return found


def offline_like(community: Community, *, door: tuple[int, str, str] | None, lookup: str) -> list[OfflinePerson]:
    """People without an account behind this door (building, unit, room), and with this number of their own."""
    found: dict[int, OfflinePerson] = {}
    if door is not None:
        building, unit, room = door
        at_home = entities(_AT_HOME, community=community.id, building=building, unit=unit, room=room)
        found |= {one.id: one for one in at_home}
    if lookup:
        found |= {one.id: one for one in entities(_BY_PHONE, community=community.id, lookup=lookup)}
    return list(found.values())


def people_at_home(community: Community, door: tuple[int, str, str]) -> list[AtHome]:
    """Everybody whose confirmed home is behind this door (building, unit, room); one statement."""
    building, unit, room = door
    return rows(AtHome, _CONFIRMED, community=community.id, building=building, unit=unit, room=room)


def plate_of(offline: OfflinePerson) -> Doorplate | None:
    """The home that somebody without an account gave, as its door says it."""
    place: Building | None = offline.building
    if place is None:
        return None
    return Doorplate(place.id, Choice(place.id, place.name, place.archived_at), offline.unit, offline.room)

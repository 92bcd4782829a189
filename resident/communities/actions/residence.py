"""Belonging to a community, and the home in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor, Person
from resident.audit.actions import record
from resident.communities.doors import LONGEST_NUMBER, door
from resident.communities.models import Building, Community, Household, HowConfirmed, Membership
from resident.communities.once import find_or_make
from resident.communities.permissions import can_confirm_residence
from resident.db import db, lock
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Invalid, NotHere
from resident.web.guards import allow

_MEMBERSHIP = select(Membership).where(
    Membership.community_id == bindparam("community"), Membership.person_id == bindparam("person")
)
_HOME = select(Household).where(
    Household.community_id == bindparam("community"),
    Household.building_id == bindparam("building"),
    Household.unit == bindparam("unit"),
    Household.room == bindparam("room"),
)


def ensure_membership(*, community: Community, person: Person) -> Membership:
    """The person's membership of the community, begun now where there is none. It confirms nothing."""
    membership, _is_new = find_or_make(
        _MEMBERSHIP,
        lambda: Membership(community_id=community.id, person_id=person.id, joined_at=clock.now()),
        community=community.id,
        person=person.id,
    )
    return membership


def confirm_residence(
    *,
    community: Community,
    person: Person,
    building: Building,
    unit: str,
    room: str,
    by: Actor,
    how: HowConfirmed = HowConfirmed.REVIEW,
) -> Membership:
    """The committee confirms where a person lives; a home confirmed before is left for the new one.

    Confirming the same home again changes nothing. Raises NotAllowed for who may not, NotHere for another
    community's building or a garden, Invalid for a unit or a room that cannot stand on a door.
    """
    allow(can_confirm_residence(by, community))
    if building.community_id != community.id or not building.is_lived_in:
        raise NotHere
    household = _household(building, door(unit), door(room))
    membership = ensure_membership(community=community, person=person)
    lock(membership)
    if membership.confirmed_at is not None and membership.household_id == household.id:
        return membership
    set_home(membership=membership, household=household, how=how, by=by)
    return membership


def set_home(*, membership: Membership, household: Household, how: HowConfirmed, by: Actor) -> None:
    """A home is somebody's from now on, the one before no longer: the part of every way to confirm it. Lock first."""
    membership.household, membership.confirmed_at = household, clock.now()
    membership.confirmed_how, membership.ended_household_id = how, None
    record("membership.confirmed", membership, by=by, household_id=household.id, how=how)
    db.session.flush()


def confirmed_home(community: Community, person: Person) -> dict[str, Any]:
    """Which home of a person is confirmed and since when, as JSON, for whoever undoes what comes next; empty for none."""
    membership = ensure_membership(community=community, person=person)
    if membership.confirmed_at is None:
        return {}
    return {
        "household_id": membership.household_id,
        "confirmed_at": membership.confirmed_at.isoformat(),
        "confirmed_how": membership.confirmed_how,
    }


def restore_home(*, community: Community, person: Person, before: dict[str, Any], by: Actor) -> Membership:
    """A confirmation is undone: what was confirmed before it is again, or nothing. Raises NotAllowed."""
    allow(can_confirm_residence(by, community))
    membership = ensure_membership(community=community, person=person)
    lock(membership)
    membership.household_id = before.get("household_id")
    membership.confirmed_at = datetime.fromisoformat(before["confirmed_at"]) if before else None
    membership.confirmed_how = before.get("confirmed_how", "")
    record("membership.confirmation_undone", membership, by=by, household_id=membership.household_id)
    db.session.flush()
    return membership


def _household(building: Building, unit: str, room: str) -> Household:
    """The home behind this door, which exists once. A building with one entrance has no unit."""
    if not room:
        raise Invalid("room", _l("Which room is it?"))
    for field, number in (("unit", unit), ("room", room)):
        if len(number) > LONGEST_NUMBER:
            raise Invalid(field, _l("At most 10 characters, please."))
    household, _is_new = find_or_make(
        _HOME,
        lambda: Household(community_id=building.community_id, building_id=building.id, unit=unit, room=room),
        community=building.community_id,
        building=building.id,
        unit=unit,
        room=room,
    )
    return household

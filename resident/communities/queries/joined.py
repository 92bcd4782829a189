"""Who lives in a home and how that is known, who joined it lately, and what its people say of that."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, func, select

from resident import clock
from resident.accounts.models import PersonRow
from resident.columns import UtcDateTime
from resident.communities.models import (
    Building,
    Community,
    HomeObjection,
    Household,
    Membership,
    ObjectionState,
    SlipUse,
)
from resident.communities.models.slips import UNTOLD
from resident.ids import PersonId
from resident.statements import column, entities, entity, rows, written

MANY, LATELY = 3, timedelta(days=30)  # joins of one home in one day; for how long these stand on the list
MOST_HOMES = 50


class Member(NamedTuple):
    """Somebody whose home this is confirmed to be, since when, and how."""

    id: PersonId
    display_name: str
    confirmed_at: datetime
    how: str


class Objection(NamedTuple):
    """Somebody of a home who says that who joined it does not belong there."""

    id: int
    display_name: str
    said_at: datetime


class _Joined(NamedTuple):
    """A home that several have joined lately, and one of these moments."""

    home_id: int
    building: dict[str, str]
    unit: str
    room: str
    used_at: datetime


class BusyHome(NamedTuple):
    """A home that many have joined in one day."""

    home_id: int
    building: dict[str, str]
    unit: str
    room: str
    day: date
    many: int


_HERE: BindParameter[int] = bindparam("community")
_HOME: BindParameter[int] = bindparam("home")
_NOW = bindparam("now", type_=UtcDateTime)
_SINCE = bindparam("since", type_=UtcDateTime)
_CONFIRMED = (
    Membership.community_id == _HERE,
    Membership.household_id == _HOME,
    Membership.confirmed_at.is_not(None),
)
_MEMBERS = (
    select(Membership.person_id, PersonRow.display_name, Membership.confirmed_at, Membership.confirmed_how)
    .join(PersonRow, PersonRow.id == Membership.person_id)
    .where(*_CONFIRMED)
    .order_by(Membership.confirmed_at, Membership.id)
)
_LOCKED_MEMBERS = select(Membership).where(*_CONFIRMED).order_by(Membership.id).with_for_update()
_OBJECTIONS = (
    select(HomeObjection.id, PersonRow.display_name, HomeObjection.said_at)
    .join(PersonRow, PersonRow.id == HomeObjection.person_id)
    .where(
        HomeObjection.community_id == _HERE,
        HomeObjection.household_id == _HOME,
        HomeObjection.state == written(ObjectionState.OPEN),
    )
    .order_by(HomeObjection.id)
)
_OBJECTION = select(HomeObjection).where(
    HomeObjection.community_id == _HERE, HomeObjection.id == bindparam("objection")
)
_TO_TELL = select(SlipUse.household_id).where(UNTOLD, SlipUse.tell_at <= _NOW).distinct().order_by(SlipUse.household_id)
_UNTOLD = (
    select(SlipUse)
    .where(UNTOLD, SlipUse.community_id == _HERE, SlipUse.household_id == _HOME)
    .order_by(SlipUse.id)
    .with_for_update()
)
_OFTEN = (
    select(SlipUse.household_id)
    .where(SlipUse.community_id == _HERE, SlipUse.used_at > _SINCE)
    .group_by(SlipUse.household_id)
    .having(func.count() >= MANY)
    .order_by(func.max(SlipUse.used_at).desc())
    .limit(MOST_HOMES)
)
_JOINED = (
    select(SlipUse.household_id, Building.name, Household.unit, Household.room, SlipUse.used_at)
    .join(Household, Household.id == SlipUse.household_id)
    .join(Building, Building.id == Household.building_id)
    .where(SlipUse.community_id == _HERE, SlipUse.used_at > _SINCE, SlipUse.household_id.in_(_OFTEN))
    .order_by(SlipUse.used_at.desc(), SlipUse.id.desc())
)


def members_of(community: Community, home: Household) -> list[Member]:
    """Whose home this is confirmed to be, for staff alone. One statement."""
    return rows(Member, _MEMBERS, community=community.id, home=home.id)


def locked_members(community: Community, home: Household) -> list[Membership]:
    """The memberships of who is confirmed in a home, for an action. One statement."""
    return list(entities(_LOCKED_MEMBERS, community=community.id, home=home.id))


def objections_of(community: Community, home: Household) -> list[Objection]:
    """What its people say of who joined a home, and nobody has looked at. One statement."""
    return rows(Objection, _OBJECTIONS, community=community.id, home=home.id)


def objection_at(community: Community, objection_id: int) -> HomeObjection | None:
    """This community's objection of this number."""
    objection: HomeObjection | None = entity(_OBJECTION, community=community.id, objection=objection_id)
    return objection


def homes_to_tell() -> list[int]:
    """The homes whose people are to hear by now that somebody joined; one statement."""
    return column(_TO_TELL, now=clock.now())


def untold_uses(community: Community, home: Household) -> list[SlipUse]:
    """How a home was joined, as far as its people have not heard of it; one statement."""
    return list(entities(_UNTOLD, community=community.id, home=home.id))


def busy_homes(community: Community) -> list[BusyHome]:
    """The homes that three or more joined in one day of the last thirty, by the community's calendar. One statement."""
    joined = rows(_Joined, _JOINED, community=community.id, since=clock.now() - LATELY)
    counted = Counter((*one[:1], clock.local(one.used_at, community.time_zone).date()) for one in joined)
    doors = {one.home_id: one for one in joined}
    return [
        BusyHome(home_id, doors[home_id].building, doors[home_id].unit, doors[home_id].room, day, many)
        for (home_id, day), many in counted.items()
        if many >= MANY
    ]

"""Slips and the homes they are for, for those who print them, and the slip behind a code."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, and_, bindparam, func, select

from resident import clock
from resident.columns import UtcDateTime
from resident.communities.models import Building, Community, Household, Slip, SlipState
from resident.communities.slip_codes import slip_lookup
from resident.statements import entities, entity, rows, written
from resident.web.keyset import Keyset, Page

HOMES = 60


class BuildingSlips(NamedTuple):
    """How many homes a building has, and how many of them a slip that still works."""

    building_id: int
    homes: int
    slips: int


class HomeLine(NamedTuple):
    """A home in the list of its building, with its newest slip that is out; `until` is None where there is none."""

    id: int
    unit: str
    room: str
    used: int | None
    places: int | None
    until: datetime | None

    @property
    def is_run_out(self) -> bool:
        """Whether its slip is too old."""
        return self.until is not None and self.until <= clock.now()


_HERE: BindParameter[int] = bindparam("community")
_BUILDING: BindParameter[int] = bindparam("building")
_OUT = and_(Slip.household_id == Household.id, Slip.state == written(SlipState.OUT))
_COUNTS = (
    select(Household.building_id, func.count(Household.id), func.count(Slip.id))
    .outerjoin(Slip, and_(_OUT, Slip.until > bindparam("now", type_=UtcDateTime)))
    .where(Household.community_id == _HERE)
    .group_by(Household.building_id)
)
_LINES = Keyset(
    HomeLine,
    select(Household.id, Household.unit, Household.room, Slip.used, Slip.places, Slip.until)
    .outerjoin(Slip, _OUT)
    .where(Household.community_id == _HERE, Household.building_id == _BUILDING),
    Household.id,
    size=HOMES,
    ascending=True,
)
_HOME = select(Household).where(Household.community_id == _HERE, Household.id == bindparam("home"))
_SLIPS = (
    select(Slip)
    .join(Household, Household.id == Slip.household_id)
    .where(Slip.community_id == _HERE, Slip.state == written(SlipState.OUT))
)
_OF_BUILDING = _SLIPS.where(Household.building_id == _BUILDING).order_by(Household.id)
_OF_HOME = _SLIPS.where(Household.id == bindparam("home"))
_HOMES = (
    select(Household)
    .where(Household.community_id == _HERE, Household.building_id == _BUILDING)
    .order_by(Household.id)
    .with_for_update()
)
_BY_CODE = select(Slip).where(Slip.community_id == _HERE, Slip.code_lookup == bindparam("lookup"))
_SLIP = select(Slip).where(Slip.community_id == _HERE, Slip.id == bindparam("slip"))


def slips_by_building(community: Community) -> dict[int, BuildingSlips]:
    """Of every building with homes how many of them have a slip that works. One statement."""
    counted = rows(BuildingSlips, _COUNTS, community=community.id, now=clock.now())
    return {one.building_id: one for one in counted}


def homes_in(community: Community, building: Building, place: str) -> Page[HomeLine]:
    """The homes of a building in the order in which they came. One statement."""
    return _LINES.page(place, community=community.id, building=building.id)


def home_at(community: Community, home_id: int) -> Household | None:
    """This community's home of this number; None for another community's."""
    home: Household | None = entity(_HOME, community=community.id, home=home_id)
    return home


def slips_of(community: Community, building: Building) -> list[Slip]:
    """The slips of a building that are out, in the order of its homes. One statement."""
    return list(entities(_OF_BUILDING, community=community.id, building=building.id))


def slip_of(community: Community, home: Household) -> Slip | None:
    """The slip of a home that is out, run out or not. One statement."""
    slip: Slip | None = entity(_OF_HOME, community=community.id, home=home.id)
    return slip


def locked_homes(community: Community, building: Building) -> list[Household]:
    """The homes of a building, for an action. One statement."""
    return list(entities(_HOMES, community=community.id, building=building.id))


def slip_behind(community: Community, code: str) -> Slip | None:
    """The slip with this code, in whatever state. One statement."""
    slip: Slip | None = entity(_BY_CODE, community=community.id, lookup=slip_lookup(community.id, code))
    return slip


def slip_at(community: Community, slip_id: int) -> Slip | None:
    """This community's slip of this number."""
    slip: Slip | None = entity(_SLIP, community=community.id, slip=slip_id)
    return slip

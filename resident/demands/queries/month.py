"""The demands raised in one month, by where they stand now and by category."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from resident.communities.models import Community
from resident.dates.months import Month
from resident.demands.models import Demand, DemandCategory
from resident.demands.queries.figures import IN_PERIOD
from resident.statements import rows


class OfState(NamedTuple):
    """How many stand there."""

    state: str
    number: int


class OfCategory(NamedTuple):
    """How many are of this kind."""

    name: dict[str, str]
    number: int


_BY_STATE = select(Demand.state, func.count()).where(IN_PERIOD).group_by(Demand.state).order_by(func.count().desc())
_BY_CATEGORY = (
    select(DemandCategory.name, func.count())
    .join(Demand, Demand.category_id == DemandCategory.id)
    .where(IN_PERIOD, DemandCategory.community_id == bindparam("community"))
    .group_by(DemandCategory.id)
    .order_by(func.count().desc(), DemandCategory.id)
)


def states_in(community: Community, month: Month) -> list[OfState]:
    """Where the demands raised in a month stand now, the most first; one statement."""
    since, until = month.bounds(community.time_zone)
    return rows(OfState, _BY_STATE, community=community.id, since=since, until=until)


def categories_in(community: Community, month: Month) -> list[OfCategory]:
    """Of which categories they are, the most first; one statement."""
    since, until = month.bounds(community.time_zone)
    return rows(OfCategory, _BY_CATEGORY, community=community.id, since=since, until=until)

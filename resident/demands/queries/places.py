"""What is the matter at which place of the plan: what is listed, never what only the committee sees."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select

from resident import clock
from resident.communities.models import Community
from resident.dates.months import Month
from resident.demands.models import IS_OVERDUE, Demand, DemandState
from resident.demands.queries.lists import NEWEST_FIRST
from resident.statements import rows, written

LATELY = timedelta(days=30)
A_MOMENT = timedelta(seconds=1)  # what was sent this very moment counts
MOST = 500  # of the newest: what a page counts has an end
WORST_FIRST = (
    "overdue",
    DemandState.REOPENED,
    DemandState.TO_ASSIGN,
    DemandState.ASSIGNED,
    DemandState.IN_HAND,
    DemandState.PARKED,
    DemandState.REFERRED,
    DemandState.RESOLVED,
    DemandState.SOLVED,
)
_RANK = case(
    (IS_OVERDUE, 0),
    *((Demand.state == written(state), rank) for rank, state in enumerate(WORST_FIRST) if rank),
    else_=len(WORST_FIRST) - 1,
)


def _at_places(*conditions: ColumnElement[bool]) -> Select[Any]:
    newest = (
        select(Demand.building_id, _RANK.label("rank"))
        .where(
            Demand.community_id == bindparam("community"),
            Demand.is_listed,
            Demand.submitted_at >= bindparam("since"),
            Demand.submitted_at < bindparam("until"),
            *conditions,
        )
        .order_by(*NEWEST_FIRST)
        .limit(MOST)
        .subquery()
    )
    counted = select(newest.c.building_id, func.count(), func.min(newest.c.rank))
    return counted.where(newest.c.building_id.is_not(None)).group_by(newest.c.building_id)


_OF_ALL = _at_places()
_OF_CATEGORY = _at_places(Demand.category_id == bindparam("category"))


class Matters(NamedTuple):
    """How many matters are at a place, and the code of the worst of them."""

    building_id: int
    number: int
    worst: str


def matters_lately(community: Community) -> dict[int, Matters]:
    """The matters of the last 30 days at each place, by the number of the building. One statement."""
    now = clock.now()
    return _matters(_OF_ALL, community, now - LATELY, now + A_MOMENT)


def matters_in(community: Community, month: Month, category_id: int | None) -> dict[int, Matters]:
    """The matters submitted in a month, of one category or all; the newest 500 of them. One statement."""
    if category_id is None:
        return _matters(_OF_ALL, community, *month.bounds())
    return _matters(_OF_CATEGORY, community, *month.bounds(), category=category_id)


def _matters(
    statement: Select[Any], community: Community, since: datetime, until: datetime, **more: int
) -> dict[int, Matters]:
    found = rows(_row, statement, community=community.id, now=clock.now(), since=since, until=until, **more)
    return {one.building_id: one for one in found}


def _row(building_id: int, number: int, rank: int) -> Matters:
    return Matters(building_id, number, str(WORST_FIRST[rank]))

"""The three rates of a community: first word within a day, solved, content (三率)."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select

from resident import clock
from resident.communities.models import Community
from resident.demands.deadlines import RESPONSE_TIME
from resident.demands.models import IS_OVERDUE, Content, Demand, DemandFigures, DemandState
from resident.demands.models.states import PUBLISHED
from resident.ids import CommunityId
from resident.statements import in_one_of, row

PERIOD = timedelta(days=30)
LASTS = timedelta(minutes=30)  # the worker counts every few minutes; where it stands still, the page counts again


class Counted(NamedTuple):
    """How many demands stand behind each rate, imports left out; every rate is the later of a pair by the earlier."""

    raised: int
    answerable: int
    answered_in_time: int
    judged: int
    solved: int
    satisfied: int


class Figures(NamedTuple):
    """Rates in whole percent of the demands raised in the last 30 days; None where there is nothing to divide by."""

    raised: int
    response: int | None
    solved: int | None
    satisfaction: int | None


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


_COUNT = select(
    func.count(),
    _count(or_(Demand.contacted_at.is_not(None), Demand.submitted_at <= bindparam("a_word_ago"))),
    _count(Demand.contacted_in_time.is_(True)),
    _count(or_(Demand.rated_at.is_not(None), IS_OVERDUE)),
    _count(Demand.rated_solved.is_(True)),
    _count(in_one_of(Demand.rated_content, (Content.CONTENT, Content.FAIRLY_CONTENT))),
).where(
    Demand.community_id == bindparam("community"),
    Demand.source.is_(None),
    in_one_of(Demand.state, PUBLISHED | {DemandState.MERGED}),
    Demand.submitted_at >= bindparam("since"),
)
_COUNTED = select(*(getattr(DemandFigures, name) for name in Counted._fields)).where(
    DemandFigures.community_id == bindparam("community"), DemandFigures.counted_at > bindparam("since")
)


def count_figures(community_id: CommunityId) -> Counted:
    """Count the demands of the last 30 days, imports left out; one statement over all of them.

    Demands that are open and overdue stay in the denominators of all three, so that leaving something
    undone never makes a rate better. For the response rate a demand counts once its day is over or it was answered.
    """
    now = clock.now()
    counted = row(Counted, _COUNT, community=community_id, now=now, a_word_ago=now - RESPONSE_TIME, since=now - PERIOD)
    return counted or Counted(0, 0, 0, 0, 0, 0)


def figures_of(community: Community) -> Figures:
    """The figures of the last 30 days as the worker counted them last; counted now where it has not. One statement, or two."""
    counted = row(Counted, _COUNTED, community=community.id, since=clock.now() - LASTS)
    return rates(counted or count_figures(community.id))


def rates(counted: Counted) -> Figures:
    """The rates of what was counted."""
    return Figures(
        counted.raised,
        _percent(counted.answered_in_time, counted.answerable),
        _percent(counted.solved, counted.judged),
        _percent(counted.satisfied, counted.judged),
    )


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None

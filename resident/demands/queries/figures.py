"""The three rates of a community: first word within a day, solved, content (三率)."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from resident import clock
from resident.communities.models import Community
from resident.db import db
from resident.demands.deadlines import RESPONSE_TIME
from resident.demands.models import Content, Demand, DemandState
from resident.demands.models.states import OPEN, PUBLISHED

PERIOD = timedelta(days=30)


@dataclass(frozen=True)
class Figures:
    """Rates in whole percent of the demands raised in the last 30 days; None where there is nothing to divide by."""

    raised: int
    response: int | None
    solved: int | None
    satisfaction: int | None


def figures_of(community: Community) -> Figures:
    """The figures of the last 30 days, imports left out; one statement.

    Demands that are open and overdue stay in the denominators of all three, so that leaving something
    undone never makes a rate better. For the response rate a demand counts once its day is over or it was answered.
    """
    now = clock.now()
    overdue = and_(Demand.state.in_(OPEN), Demand.due_at < now, Demand.rated_at.is_(None))
    due_a_word = or_(Demand.contacted_at.is_not(None), Demand.submitted_at <= now - RESPONSE_TIME)
    content = Demand.rated_content.in_((Content.CONTENT, Content.FAIRLY_CONTENT))
    judged = or_(Demand.rated_at.is_not(None), overdue)
    row = db.session.execute(
        select(
            func.count(),
            _count(due_a_word),
            _count(Demand.contacted_in_time.is_(True)),
            _count(judged),
            _count(Demand.rated_solved.is_(True)),
            _count(content),
        ).where(
            Demand.community_id == community.id,
            Demand.source.is_(None),
            Demand.state.in_(PUBLISHED | {DemandState.MERGED}),
            Demand.submitted_at >= now - PERIOD,
        )
    ).one()
    raised, answerable, in_time, ratable, solved, satisfied = row
    return Figures(raised, _percent(in_time, answerable), _percent(solved, ratable), _percent(satisfied, ratable))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None

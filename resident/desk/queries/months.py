"""What the page of a month says (居务公开 · 诉求与志愿服务): the figures of several packages, as they are now."""

from sqlalchemy import bindparam, select

from resident import clock
from resident.activities.queries import given_in
from resident.communities.models import Community
from resident.dates.months import Month
from resident.demands.queries import categories_in, count_month, months_before, rates, states_in
from resident.demands.queries.figures import Rate
from resident.notices.figures import MonthFigures, RateThen
from resident.notices.models import Notice
from resident.points.queries import moved_between
from resident.statements import column

_PUBLISHED = select(Notice.month).where(Notice.community_id == bindparam("community"), Notice.month.is_not(None))


def open_months(community: Community) -> list[Month]:
    """The months of the last year that are over and have no page yet, the last one first; one statement."""
    published = set(column(_PUBLISHED, community=community.id))
    return [month for month in months_before(community) if month.name not in published]


def figures_of_month(community: Community, month: Month) -> MonthFigures:
    """The figures of a month, counted now. Five statements."""
    counted = count_month(community, month)
    shares = rates(counted)
    given = given_in(community, month)
    moved = moved_between(community, *month.bounds(community.time_zone))
    return MonthFigures(
        month=month.name,
        counted_at=clock.now().isoformat(),
        raised=counted.raised,
        overdue=counted.overdue,
        states=tuple((one.state, one.number) for one in states_in(community, month)),
        categories=tuple(({**one.name}, one.number) for one in categories_in(community, month)),
        rates=tuple(_then(name, getattr(shares, name)) for name in ("response", "solved", "satisfaction")),
        minutes=given.seen + given.by_hand,
        minutes_by_hand=given.by_hand,
        volunteers=given.volunteers,
        shifts=given.shifts,
        points_given=moved.given,
        points_spent=moved.spent,
    )


def _then(name: str, rate: Rate) -> RateThen:
    return RateThen(name, rate.part, rate.whole, rate.percent)

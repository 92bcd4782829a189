"""The worker's part: the rates are counted every few minutes, a danger that nobody sees is told to the next."""

import structlog
from sqlalchemy import select

from resident import clock
from resident.communities.context import community_by_id
from resident.communities.models import CommunityRow
from resident.dates.months import month_of
from resident.db import db, transaction
from resident.demands.actions.pressing import UNSEEN_AT_MOST, pass_on
from resident.demands.models import DemandFigures
from resident.demands.queries.dangers import overlooked_dangers
from resident.demands.queries.figures import count_earlier, count_figures
from resident.ids import CommunityId
from resident.statements import column
from resident.tasks import job

log = structlog.get_logger()
_COMMUNITIES = select(CommunityRow.id)


@job(every_minutes=5)
def count_all_figures() -> None:
    """Count the figures of every community; one that fails keeps its old ones until the next run."""
    for community_id in column(_COMMUNITIES):
        try:
            _count(CommunityId(community_id))
        except Exception:  # a page counts by itself where nothing was counted lately
            log.exception("figures not counted", community=community_id)


@job(every_minutes=1)
def pass_dangers_on() -> None:
    """A danger that nobody of the staff has seen for ten minutes is told to the next, each in a transaction of its own."""
    for demand_id in overlooked_dangers(clock.now() - UNSEEN_AT_MOST):
        with transaction():
            pass_on(demand_id)


def _count(community_id: CommunityId) -> None:
    """Count first, then write: whoever else wants to write does not wait for the counting."""
    counted, earlier, now = count_figures(community_id), count_earlier(community_id), clock.now()
    zone = community_by_id(community_id).time_zone
    month, _next = month_of(now, zone).bounds(zone)
    db.session.rollback()
    with transaction():
        db.session.merge(
            DemandFigures(community_id=community_id, counted_at=now, month=month, earlier=earlier, **counted._asdict())
        )

"""The worker's part: how many people live in each community is counted every few minutes."""

import structlog

from resident import clock
from resident.communities.context import communities
from resident.communities.models import Community, CommunityFigures
from resident.communities.queries import count_residents
from resident.db import db, transaction
from resident.tasks import job

log = structlog.get_logger()


@job(every_minutes=5)
def count_all_residents() -> None:
    """Count the confirmed residents of every community; one that fails keeps its old number until the next run."""
    for community in communities():
        try:
            _count(community)
        except Exception:  # a page counts by itself where nothing was counted lately
            log.exception("residents not counted", community=community.id)


def _count(community: Community) -> None:
    """Count first, then write: whoever else wants to write does not wait for the counting."""
    counted, now = count_residents(community), clock.now()
    db.session.rollback()
    with transaction():
        db.session.merge(CommunityFigures(community_id=community.id, counted_at=now, confirmed_residents=counted))

"""How long a decision usually takes."""

from datetime import datetime
from statistics import median
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident import clock
from resident.communities.models import Community
from resident.moderation.models import DECISIONS, ReviewItem, ReviewState
from resident.statements import in_one_of, rows, written

LATELY, OLDEST = 21, 100


class _Wait(NamedTuple):
    decided_at: datetime | None
    submitted_at: datetime


_DECIDED_LATELY = (
    select(ReviewItem.decided_at, ReviewItem.submitted_at)
    .where(
        ReviewItem.community_id == bindparam("community"),
        in_one_of(ReviewItem.state, DECISIONS),
        ReviewItem.decided_at.is_not(None),
    )
    .order_by(ReviewItem.decided_at.desc())
    .limit(LATELY)
    .subquery()
)
_OLDEST_WAITING = (
    select(ReviewItem.decided_at, ReviewItem.submitted_at)
    .where(ReviewItem.community_id == bindparam("community"), ReviewItem.state == written(ReviewState.WAITING))
    .order_by(ReviewItem.submitted_at, ReviewItem.id)
    .limit(OLDEST)
    .subquery()
)
_WAITS = select(_DECIDED_LATELY).union_all(select(_OLDEST_WAITING))


def usual_wait(community: Community) -> int:
    """How long a decision usually takes, in minutes of office time: what is said of it anywhere. One statement.

    The median of what was decided lately and of what still waits, for it would be a lie to ask only those who have
    their answer; who waits for less than that so far says nothing yet. Before the first decision it is the promise.
    """
    between, now = community.office.minutes_between, clock.now()
    waits = rows(_Wait, _WAITS, community=community.id)
    decided = [between(one.submitted_at, one.decided_at) for one in waits if one.decided_at is not None]
    so_far = [between(one.submitted_at, now) for one in waits if one.decided_at is None]
    known = decided or [community.review_promise_minutes]
    return max(1, round(median(known + [wait for wait in so_far if wait > median(known)])))

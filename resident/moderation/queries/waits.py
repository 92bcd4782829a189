"""How long a decision usually takes."""

from datetime import datetime
from statistics import median
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident import clock
from resident.communities.models import Community
from resident.moderation.models import DECISIONS, ReviewItem, ReviewState
from resident.statements import in_one_of, rows, written

LATELY, OLDEST = 21, 1
HALF_AN_HOUR, HOUR, A_MORNING = 30, 60, 240


class _Wait(NamedTuple):
    decided_at: datetime | None
    submitted_at: datetime


class _Known(NamedTuple):
    """In minutes of office time: the median of what was decided lately, and how long the oldest has waited by now."""

    decided: float
    so_far: int


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

    The median of what was decided lately, but never less than the oldest has waited already: it would be a lie to ask
    only those who have their answer. Before the first decision it is the promise.
    """
    return _told(max(_known(community)))


def usually_by(community: Community, since: datetime, due: datetime | None) -> datetime | None:
    """Until when what waits since then is usually decided; None where it takes longer than usual. One statement.

    Where promises are usually kept it is never later than the promise that was given (`due`), even if hours, holidays
    or the promise itself have changed since.
    """
    office, now, known = community.office, clock.now(), _known(community)
    if office.minutes_between(since, now) >= _told(known.decided):
        return None
    usually = max(office.later(since, _told(max(known))), office.later(now, HALF_AN_HOUR))
    is_kept = due is not None and now < due and _told(max(known)) <= community.review_promise_minutes
    return min(usually, due) if is_kept and due is not None else usually


def _known(community: Community) -> _Known:
    between, now = community.office.minutes_between, clock.now()
    waits = rows(_Wait, _WAITS, community=community.id)
    decided = [between(one.submitted_at, one.decided_at) for one in waits if one.decided_at is not None]
    so_far = (between(one.submitted_at, now) for one in waits if one.decided_at is None)
    return _Known(median(decided or [community.review_promise_minutes]), max(so_far, default=0))


def _told(minutes: float) -> int:
    """As a neighbour would say it: half an hour at least, up to a morning in half hours, then in whole ones."""
    step = HALF_AN_HOUR if minutes <= A_MORNING else HOUR
    return max(HALF_AN_HOUR, -int(-minutes // step) * step)

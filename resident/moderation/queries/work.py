"""What waits for the moderators of a community, for whoever decides on whether there are any."""

from sqlalchemy import bindparam, func, select

from resident.communities.models import Community
from resident.communities.open_work import Lying, OpenThing
from resident.moderation.models import ReviewItem, ReviewState
from resident.statements import rows, value, written

_WAITS = (ReviewItem.community_id == bindparam("community"), ReviewItem.state == written(ReviewState.WAITING))
_COUNT = select(func.count()).select_from(ReviewItem).where(*_WAITS)
_FIRST = (
    select(ReviewItem.title)
    .where(*_WAITS)
    .order_by(ReviewItem.rank, ReviewItem.submitted_at, ReviewItem.id)
    .limit(bindparam("most"))
)


def waiting_work(community: Community, most: int) -> Lying:
    """How much waits in the queue, and the first of it; two statements at most."""
    count = int(value(_COUNT, community=community.id))
    return Lying(count, rows(OpenThing, _FIRST, community=community.id, most=most) if count else ())

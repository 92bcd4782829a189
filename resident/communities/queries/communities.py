"""A community itself, and how many live in it."""

from datetime import timedelta

from sqlalchemy import BindParameter, bindparam, func, select

from resident import clock
from resident.columns import UtcDateTime
from resident.communities.models import Community, CommunityFigures, CommunityRow, Membership
from resident.db import db
from resident.statements import value

COUNT_LASTS = timedelta(minutes=30)  # the worker counts every few minutes; where it stands still, the page counts again
_HERE: BindParameter[int] = bindparam("community")
_RESIDENTS = select(func.count(Membership.id)).where(
    Membership.community_id == _HERE, Membership.confirmed_at.is_not(None)
)
_COUNTED_RESIDENTS = select(CommunityFigures.confirmed_residents).where(
    CommunityFigures.community_id == _HERE, CommunityFigures.counted_at > bindparam("since", type_=UtcDateTime)
)


def count_residents(community: Community) -> int:
    """Count the people whose homes are confirmed; one statement over all of them."""
    return int(value(_RESIDENTS, community=community.id))


def residents_of(community: Community) -> int:
    """How many live here, as the worker counted them last; counted now where it has not. One statement, or two."""
    counted: int | None = value(_COUNTED_RESIDENTS, community=community.id, since=clock.now() - COUNT_LASTS)
    return count_residents(community) if counted is None else counted


def community_row(community: Community) -> CommunityRow:
    """The row of a community, for an action or a form that changes it."""
    return db.session.get_one(CommunityRow, community.id)

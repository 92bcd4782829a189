"""Dangers: the one of a demand, and those that nobody of the staff has seen yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from resident import clock
from resident.columns import UtcDateTime
from resident.communities.models import Community
from resident.demands.models import IS_UNSEEN, Danger, Demand
from resident.demands.models.states import PUBLISHED, WAITING
from resident.demands.queries.lists import NEWEST, ROWS, ListedDemand
from resident.statements import column, entity, first_of, in_one_of
from resident.web.keyset import Keyset, Page

MOST_PASSED_ON = 10
_OF_DEMAND = select(Danger).where(Danger.demand_id == bindparam("demand"))
_LOCKED = _OF_DEMAND.with_for_update().execution_options(populate_existing=True)
_GOES_ON = in_one_of(Demand.state, WAITING | PUBLISHED)
# Found by the danger alone, of which there are few: by their own community SQLite would look through all demands.
UNSEEN = (
    ROWS.add_columns(Demand.pressing)
    .join(Danger, Danger.demand_id == Demand.id)
    .where(Danger.community_id == bindparam("community"), IS_UNSEEN, _GOES_ON)
)
UNSEEN_PILE = UNSEEN.order_by(Danger.since, Demand.id)
UNSEEN_SINCE = first_of(UNSEEN_PILE, Danger.since)
_PAGES = Keyset(ListedDemand, UNSEEN, *NEWEST, ascending=True)
_BEFORE: Any = bindparam("before", type_=UtcDateTime)
_OVERLOOKED = (
    select(Danger.demand_id)
    .join(Demand, Demand.id == Danger.demand_id)
    .where(
        IS_UNSEEN,
        func.coalesce(Danger.passed_on_at, Danger.since) <= _BEFORE,
        Danger.times_passed_on < MOST_PASSED_ON,
        _GOES_ON,
    )
    .order_by(Danger.since)
)


def danger_of(demand: Demand, *, locked: bool = False) -> Danger | None:
    """The danger of a demand, whether it still is one or not; one statement."""
    found: Danger | None = entity(_LOCKED if locked else _OF_DEMAND, demand=demand.id)
    return found


def unseen_page(community: Community, after: str) -> Page[ListedDemand]:
    """Dangers that nobody of the staff has seen, page by page; one statement."""
    return _PAGES.page(after, community=community.id, now=clock.now())


def overlooked_dangers(before: datetime) -> Sequence[int]:
    """The demands whose danger nobody has seen, and of which nobody else was told, since before this moment."""
    return column(_OVERLOOKED, before=before)

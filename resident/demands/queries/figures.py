"""The three rates of a community (三率): first answer in time, solved, content; and the demands behind each."""

from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, not_, or_, select, true

from resident import clock
from resident.communities.models import Community
from resident.demands.models import Demand, DemandFigures, DemandState, Visibility
from resident.demands.models.promises import (
    CONTACTED_IN_TIME,
    COUNTS,
    IS_CONTACT_DUE,
    IS_JUDGED,
    IS_SATISFIED,
    IS_SOLVED,
)
from resident.demands.queries.lists import DEMANDS, NEWEST, ListedDemand
from resident.ids import CommunityId
from resident.statements import row, written
from resident.web.keyset import Keyset, Page

PERIOD = timedelta(days=30)
LASTS = timedelta(minutes=30)  # the worker counts every few minutes; where it stands still, the page counts again
FEWEST = 5  # of fewer a share says nothing: one person's word would move it by a quarter


class Counted(NamedTuple):
    """How many demands stand behind each rate; every rate is the later of a pair by the earlier."""

    raised: int
    answerable: int
    answered_in_time: int
    judged: int
    solved: int
    satisfied: int


class Rate(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """The share in whole percent, 0 and 100 only where it is none or all; None of fewer than five."""
        if self.whole < FEWEST:
            return None
        share = round(100 * self.part / self.whole)
        return share if self.part in (0, self.whole) else min(max(share, 1), 99)


class Figures(NamedTuple):
    """The rates of the demands raised in the last 30 days."""

    raised: int
    response: Rate
    solved: Rate
    satisfaction: Rate


class Behind(NamedTuple):
    """How many demands stand behind a figure, how many of them count for it, and how many the reader may see."""

    whole: int
    part: int
    visible: int


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


IN_PERIOD = and_(Demand.community_id == bindparam("community"), COUNTS, Demand.submitted_at >= bindparam("since"))
_COUNT = select(
    func.count(),
    _count(IS_CONTACT_DUE),
    _count(CONTACTED_IN_TIME),
    _count(IS_JUDGED),
    _count(and_(IS_JUDGED, IS_SOLVED)),
    _count(and_(IS_JUDGED, IS_SATISFIED)),
).where(IN_PERIOD)
_COUNTED = select(*(getattr(DemandFigures, name) for name in Counted._fields)).where(
    DemandFigures.community_id == bindparam("community"), DemandFigures.counted_at > bindparam("since")
)
# Of which demands a figure speaks, and which of them count for it.
FIGURES: dict[str, tuple[ColumnElement[bool], ColumnElement[bool]]] = {
    "raised": (true(), true()),
    "response": (IS_CONTACT_DUE, CONTACTED_IN_TIME),
    "solved": (IS_JUDGED, IS_SOLVED),
    "satisfaction": (IS_JUDGED, IS_SATISFIED),
    "withdrawn": (Demand.state == written(DemandState.WITHDRAWN), true()),
}
IS_OPEN_TO_ALL = or_(
    Demand.is_listed.is_(True),
    and_(
        Demand.state == written(DemandState.MERGED),
        Demand.visibility == written(Visibility.ALL),
        Demand.taken_down_at.is_(None),
    ),
)
_BEHIND = {
    (name, sees_all): select(
        _count(of), _count(and_(of, counts)), _count(and_(of, true() if sees_all else IS_OPEN_TO_ALL))
    ).where(IN_PERIOD)
    for name, (of, counts) in FIGURES.items()
    for sees_all in (False, True)
}
CHOICES = ("", "yes", "no")
_PAGES = {
    (name, choice, sees_all): Keyset(
        ListedDemand,
        DEMANDS.where(
            IN_PERIOD,
            of,
            {"": true(), "yes": counts, "no": not_(counts)}[choice],
            true() if sees_all else IS_OPEN_TO_ALL,
        ),
        *NEWEST,
    )
    for name, (of, counts) in FIGURES.items()
    for choice in CHOICES
    for sees_all in (False, True)
}


def count_figures(community_id: CommunityId) -> Counted:
    """Count the demands of the last 30 days, as `models/promises.py` defines the rates; one statement over all of them."""
    return row(Counted, _COUNT, **_bound(community_id)) or Counted(0, 0, 0, 0, 0, 0)


def figures_of(community: Community) -> Figures:
    """The figures of the last 30 days as the worker counted them last; counted now where it has not. One statement, or two."""
    counted = row(Counted, _COUNTED, community=community.id, since=clock.now() - LASTS)
    return rates(counted or count_figures(community.id))


def rates(counted: Counted) -> Figures:
    """The rates of what was counted."""
    return Figures(
        counted.raised,
        Rate(counted.answered_in_time, counted.answerable),
        Rate(counted.solved, counted.judged),
        Rate(counted.satisfied, counted.judged),
    )


def behind_figure(community: Community, name: str, *, sees_all: bool) -> Behind:
    """How many demands stand behind a figure now; one statement. `sees_all`: also what is not public."""
    return row(Behind, _BEHIND[name, sees_all], **_bound(community.id)) or Behind(0, 0, 0)


def demands_behind(community: Community, name: str, choice: str, after: str, *, sees_all: bool) -> Page[ListedDemand]:
    """The demands behind a figure, newest first: all, those that count for it (`yes`), or the others (`no`). One statement."""
    return _PAGES[name, choice, sees_all].page(after, **_bound(community.id))


def _bound(community_id: CommunityId) -> dict[str, Any]:
    now = clock.now()
    return {"community": community_id, "now": now, "since": now - PERIOD}

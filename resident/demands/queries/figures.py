"""The three rates of a community (三率): first answer in time, solved, content; and the demands behind each."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal, not_, or_, select, true

from resident import clock
from resident.communities.context import community_by_id
from resident.communities.models import Community
from resident.dates.months import Month, month_of
from resident.demands.models import Demand, DemandFigures, DemandState, Visibility
from resident.demands.models.promises import (
    CONTACTED_IN_TIME,
    COUNTS,
    IS_CONTACT_DUE,
    IS_JUDGED,
    IS_OVERDUE,
    IS_SATISFIED,
    IS_SOLVED,
)
from resident.demands.queries.lists import DEMANDS, NEWEST, ListedDemand
from resident.ids import CommunityId
from resident.statements import row, rows, written
from resident.web.keyset import Keyset, Page

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
    overdue: int = 0


class _OfMonth(NamedTuple):
    """The numbers of one month, so many months back."""

    back: int
    raised: int
    answerable: int
    answered_in_time: int
    judged: int
    solved: int
    satisfied: int
    overdue: int


class _Known(NamedTuple):
    """What the worker has counted."""

    raised: int
    answerable: int
    answered_in_time: int
    judged: int
    solved: int
    satisfied: int
    overdue: int
    earlier: list[list[int]]

    @property
    def counted(self) -> Counted:
        """The numbers of this month."""
        return Counted(*self[:-1])


NOTHING = Counted(0, 0, 0, 0, 0, 0)


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
    """The rates of the demands raised in a calendar month."""

    raised: int
    response: Rate
    solved: Rate
    satisfaction: Rate


class Year(NamedTuple):
    """The rates of this month so far, and of the eleven before it, the oldest first, each with how many are overdue."""

    now: Figures
    earlier: tuple[tuple[Month, Figures, int], ...]

    @property
    def last(self) -> tuple[Month, Figures, int]:
        """Last month: which it was, its rates, and how many of its demands are overdue."""
        return self.earlier[-1]

    def trend(self, name: str) -> list[int | None]:
        """A rate over the twelve months in whole percent; None where too few were counted."""
        return [
            getattr(one, name).percent for one in (*(figures for _begin, figures, _overdue in self.earlier), self.now)
        ]


class Behind(NamedTuple):
    """How many demands stand behind a figure, how many of them count for it, and how many the reader may see."""

    whole: int
    part: int
    visible: int


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


IN_PERIOD = and_(
    Demand.community_id == bindparam("community"),
    COUNTS,
    Demand.submitted_at >= bindparam("since"),
    Demand.submitted_at < bindparam("until"),
)
_NUMBERS = (
    func.count(),
    _count(IS_CONTACT_DUE),
    _count(CONTACTED_IN_TIME),
    _count(IS_JUDGED),
    _count(and_(IS_JUDGED, IS_SOLVED)),
    _count(and_(IS_JUDGED, IS_SATISFIED)),
    _count(IS_OVERDUE),
)
_COUNT = select(*_NUMBERS).where(IN_PERIOD)
EARLIER = range(11, 0, -1)  # so many months back, the oldest first
_BACK = case(
    *((Demand.submitted_at >= bindparam(f"month_{back}"), literal(back)) for back in reversed(EARLIER)),
    else_=literal(0),
).label("back")
_COUNT_EARLIER = select(_BACK, *_NUMBERS).where(IN_PERIOD).group_by(_BACK)
_COUNTED = select(*(getattr(DemandFigures, name) for name in Counted._fields)).where(
    DemandFigures.community_id == bindparam("community"),
    DemandFigures.counted_at > bindparam("lately"),
    DemandFigures.month == bindparam("since"),
)
_COUNTED_WITH_EARLIER = _COUNTED.add_columns(DemandFigures.earlier)
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
    """Count the demands of this calendar month, as `models/promises.py` defines the rates; one statement over all of them."""
    return row(Counted, _COUNT, **_bound(community_by_id(community_id))) or NOTHING


def count_earlier(community_id: CommunityId) -> list[list[int]]:
    """The same of the eleven months before, the oldest first; one statement over all of them."""
    community = community_by_id(community_id)
    months = {f"month_{back}": _month(community, back) for back in EARLIER}
    bound = {**_bound(community), "since": months[f"month_{EARLIER[0]}"], "until": _month(community, 0)}
    found = {one.back: list(one)[1:] for one in rows(_OfMonth, _COUNT_EARLIER, **bound, **months)}
    return [found.get(back, list(NOTHING)) for back in EARLIER]


def count_month(community: Community, month: Month) -> Counted:
    """The same of any month, as it is now; one statement over its demands."""
    return row(Counted, _COUNT, **_bound(community, month)) or NOTHING


def figures_of(community: Community) -> Figures:
    """The figures of this month as the worker counted them last; counted now where it has not. One statement, or two."""
    return year_of(community).now


def year_of(community: Community) -> Year:
    """The figures of this month and of the eleven before it, as the worker counted them last; one statement, or two.

    Where it has not, this month is counted now, and of those before nothing is known.
    """
    lately = clock.now() - LASTS
    known = row(_Known, _COUNTED_WITH_EARLIER, community=community.id, lately=lately, since=_month(community, 0))
    counted = known.counted if known else count_figures(community.id)
    months = known.earlier if known and len(known.earlier) == len(EARLIER) else [list(NOTHING)] * len(EARLIER)
    earlier = [Counted(*numbers) for numbers in months]
    names = (_at_hand(community).back(back) for back in EARLIER)
    return Year(
        rates(counted), tuple((name, rates(one), one.overdue) for name, one in zip(names, earlier, strict=True))
    )


def rates(counted: Counted) -> Figures:
    """The rates of what was counted."""
    return Figures(
        counted.raised,
        Rate(counted.answered_in_time, counted.answerable),
        Rate(counted.solved, counted.judged),
        Rate(counted.satisfied, counted.judged),
    )


def behind_figure(community: Community, name: str, *, sees_all: bool, month: Month | None = None) -> Behind:
    """How many demands stand behind a figure of a month, else of this one; one statement. `sees_all`: also what is not public."""
    return row(Behind, _BEHIND[name, sees_all], **_bound(community, month)) or Behind(0, 0, 0)


def demands_behind(
    community: Community, name: str, choice: str, after: str, *, sees_all: bool, month: Month | None = None
) -> Page[ListedDemand]:
    """The demands behind a figure, newest first: all, those that count for it (`yes`), or the others (`no`). One statement."""
    return _PAGES[name, choice, sees_all].page(after, **_bound(community, month))


def months_before(community: Community) -> list[Month]:
    """The eleven months before this one, the last one first: of these the lists behind the figures can be asked for."""
    return [_at_hand(community).back(back) for back in reversed(EARLIER)]


def _month(community: Community, back: int) -> datetime:
    """When the month begins that is so many months back."""
    return _at_hand(community).back(back).bounds(community.time_zone)[0]


def _at_hand(community: Community) -> Month:
    return month_of(clock.now(), community.time_zone)


def _bound(community: Community, month: Month | None = None) -> dict[str, Any]:
    """A month, else this one, as statements take it."""
    since, until = (month or _at_hand(community)).bounds(community.time_zone)
    return {"community": community.id, "now": clock.now(), "since": since, "until": until}

"""What stands on the home page and on one's own."""

import enum
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from resident import clock
from resident.accounts.models import Person
from resident.activities.queries import (
    Given,
    Listed,
    MyRecord,
    MySignUp,
    given_in_month,
    month_at_hand,
    my_next_place,
    next_activities,
    record_in_notice,
)
from resident.activities.queries.hours import MY_NEWEST_IN_NOTICE
from resident.activities.queries.months import MY_MONTH
from resident.activities.queries.sign_ups import NEXT_SIGN_UP
from resident.communities.models import Community, CommunityRow
from resident.demands.models import Demand, DemandState
from resident.demands.queries import (
    WORK,
    ListedDemand,
    Pair,
    Urgent,
    Year,
    demands_to_rate,
    first_today,
    latest_demands,
    most_supported_demands,
    pairs_of_the_week,
    year_of,
)
from resident.demands.queries.lists import TO_RATE
from resident.invitations.queries import TO_ANSWER, Invited, invitations_to
from resident.memory import remembered
from resident.notices.queries import Told, at_hand
from resident.organizations.queries import WORKPLACES, communities_worked_in
from resident.points.queries import BALANCE
from resident.rewards.models import Redemption
from resident.rewards.queries.redemptions import NEXT_PICKUP, Redeemed, next_pickup
from resident.statements import any_of, row, written
from resident.web.staff import Waiting as Lying
from resident.web.staff import work_of

SHOWN = 3
FLOWERS = 10
FEW = 2  # matters on the home page of care mode


class Matter(enum.StrEnum):
    """What matters now to somebody: the one filled block of the home page."""

    SHIFT = "shift"
    INVITED = "invited"
    WORK = "work"
    RATE = "rate"
    PICKUP = "pickup"
    RECORD = "record"
    POINTS = "points"


class _Waits(NamedTuple):
    """Of which kinds something waits for a person, how many points there are, and the minutes given this month."""

    is_invited: bool
    has_sign_up: bool
    has_demand: bool
    has_pickup: bool
    has_record: bool
    balance: int | None
    minutes: int


_WAITING = select(
    any_of(TO_ANSWER),
    any_of(NEXT_SIGN_UP),
    any_of(TO_RATE),
    any_of(NEXT_PICKUP),
    any_of(MY_NEWEST_IN_NOTICE),
    BALANCE.scalar_subquery(),
    MY_MONTH.scalar_subquery(),
)


class Waiting(NamedTuple):
    """What waits first for one person in one community, and what else the page says beside it."""

    first: Matter
    invited: Invited | None
    work: Lying | None
    place: MySignUp | None
    demand: ListedDemand | None
    pickup: Redeemed | None
    record: MyRecord | None
    balance: int
    minutes: int  # given this month


def waiting_for(
    community: Community, person: Person, work: Iterable[Lying] = (), today: Sequence[Urgent] = ()
) -> Waiting:
    """What waits for a person, among it their `work` as one of the staff and what of it comes first `today`.

    One statement that says of which kinds, then one for each thing that is shown.
    """
    bound = {"community": community.id, "person": person.id, "now": clock.now(), **month_at_hand(community)}
    waits = row(_Waits, _WAITING, **bound)
    place = my_next_place(community, person) if waits and waits.has_sign_up else None
    lying = _lying_first(work, today)
    first = _first(waits, is_today=place is not None and _is_today(place, community), has_work=lying is not None)
    if lying is not None and lying.page.goes_before_all:
        first = Matter.WORK
    return Waiting(
        first=first,
        invited=invitations_to(person)[0] if first is Matter.INVITED else None,
        work=lying if first is Matter.WORK else None,
        place=place,
        demand=demands_to_rate(community, person)[0] if first is Matter.RATE else None,
        pickup=next_pickup(community, person) if first is Matter.PICKUP else None,
        record=record_in_notice(community, person) if first is Matter.RECORD else None,
        balance=(waits and waits.balance) or 0,
        minutes=waits.minutes if waits else 0,
    )


def _lying_first(work: Iterable[Lying], today: Sequence[Urgent]) -> Lying | None:
    """The pile to begin with: of those with demands to move on the one whose demand comes first today, so that both say the same."""
    lying = [one for one in work if one.told]
    if today and lying and lying[0].page.name in (WORK["bodies"], WORK["committee"]):
        return next((one for one in lying if one.page.name == WORK[today[0].pile]), lying[0])
    return lying[0] if lying else None


def _first(waits: _Waits | None, *, is_today: bool, has_work: bool) -> Matter:
    """A shift of today waits for nobody; then a role that one is asked to take on, and the work of the staff; then a word, a pickup, a record to look over; else the points."""
    if is_today:
        return Matter.SHIFT
    if waits and waits.is_invited:
        return Matter.INVITED
    if has_work:
        return Matter.WORK
    if waits and waits.has_demand:
        return Matter.RATE
    if waits and waits.has_pickup:
        return Matter.PICKUP
    return Matter.RECORD if waits and waits.has_record else Matter.POINTS


def _is_today(place: MySignUp, community: Community) -> bool:
    """Whether there is still something to do for this place today."""
    begins, today = (clock.local(moment, community.time_zone).date() for moment in (place.starts_at, clock.now()))
    return begins <= today and place.checked_out_at is None


def work_of_today(community: Community, person: Person, work: Iterable[Lying]) -> list[Urgent]:
    """Which demands come first today, for who has some to move on; one statement for each of their piles."""
    lying = {one.page.name for one in work if one.number}
    return first_today(community, person, [pile for pile, page in WORK.items() if page in lying])


class Neighbourhood(NamedTuple):
    """What goes on in a community."""

    talk: tuple[ListedDemand, ...]
    done: tuple[Pair, ...]
    activities: tuple[Listed, ...]
    year: Year | None
    given: Given | None  # where the community has a goal
    notices: tuple[Told, ...]


def neighbourhood(community: Community, *, is_short: bool) -> Neighbourhood:
    """What neighbours talk about, what comes next and how the month went, as it was when this minute began.

    Remembered until something around changes or the minute is over; at most nine statements. `is_short` (care mode)
    leaves all of it to its own pages but two matters, the next activity, the goal and the notices: six statements.
    """
    minute = clock.now().replace(second=0, microsecond=0)
    key = ("neighbourhood", community.id, community.around, community.settings, is_short, minute)

    def _load() -> Neighbourhood:
        with clock.at(minute):
            return _around(community, is_short=is_short)

    return remembered(key, _load)


def _around(community: Community, *, is_short: bool) -> Neighbourhood:
    given = given_in_month(community) if community.goal_hours else None
    if is_short:
        next_one = tuple(next_activities(community, 1))
        return Neighbourhood(_talk(community)[:FEW], (), next_one, None, given, at_hand(community))
    pairs, coming = tuple(pairs_of_the_week(community)), tuple(next_activities(community, SHOWN))
    return Neighbourhood(_talk(community), pairs, coming, year_of(community), given, at_hand(community))


def _talk(community: Community) -> tuple[ListedDemand, ...]:
    """What most people support, filled up with what is newest; two statements."""
    supported = most_supported_demands(community, SHOWN)
    known = {demand.id for demand in supported}
    newest = [demand for demand in latest_demands(community, 2 * SHOWN) if demand.id not in known]
    return (*supported, *newest)[:SHOWN]


class Goal(NamedTuple):
    """How far all are with the hours of this month, in minutes, and one's own among them: never whose are how many."""

    whole: int
    ours: int
    by_hand: int
    mine: int

    @property
    def tenth(self) -> int:
        """The minutes of one flower."""
        return self.whole // FLOWERS

    @property
    def others(self) -> int:
        """What the neighbours gave."""
        return self.ours - self.mine

    @property
    def left(self) -> int:
        """What is still to come."""
        return max(self.whole - self.ours, 0)

    @property
    def flowers(self) -> int:
        """How many are open, each a tenth of the goal."""
        return min(self.ours // self.tenth, FLOWERS)

    @property
    def own(self) -> int:
        """How many of the open ones are mine; who gave less than a tenth has a part in one."""
        return min(max(self.mine // self.tenth, 1 if self.mine else 0), self.flowers)


def goal_of(community: Community, around: Neighbourhood, waiting: Waiting | None) -> Goal | None:
    """The goal of this month, where there is one. Nothing is read: mine is newer than ours, which never are fewer."""
    if around.given is None or not community.goal_hours:
        return None
    mine_ = waiting.minutes if waiting else 0
    return Goal(community.goal_hours * 60, max(sum(around.given), mine_), around.given.by_hand, mine_)


class Mine(NamedTuple):
    """The figures beside one's own things."""

    demands: int
    to_rate: int
    pickups: int
    balance: int
    communities: int
    invitations: int
    workplaces: int  # communities


_OWN_DEMANDS = select(func.count(Demand.id)).where(
    Demand.community_id == bindparam("community"), Demand.author_id == bindparam("person")
)
_PICKUPS = NEXT_PICKUP.with_only_columns(func.count(Redemption.id), maintain_column_froms=True)
_MINE = select(
    _OWN_DEMANDS.scalar_subquery(),
    _OWN_DEMANDS.where(Demand.state == written(DemandState.RESOLVED)).scalar_subquery(),
    _PICKUPS.order_by(None).limit(None).scalar_subquery(),
    func.coalesce(BALANCE.scalar_subquery(), 0),
    select(func.count(CommunityRow.id)).scalar_subquery(),
    TO_ANSWER.with_only_columns(func.count(), maintain_column_froms=True).order_by(None).scalar_subquery(),
    select(func.count()).select_from(WORKPLACES.subquery()).scalar_subquery(),
)


def mine(community: Community, person: Person) -> Mine:
    """How many things of a person there are in a community, and how many communities; one statement."""
    return row(Mine, _MINE, community=community.id, person=person.id, now=clock.now()) or Mine(0, 0, 0, 0, 0, 0, 0)


class Workplace(NamedTuple):
    """A community in which somebody works, and what waits there."""

    community: Community
    work: tuple[Lying, ...]


def workplaces(person: Person) -> list[Workplace]:
    """What waits in each community where somebody has a role or acts for a body; two statements for each, nothing added up."""
    return [Workplace(one, work_of(community_id=one.id, person_id=person.id)) for one in communities_worked_in(person)]

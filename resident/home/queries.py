"""What stands on the home page and on one's own."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from resident import clock
from resident.accounts.models import Person
from resident.activities.queries import Listed, MyRecord, MySignUp, my_next_place, next_activities, record_in_notice
from resident.communities.models import Community, CommunityRow
from resident.db import db
from resident.demands.models import Demand, DemandState
from resident.demands.queries import Figures, demands_to_rate, figures_of, latest_demands, most_supported_demands
from resident.points.models import AccountKind, LedgerAccount
from resident.points.queries import balance_of
from resident.rewards.models import Redemption, RedemptionState
from resident.rewards.queries.redemptions import Redeemed, next_pickup

SHOWN = 3


class Matter(enum.StrEnum):
    """What matters now to somebody: the one filled block of the home page."""

    SHIFT = "shift"
    RATE = "rate"
    PICKUP = "pickup"
    RECORD = "record"
    POINTS = "points"


@dataclass(frozen=True)
class Waiting:
    """Everything that waits for one person in one community, and which of it comes first."""

    place: MySignUp | None
    demand: Any | None
    pickup: Redeemed | None
    record: MyRecord | None
    balance: int
    is_today: bool

    @property
    def first(self) -> Matter:
        """A shift of today waits for nobody; then a word, a pickup, a record to look over; else the points."""
        if self.place is not None and self.is_today:
            return Matter.SHIFT
        if self.demand is not None:
            return Matter.RATE
        if self.pickup is not None:
            return Matter.PICKUP
        return Matter.RECORD if self.record is not None else Matter.POINTS


def waiting_for(person: Person, community: Community) -> Waiting:
    """What waits for a person; five statements."""
    place = my_next_place(community, person)
    return Waiting(
        place=place,
        demand=next(iter(demands_to_rate(community, person)), None),
        pickup=next_pickup(community, person),
        record=record_in_notice(community, person),
        balance=balance_of(community, person),
        is_today=place is not None and _is_today(place, community),
    )


def _is_today(place: MySignUp, community: Community) -> bool:
    """Whether there is still something to do for this place today."""
    begins, today = (clock.local(moment, community.time_zone).date() for moment in (place.starts_at, clock.now()))
    return begins <= today and place.checked_out_at is None


@dataclass(frozen=True)
class Neighbourhood:
    """What goes on in a community."""

    talk: Sequence[Any]
    activities: Sequence[Listed]
    figures: Figures | None


def neighbourhood(community: Community, *, is_short: bool) -> Neighbourhood:
    """What neighbours talk about, what comes next and how the month went; four statements.

    `is_short` (care mode) leaves all of it to its own pages but the next activity: one statement.
    """
    if is_short:
        return Neighbourhood((), next_activities(community, 1), None)
    return Neighbourhood(_talk(community), next_activities(community, SHOWN), figures_of(community))


def _talk(community: Community) -> list[Any]:
    """What most people support, filled up with what is newest; two statements."""
    supported = list(most_supported_demands(community, SHOWN))
    known = {row.id for row in supported}
    newest = [row for row in latest_demands(community, 2 * SHOWN) if row.id not in known]
    return (supported + newest)[:SHOWN]


@dataclass(frozen=True)
class Mine:
    """The figures beside one's own things."""

    demands: int
    to_rate: int
    pickups: int
    balance: int
    communities: int


def mine(person: Person, community: Community) -> Mine:
    """How many things of a person there are in a community, and how many communities; one statement."""

    def _count(model: Any, *conditions: Any) -> Any:
        own = select(func.count()).select_from(model)
        own = own.where(model.community_id == community.id, *conditions)
        return own.scalar_subquery()

    balance = select(func.coalesce(func.sum(LedgerAccount.balance), 0)).where(
        LedgerAccount.community_id == community.id,
        LedgerAccount.kind == AccountKind.PERSON,
        LedgerAccount.person_id == person.id,
    )
    row = db.session.execute(
        select(
            _count(Demand, Demand.author_id == person.id),
            _count(Demand, Demand.author_id == person.id, Demand.state == DemandState.RESOLVED),
            _count(
                Redemption,
                Redemption.person_id == person.id,
                Redemption.state == RedemptionState.WAITING,
                Redemption.expires_at >= clock.now(),
            ),
            balance.scalar_subquery(),
            select(func.count(CommunityRow.id)).scalar_subquery(),
        )
    ).one()
    return Mine(*map(int, row))

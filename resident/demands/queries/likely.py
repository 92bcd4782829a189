"""To whom a demand goes: who does this kind of thing, as what was handed over this year shows."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, select

from resident import clock
from resident.communities.models import Community
from resident.demands.models import Demand
from resident.demands.queries.choices import categories
from resident.demands.queries.finding import ShownDemand
from resident.memory import remembered
from resident.organizations.models import OrganizationKind
from resident.organizations.queries import Body, organizations
from resident.statements import rows

A_YEAR = timedelta(days=365)
MOST_LIKELY = 3
# Where nothing was handed over yet: those whose work it is to see to a neighbourhood.
AT_HAND = (
    OrganizationKind.PROPERTY_COMPANY,
    OrganizationKind.COMMITTEE,
    OrganizationKind.OWNERS_COMMITTEE,
    OrganizationKind.SOCIAL_WORK_STATION,
)


class Candidate(NamedTuple):
    """A body a demand may go to; of its kind it had so many in a year, and closed so many of them in time."""

    id: int
    name: dict[str, str]
    kind: str
    had: int = 0
    in_time: int = 0


class Candidates(NamedTuple):
    """Who most likely does it, and everybody else who might."""

    likely: list[Candidate]
    others: list[Candidate]

    @property
    def all(self) -> list[Candidate]:
        """Everybody one may choose."""
        return [*self.likely, *self.others]


class _Had(NamedTuple):
    body: int
    had: int
    in_time: int


_HAD = (
    select(
        Demand.holder_id,
        func.count(),
        func.count().filter(and_(Demand.resolved_at.is_not(None), Demand.missed_at.is_(None))),
    )
    .where(
        Demand.community_id == bindparam("community"),
        Demand.category_id == bindparam("category"),
        Demand.submitted_at >= bindparam("since"),
        Demand.holder_id.is_not(None),
        Demand.source.is_(None),
    )
    .group_by(Demand.holder_id)
)


def candidates(community: Community, demand: ShownDemand | Demand) -> Candidates:
    """Who may be given a demand: those first who had most of its kind, then whose work its category usually is.

    One statement at most, and one more where the categories are not remembered.
    A shop gives rewards and mends no lamps: it is offered only what it has had before.
    """
    had = _had(community, demand.category_id) if demand.category_id else {}
    bodies = [_candidate(body, had) for body in organizations(community)]
    able = [one for one in bodies if one.had or one.kind != OrganizationKind.MERCHANT]
    known = sorted((one for one in able if one.had), key=lambda one: -one.had)
    usual = next((one.usual_kind for one in categories(community) if one.id == demand.category_id), "")
    turns = dict.fromkeys([usual, *AT_HAND] if usual else AT_HAND)
    at_hand = sorted(
        (one for one in able if not one.had and one.kind in turns), key=lambda one: [*turns].index(one.kind)
    )
    likely = [*known, *at_hand][:MOST_LIKELY]
    return Candidates(likely, [one for one in able if one not in likely])


def _had(community: Community, category: int) -> dict[int, _Had]:
    """Remembered until something around changes or the day is over."""
    since = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) - A_YEAR
    counted = remembered(
        ("had", community.id, community.around, category, since),
        lambda: tuple(rows(_Had, _HAD, community=community.id, category=category, since=since)),
    )
    return {one.body: one for one in counted}


def _candidate(body: Body, had: dict[int, _Had]) -> Candidate:
    of_kind = had.get(body.id)
    return Candidate(body.id, body.name, body.kind, *((of_kind.had, of_kind.in_time) if of_kind else ()))

"""Demands that somebody of the staff has to move on: every open one stands in one of these lists.

What a body has that nobody leads (any more) stands with the committee: whoever is not here cannot answer.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, case, exists, or_, select, true

from resident import clock
from resident.accounts.absence import rests
from resident.communities.models import Community, CommunityRow
from resident.communities.open_work import Lying, OpenThing
from resident.demands.models import IS_WITH_BODY, MAY_BE_TAKEN_OVER, MAY_BE_WITH_COMMITTEE, WAS_DUE, Demand, DemandState
from resident.demands.models.demand import PRESSES
from resident.demands.queries.lists import DEMANDS, NEWEST, NEWEST_FIRST, ListedDemand
from resident.organizations.models import MemberRole, Organization, OrganizationKind, OrganizationMember
from resident.organizations.permissions import LED
from resident.statements import count_of, first_of, rows, value, written
from resident.web.keyset import Keyset, Page

MOST_COUNTED = 100_000
_SOMEBODY_LEADS = exists().where(
    OrganizationMember.organization_id == Demand.holder_id,
    OrganizationMember.role == written(MemberRole.MANAGER),
    OrganizationMember.ended_at.is_(None),
    ~rests(OrganizationMember.person_id),
)
# Asked state by state: as one condition joined by OR it leads PostgreSQL to the index of states, and from there to
# every demand that was ever to be assigned, instead of to the index of the few that may wait here.
IS_THE_COMMITTEES = case(
    (Demand.state == written(DemandState.TO_ASSIGN), true()),
    (
        IS_WITH_BODY,
        or_(
            Demand.holder_id.is_(None),
            Organization.kind == written(OrganizationKind.COMMITTEE),
            Organization.archived_at.is_not(None),
            ~_SOMEBODY_LEADS,
        ),
    ),
    else_=and_(Demand.state == written(DemandState.PARKED), Demand.parked_until <= bindparam("now")),
)
# What nobody here has taken on of an earlier list is followed where the community says so.
IS_FOLLOWED = or_(
    IS_WITH_BODY,
    exists().where(CommunityRow.id == Demand.community_id, CommunityRow.follows_earlier.is_(True)),
)
WITH_COMMITTEE: Select[*tuple[Any, ...]] = DEMANDS.where(MAY_BE_WITH_COMMITTEE, IS_THE_COMMITTEES)
TAKEN_OVER: Select[*tuple[Any, ...]] = DEMANDS.where(MAY_BE_TAKEN_OVER, IS_THE_COMMITTEES, IS_FOLLOWED)
WITH_BODIES: Select[*tuple[Any, ...]] = DEMANDS.where(
    Demand.holder_id.in_(bindparam("led", expanding=True)), IS_WITH_BODY
)
_PRESSING_FIRST = Demand.pressing, *NEWEST
_COMMITTEE_PAGES = Keyset(ListedDemand, WITH_COMMITTEE, *_PRESSING_FIRST, ascending=True)
_TAKEN_OVER_PAGES = Keyset(ListedDemand, TAKEN_OVER, *NEWEST)
_DUE = Demand.pressing, WAS_DUE.label("due_at"), Demand.id
_BODIES_PAGES = Keyset(ListedDemand, WITH_BODIES, *_DUE, ascending=True)
_FIRST: BindParameter[int] = bindparam("most")
_URGENT_PAGES = Keyset(
    ListedDemand, DEMANDS.where(MAY_BE_WITH_COMMITTEE, Demand.pressing <= PRESSES), *_PRESSING_FIRST, ascending=True
)
COMMITTEE_PILE = WITH_COMMITTEE.order_by(*_PRESSING_FIRST)
TAKEN_OVER_PILE = TAKEN_OVER.order_by(*NEWEST_FIRST)
BODIES_PILE = WITH_BODIES.order_by(*_DUE)
MY_BODIES_PILE: Select[*tuple[Any, ...]] = DEMANDS.where(Demand.holder_id.in_(LED), IS_WITH_BODY).order_by(*_DUE)
OLDEST_OF_COMMITTEE = first_of(WITH_COMMITTEE.order_by(*NEWEST), NEWEST[0])
FIRST_DUE_OF_MINE = first_of(MY_BODIES_PILE.order_by(None).order_by(*_DUE[1:]), WAS_DUE)
_COMMITTEE_FIRST, _TAKEN_OVER_FIRST, _BODIES_FIRST = (
    pile.limit(_FIRST) for pile in (COMMITTEE_PILE, TAKEN_OVER_PILE, BODIES_PILE)
)
_COUNT = select(count_of(COMMITTEE_PILE, MOST_COUNTED) + count_of(TAKEN_OVER_PILE, MOST_COUNTED))


def demands_with_committee(community: Community, most: int = 50) -> list[ListedDemand]:
    """What a worker has to move on: to assign, in the committee's own hands or in nobody's, parked until a day that has come.

    Danger first, then what is urgent, then the longest waiting; one statement.
    """
    return rows(ListedDemand, _COMMITTEE_FIRST, community=community.id, now=clock.now(), most=most)


def demands_taken_over(community: Community, most: int = 50) -> list[ListedDemand]:
    """The same of an earlier list, the newest first: the oldest of them may be years old. One statement."""
    return rows(ListedDemand, _TAKEN_OVER_FIRST, community=community.id, now=clock.now(), most=most)


def demands_with_bodies(community: Community, organization_ids: Iterable[int], most: int = 50) -> list[ListedDemand]:
    """What these bodies have to accept or to finish, the one due first at the top; one statement."""
    led = list(organization_ids)
    return rows(ListedDemand, _BODIES_FIRST, community=community.id, led=led, now=clock.now(), most=most)


def committee_page(community: Community, after: str) -> Page[ListedDemand]:
    """All of `demands_with_committee`, page by page; one statement."""
    return _COMMITTEE_PAGES.page(after, community=community.id, now=clock.now())


def urgent_page(community: Community, after: str) -> Page[ListedDemand]:
    """Everything that is danger or urgent and still open, whoever has it, page by page; one statement."""
    return _URGENT_PAGES.page(after, community=community.id, now=clock.now())


def taken_over_page(community: Community, after: str) -> Page[ListedDemand]:
    """All of `demands_taken_over`, page by page; one statement."""
    return _TAKEN_OVER_PAGES.page(after, community=community.id, now=clock.now())


def bodies_page(community: Community, organization_ids: Iterable[int], after: str) -> Page[ListedDemand]:
    """All of `demands_with_bodies`, page by page; one statement."""
    return _BODIES_PAGES.page(after, community=community.id, led=list(organization_ids), now=clock.now())


def committee_work(community: Community, most: int) -> Lying:
    """How much waits for the committee's workers, and the first of it; two statements at most."""
    count = int(value(_COUNT, community=community.id, now=clock.now()))
    first = demands_with_committee(community, most) if count else ()
    return Lying(count, [OpenThing(one.title, f"/c/{community.slug}/demands/{one.number}") for one in first])

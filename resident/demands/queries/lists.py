"""Lists of demands: plain rows with the names beside them, never one object a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select

from resident import clock
from resident.accounts.models import Person
from resident.communities.models import Building, Community
from resident.db import UtcDateTime, db
from resident.demands.models import Demand, DemandCategory, DemandState
from resident.demands.models.states import WITH_A_BODY
from resident.organizations.models import Organization, OrganizationKind
from resident.web.keyset import Page, page_of

GROUPS: dict[str, tuple[DemandState, ...]] = {
    "waiting": (DemandState.TO_ASSIGN, DemandState.ASSIGNED),
    "in_hand": (DemandState.IN_HAND, DemandState.REOPENED),
    "done": (DemandState.RESOLVED, DemandState.SOLVED),
    "later": (DemandState.PARKED, DemandState.REFERRED),
}
ROWS = (  # templates/demands/_rows.html unpacks the columns in this order
    select(
        Demand.id,
        Demand.number,
        Demand.title,
        Demand.state,
        Demand.submitted_at,
        Demand.due_at,
        Demand.parked_until,
        Demand.referred_to,
        Demand.spot,
        (Demand.support_count + Demand.imported_supports).label("supporters"),
        Demand.comment_count,
        and_(
            Demand.state.in_(WITH_A_BODY), Demand.due_at < bindparam("now", callable_=clock.now, type_=UtcDateTime)
        ).label("is_overdue"),
        Building.name.label("building"),
        Organization.name.label("holder"),
        DemandCategory.name.label("category"),
    )
    .outerjoin(Building, Building.id == Demand.building_id)
    .outerjoin(Organization, Organization.id == Demand.holder_id)
    .outerjoin(DemandCategory, DemandCategory.id == Demand.category_id)
)
NEWEST = (Demand.submitted_at, Demand.id)
LATELY = timedelta(days=90)


@dataclass(frozen=True)
class Filters:
    """What a list was narrowed to; empty means everything that is listed."""

    group: str = ""
    category_id: int | None = None
    mine: bool = False


def demands_page(community: Community, filters: Filters, after: str, person: Person | None = None) -> Page:
    """One page of listed demands, newest first; with `mine` every demand of the person, in every state. One statement."""
    is_wanted = Demand.author_id == person.id if filters.mine and person is not None else Demand.is_listed
    query = ROWS.where(Demand.community_id == community.id, is_wanted)
    if filters.group:
        query = query.where(Demand.state.in_(GROUPS[filters.group]))
    if filters.category_id is not None:
        query = query.where(Demand.category_id == filters.category_id)
    return page_of(query, NEWEST, after, scalars=False)


def latest_demands(community: Community, limit: int = 5) -> Sequence[Any]:
    """The newest listed demands as rows of a list; one statement."""
    return _rows(_listed(community).order_by(Demand.submitted_at.desc(), Demand.id.desc()).limit(limit))


def most_supported_demands(community: Community, limit: int = 3) -> Sequence[Any]:
    """The open demands of the last 90 days that most people support; one statement."""
    query = _listed(community).where(
        Demand.submitted_at >= clock.now() - LATELY, Demand.state.not_in(GROUPS["done"]), Demand.support_count > 0
    )
    return _rows(query.order_by(Demand.support_count.desc(), Demand.id.desc()).limit(limit))


def demands_to_rate(community: Community, person: Person) -> Sequence[Any]:
    """Resolved demands that wait for this person's word whether they are solved; one statement."""
    query = ROWS.where(
        Demand.community_id == community.id,
        Demand.author_id == person.id,
        Demand.state == DemandState.RESOLVED,
    )
    return _rows(query.order_by(Demand.submitted_at.desc(), Demand.id.desc()))


def demands_with_committee(community: Community, limit: int = 50) -> Sequence[Any]:
    """What a worker has to move on: to assign, in the committee's own hands, or parked until a day that has come.

    Longest waiting first; one statement.
    """
    is_own = Demand.holder_id.is_(None) | (Organization.kind == OrganizationKind.COMMITTEE)
    query = ROWS.where(
        Demand.community_id == community.id,
        Demand.source.is_(None),
        or_(
            Demand.state == DemandState.TO_ASSIGN,
            Demand.state.in_(WITH_A_BODY) & is_own,
            (Demand.state == DemandState.PARKED) & (Demand.parked_until <= clock.now()),
        ),
    )
    return _rows(query.order_by(Demand.submitted_at, Demand.id).limit(limit))


def demands_with_bodies(community: Community, organization_ids: Iterable[int], limit: int = 50) -> Sequence[Any]:
    """What these bodies have to accept or to finish, the one due first at the top; one statement."""
    query = ROWS.where(
        Demand.community_id == community.id,
        Demand.holder_id.in_(list(organization_ids)),
        Demand.state.in_(WITH_A_BODY),
    )
    return _rows(query.order_by(Demand.due_at, Demand.id).limit(limit))


def categories(community: Community) -> Sequence[Any]:
    """The categories one can choose, as rows with `id` and `name`; one statement."""
    return db.session.execute(
        select(DemandCategory.id, DemandCategory.name)
        .where(DemandCategory.community_id == community.id, DemandCategory.archived_at.is_(None))
        .order_by(DemandCategory.position, DemandCategory.id)
    ).all()


def categories_for_admin(community: Community) -> Sequence[DemandCategory]:
    """All categories, the archived ones last; one statement."""
    return db.session.scalars(
        select(DemandCategory)
        .where(DemandCategory.community_id == community.id)
        .order_by(DemandCategory.archived_at.is_not(None), DemandCategory.position, DemandCategory.id)
    ).all()


def category_of(community: Community, category_id: int) -> DemandCategory | None:
    """This community's category of this id; None for another community's."""
    return db.session.scalar(
        select(DemandCategory).where(DemandCategory.community_id == community.id, DemandCategory.id == category_id)
    )


def category_ids_by_name(community: Community) -> dict[str, int]:
    """The categories in use under each of their names, in both languages; one statement."""
    return {name: row.id for row in categories(community) for name in row.name.values() if name}


def _listed(community: Community) -> Select[*tuple[Any, ...]]:
    return ROWS.where(Demand.community_id == community.id, Demand.is_listed)


def _rows(query: Select[*tuple[Any, ...]]) -> Sequence[Any]:
    return db.session.execute(query).all()

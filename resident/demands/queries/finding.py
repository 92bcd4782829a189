"""One demand, with what its page shows at once."""

from dataclasses import dataclass

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased, joinedload

from resident.accounts.models import Person, PersonRow
from resident.communities.models import Building, Community, Household, Membership
from resident.db import db
from resident.demands.models import Demand, Support
from resident.media.models import Photo
from resident.media.queries import photos_of

Home = aliased(Building)


@dataclass(frozen=True)
class Found:
    """A demand, the building its author is confirmed to live in, and whether the reader supports it."""

    demand: Demand
    author_home: dict[str, str] | None
    is_supported: bool


def demand_of(community: Community, number: int) -> Demand | None:
    """This community's demand of this number; None for another community's."""
    return db.session.scalar(select(Demand).where(Demand.community_id == community.id, Demand.number == number))


def demand_page(community: Community, number: int, person: Person | None) -> Found | None:
    """A demand with author, category, building and holder; one statement."""
    reader = person.id if person is not None else None
    supported = exists().where(Support.demand_id == Demand.id, Support.person_id == reader)
    query = (
        select(Demand, Home.name.label("author_home"), supported.label("is_supported"))
        .outerjoin(
            Membership,
            and_(
                Membership.community_id == Demand.community_id,
                Membership.person_id == Demand.author_id,
                Membership.confirmed_at.is_not(None),
            ),
        )
        .outerjoin(Household, Household.id == Membership.household_id)
        .outerjoin(Home, Home.id == Household.building_id)
        .options(
            joinedload(Demand.author).load_only(PersonRow.display_name, PersonRow.closed_at),
            joinedload(Demand.category),
            joinedload(Demand.building),
            joinedload(Demand.holder),
            joinedload(Demand.merged_into).load_only(Demand.number, Demand.title),
        )
        .where(Demand.community_id == community.id, Demand.number == number)
    )
    row = db.session.execute(query).one_or_none()
    return Found(row.Demand, row.author_home, row.is_supported) if row else None


def photos_of_demand(demand: Demand) -> list[Photo]:
    """The photos of one demand in their order; one statement."""
    return photos_of("demand", [demand.id])[demand.id]

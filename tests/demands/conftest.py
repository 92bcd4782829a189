"""A community with the people a demand meets."""

from dataclasses import dataclass, fields

import pytest
from flask import Flask
from sqlalchemy import select

from resident.accounts.models import PersonRow
from resident.communities.context import community_of
from resident.communities.models import Building, Community, CommunityRow, Role
from resident.db import db, transaction
from resident.demands.actions import Draft
from resident.demands.models import Demand, DemandCategory
from resident.organizations.models import Organization, OrganizationKind
from tests.makers.communities import make_building, make_community, make_resident, make_staff
from tests.makers.demands import make_category, make_demand
from tests.makers.organizations import make_member, make_organization


@dataclass
class Place:
    """Ids would do for a request; actions and queries want the things themselves."""

    community: Community
    building: Building
    category: DemandCategory
    author: PersonRow
    neighbour: PersonRow
    newcomer: PersonRow
    worker: PersonRow
    moderator: PersonRow
    administrator: PersonRow
    committee: Organization
    property: Organization
    manager: PersonRow

    def draft(self, **changes: object) -> Draft:
        """What the author would say."""
        return Draft(
            **{
                "title": "2单元门禁刷卡没反应",
                "body": "从上周末开始，刷卡和按密码都没反应。",
                "category_id": self.category.id,
                "building_id": self.building.id,
                **changes,
            }
        )


def make_place(slug: str = "") -> Place:
    """A community with everybody in it."""
    community = make_community(slug)
    building = make_building(community)
    property_company = make_organization(community, OrganizationKind.PROPERTY_COMPANY, "安和物业")
    return Place(
        community=community_of(building),
        building=building,
        category=make_category(community),
        author=make_resident(community, "李阿姨", building=building),
        neighbour=make_resident(community, "小周", building=building),
        newcomer=make_resident(community, "新邻居", confirmed=False),
        worker=make_staff(community, Role.WORKER),
        moderator=make_staff(community, Role.MODERATOR, "吴主任"),
        administrator=make_staff(community, Role.ADMINISTRATOR, "管理员"),
        committee=make_organization(community, OrganizationKind.COMMITTEE, "居委会"),
        property=property_company,
        manager=make_member(property_company),
    )


@pytest.fixture
def place(session: None) -> Place:
    """For tests that call actions and queries inside one write transaction."""
    return make_place()


@dataclass
class Town:
    """The same for requests: ids, and ways to look at and to change what stands in the database."""

    app: Flask
    slug: str
    ids: dict[str, int]

    def __getattr__(self, name: str) -> int:
        return self.ids[name]

    def url(self, rest: str = "") -> str:
        """An address below the demands of this community."""
        return f"/c/{self.slug}/demands{rest}"

    def make(self, author: str = "author", **columns: object) -> int:
        """A demand of this author (a name of `Place`); gives its number."""
        with self.app.app_context(), transaction():
            community = db.session.get_one(CommunityRow, self.community)
            demand = make_demand(community, author=db.session.get_one(PersonRow, self.ids[author]), **columns)
            return demand.number

    def read(self, number: int) -> Demand:
        """The demand as it is now."""
        with self.app.app_context():
            demand = db.session.scalars(
                select(Demand).where(Demand.community_id == self.community, Demand.number == number)
            ).one()
            db.session.expunge(demand)
            return demand

    def form(self, **changes: object) -> dict[str, object]:
        """What the browser sends with a new demand."""
        return {
            "title": "2单元门禁刷卡没反应",
            "body": "从上周末开始，刷卡和按密码都没反应。",
            "category_id": self.category,
            "building_id": self.building,
            "visibility": "all",
            "shows_name": "y",
            "token": "t" * 24,
            **changes,
        }


@pytest.fixture
def town(app: Flask) -> Town:
    """A community that requests meet."""
    with app.app_context(), transaction():
        place = make_place()
        ids = {name.name: getattr(place, name.name).id for name in fields(place)}
        return Town(app, place.community.slug, ids)

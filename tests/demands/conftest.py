"""A community with the people a demand meets."""

from dataclasses import dataclass

import pytest

from resident.accounts.models import Person
from resident.communities.models import Building, Community, Role
from resident.demands.actions import Draft
from resident.demands.models import DemandCategory
from resident.organizations.models import Organization, OrganizationKind
from tests.makers.communities import make_building, make_community, make_resident, make_staff
from tests.makers.demands import make_category
from tests.makers.organizations import make_member, make_organization


@dataclass
class Place:
    """Ids would do for a request; actions and queries want the things themselves."""

    community: Community
    building: Building
    category: DemandCategory
    author: Person
    neighbour: Person
    newcomer: Person
    worker: Person
    moderator: Person
    administrator: Person
    committee: Organization
    property: Organization
    manager: Person

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
        community=community,
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

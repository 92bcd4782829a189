"""The communities of a grown city: their bodies and staff one by one, their residents all at once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from resident import clock
from resident.accounts.models import CONSENT_PURPOSE, CONSENT_VERSION
from resident.accounts.sessions import token_hash
from resident.communities.context import community_of
from resident.communities.models import Role
from resident.communities.numbers import next_number
from resident.organizations.models import MemberRole, OrganizationKind
from tests.makers.communities import make_building, make_community, make_staff
from tests.makers.demands import make_category
from tests.makers.growth.bulk import Bulk
from tests.makers.organizations import make_member, make_organization
from tests.makers.points import give_points
from tests.makers.rewards import make_reward

BUILDINGS, CATEGORIES, REWARDS = 4, ("公共设施", "环境卫生", "噪音扰民", "停车交通"), 6
COLLEAGUES = 3  # of the worker: a community of this size has as many
FEWEST = 40  # people of a community
SINCE = timedelta(days=3 * 365)  # when the first people came to use the app


@dataclass
class Estate:
    """Ids of one community, of its bodies and of its staff; `people` are its residents once they have moved in."""

    slug: str
    community: int
    demands: int
    is_busiest: bool
    now: datetime
    buildings: list[int]
    categories: list[int]
    committee: int
    company: int
    team: int
    shop: int
    moderator: int
    worker: int
    administrator: int
    manager: int
    dispatcher: int
    clerk: int
    rewards: list[tuple[int, int]]  # with their prices
    people: range = field(default=range(0))

    @property
    def resident(self) -> int:
        """The one among the residents who has a bit of everything."""
        return self.people[0]

    @property
    def residents(self) -> int:
        """How many move in."""
        return _residents(self.demands)

    def neighbours(self, first: int, count: int) -> list[int]:
        """So many different residents, never `resident`."""
        others = len(self.people) - 1
        return [self.people[1 + (first + number) % others] for number in range(min(count, others))]


def _residents(demands: int) -> int:
    return max(FEWEST, demands * 3 // 10)


def found_estate(number: int, demands: int) -> Estate:
    """One community with all that is made one by one, and the numbers taken that its demands and volunteers will have."""
    community = make_community(f"estate{number}")
    bodies = {
        kind: make_organization(community, kind, f"{kind.value}{number}")
        for kind in (
            OrganizationKind.COMMITTEE,
            OrganizationKind.PROPERTY_COMPANY,
            OrganizationKind.SOCIAL_ORGANIZATION,
            OrganizationKind.MERCHANT,
        )
    }
    committee, company, team, shop = bodies.values()
    next_number(community_of(committee), "demand", count=demands)
    next_number(community_of(committee), "volunteer", count=_residents(demands))
    worker = make_staff(community, Role.WORKER)
    for _colleague in range(COLLEAGUES):
        make_staff(community, Role.WORKER)
    give_points(community, worker, 1)
    rewards = [make_reward(community, shop, price=100 + 10 * step, stock=1_000) for step in range(REWARDS)]
    return Estate(
        slug=community.slug,
        community=community.id,
        demands=demands,
        is_busiest=number == 0,
        now=clock.now(),
        buildings=[make_building(community, f"{name}").id for name in range(1, BUILDINGS + 1)],
        categories=[make_category(community, name, name).id for name in CATEGORIES],
        committee=committee.id,
        company=company.id,
        team=team.id,
        shop=shop.id,
        moderator=make_staff(community, Role.MODERATOR).id,
        worker=worker.id,
        administrator=make_staff(community, Role.ADMINISTRATOR).id,
        manager=make_member(team).id,
        dispatcher=make_member(company).id,
        clerk=make_member(shop, MemberRole.CLERK).id,
        rewards=[(reward.id, reward.price) for reward in rewards],
    )


def move_in(rows: Bulk, *, community: int, buildings: list[int], count: int) -> range:
    """So many residents with confirmed homes, each signed in on one phone (`token_of`). Gives their ids."""
    now, first = clock.now(), rows.next_id("person")
    people = range(first, first + count)
    for number, person in enumerate(people):
        came = now - SINCE * ((count - number) / count)
        name = "李王张刘陈杨赵黄周吴"[number % 10] + ("阿姨" if number % 2 else "先生")
        rows.add("person", display_name=name, phone_lookup=f"{person:064x}", created_at=came)
        rows.add("consent", person_id=person, purpose=CONSENT_PURPOSE, version=CONSENT_VERSION, given_at=came)
        home = rows.add(
            "household",
            community_id=community,
            building_id=buildings[number % len(buildings)],
            unit=f"{number % 3 + 11}",
            room=f"{person}",
        )
        rows.add(
            "membership",
            community_id=community,
            person_id=person,
            household_id=home,
            confirmed_at=came,
            joined_at=came,
        )
        rows.add(
            "sign_in_session",
            token_hash=token_hash(token_of(person)),
            person_id=person,
            created_at=now,
            seen_at=now,
            fresh_at=now,
        )
    return people


def token_of(person: int) -> str:
    """What the cookie of somebody who has moved in holds."""
    return f"token{person}"

"""Rewards, shops with a clerk, and redemptions for tests."""

from resident import clock
from resident.accounts.entrance.identity import decrypt
from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow
from resident.db import db
from resident.organizations.models import MemberRole, Organization, OrganizationKind
from resident.rewards.actions.redeem import redeem
from resident.rewards.models import Redemption, Reward
from tests.makers.communities import make_resident
from tests.makers.organizations import make_member, make_organization
from tests.makers.points import give_points


def make_shop(community: CommunityRow, name: str = "桂花便民超市") -> Organization:
    """A shop that gives rewards."""
    return make_organization(community, OrganizationKind.MERCHANT, name)


def make_clerk(shop: Organization) -> PersonRow:
    """Somebody who hands over for it."""
    return make_member(shop, MemberRole.CLERK)


def make_reward(
    community: CommunityRow,
    shop: Organization | None = None,
    *,
    name: str = "抽纸一提",
    price: int = 120,
    stock: int = 3,
    per_person: int | None = None,
) -> Reward:
    """A reward on the shelf."""
    reward = Reward(
        community_id=community.id,
        organization_id=(shop or make_shop(community)).id,
        price=price,
        stock=stock,
        name={"zh_Hans": name, "en": "Pack of tissues"},
        picture="tissue",
        per_person=per_person,
        created_at=clock.now(),
    )
    db.session.add(reward)
    db.session.flush()
    return reward


def make_redemption(reward: Reward, person: PersonRow | None = None) -> Redemption:
    """A reward kept for somebody who had just the points for it."""
    community = db.session.get_one(CommunityRow, reward.community_id)
    person = person or make_resident(community)
    give_points(community, person, reward.price)
    return redeem(reward=reward, price=reward.price, by=person)


def code_of(redemption: Redemption) -> str:
    """The code its owner sees."""
    return decrypt(redemption.code_encrypted)

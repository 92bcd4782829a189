"""What is given for points, as residents and as its keepers see it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import joinedload

from resident.accounts.models import Person
from resident.communities.models import Community
from resident.organizations.models import Organization
from resident.rewards.models import COUNTED, Redemption, Reward
from resident.rewards.permissions import shelves_of
from resident.statements import entity, in_one_of, rows, value
from resident.web.keyset import Keyset, Page


class Good(NamedTuple):
    """A reward on the shelf: what it costs in whole points, and how many are left."""

    id: int
    picture: str
    name: dict[str, str]
    price: int
    stock: int

    def is_within(self, balance: int | None) -> bool:
        """Whether who has so many points, None for a visitor, could have it now."""
        return balance is not None and self.stock > 0 and self.price <= balance


class Kept(NamedTuple):
    """A reward as its keepers see it."""

    id: int
    name: dict[str, str]
    price: int
    stock: int
    archived_at: datetime | None
    taken_down_at: datetime | None
    organization_name: dict[str, str]


class Giver(NamedTuple):
    """A body that may give a reward."""

    id: int
    name: dict[str, str]


_SHELF = Keyset(
    Good,
    select(Reward.id, Reward.picture, Reward.name, Reward.price, Reward.stock)
    .join(Reward.organization)
    .where(
        Reward.community_id == bindparam("community"),
        Reward.archived_at.is_(None),
        Reward.taken_down_at.is_(None),
        Organization.archived_at.is_(None),
    ),
    Reward.price,
    Reward.id,
    ascending=True,
)
_REWARD = (
    select(Reward)
    .options(joinedload(Reward.organization))
    .where(Reward.community_id == bindparam("community"), Reward.id == bindparam("reward"))
)
_TAKEN = select(func.count(Redemption.id)).where(
    Redemption.reward_id == bindparam("reward"),
    Redemption.person_id == bindparam("person"),
    in_one_of(Redemption.state, COUNTED),
)
_REDEEMED_SINCE = select(
    exists().where(Redemption.reward_id == bindparam("reward"), Redemption.created_at >= bindparam("moment"))
)
_KEPT = (
    select(
        Reward.id,
        Reward.name,
        Reward.price,
        Reward.stock,
        Reward.archived_at,
        Reward.taken_down_at,
        Organization.name,
    )
    .join(Reward.organization)
    .where(Reward.community_id == bindparam("community"))
)
_ALL_KEPT = Keyset(Kept, _KEPT, Reward.id)
_THEIR_KEPT = Keyset(Kept, _KEPT.where(Reward.organization_id.in_(bindparam("bodies", expanding=True))), Reward.id)
_GIVERS = (
    select(Organization.id, Organization.name)
    .where(Organization.community_id == bindparam("community"), Organization.archived_at.is_(None))
    .order_by(Organization.id)
)
_THEIR_GIVERS = _GIVERS.where(Organization.id.in_(bindparam("bodies", expanding=True)))


def reward_path(reward: Reward, community: Community) -> str:
    """The address of a reward's page."""
    return f"/c/{community.slug}/rewards/{reward.id}"


def shelf(community: Community, after: str = "") -> Page[Good]:
    """Rewards that are given now, the cheapest first; one statement."""
    return _SHELF.page(after, community=community.id)


def reward_of(community: Community, reward_id: int) -> Reward | None:
    """One reward of a community with the body that gives it, whether still given or not; one statement."""
    found: Reward | None = entity(_REWARD, community=community.id, reward=reward_id)
    return found


def was_redeemed_since(reward: Reward, moment: datetime | None) -> bool:
    """Whether anybody has redeemed it since, whatever became of it; one statement."""
    return bool(value(_REDEEMED_SINCE, reward=reward.id, moment=moment))


def taken_of(reward: Reward, person: Person) -> int:
    """How many of a reward a person has waiting or has had; what was given back does not count. One statement."""
    return int(value(_TAKEN, reward=reward.id, person=person.id))


def kept_rewards(community: Community, person: Person, after: str = "") -> Page[Kept]:
    """Rewards this person keeps, archived ones too, newest first; one statement."""
    bodies = shelves_of(person, community)
    if bodies is None:
        return _ALL_KEPT.page(after, community=community.id)
    return _THEIR_KEPT.page(after, community=community.id, bodies=bodies)


def givers(community: Community, person: Person) -> list[Giver]:
    """The bodies in whose name this person may offer a reward, in order of their founding; one statement."""
    bodies = shelves_of(person, community)
    if bodies is None:
        return rows(Giver, _GIVERS, community=community.id)
    return rows(Giver, _THEIR_GIVERS, community=community.id, bodies=bodies)

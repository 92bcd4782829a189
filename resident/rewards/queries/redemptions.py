"""One's own redemptions, and what waits at a body to be handed over."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from resident import clock
from resident.accounts.models import Person
from resident.communities.models import Community
from resident.organizations.models import Organization
from resident.rewards.models import Redemption, RedemptionState, Reward, can_be_fetched
from resident.statements import entity, row, rows, written
from resident.web.keyset import Keyset, Page


class Redeemed(NamedTuple):
    """One of a person's redemptions, and where to go with it."""

    id: int
    name: dict[str, str]
    price: int
    state: str
    expires_at: datetime
    fulfilled_at: datetime | None
    returned_at: datetime | None
    organization_name: dict[str, str]

    @property
    def is_waiting(self) -> bool:
        """Whether it can still be handed over."""
        return can_be_fetched(self.state, self.expires_at)


_OWN = (
    select(
        Redemption.id,
        Redemption.name,
        Redemption.price,
        Redemption.state,
        Redemption.expires_at,
        Redemption.fulfilled_at,
        Redemption.returned_at,
        Organization.name,
    )
    .join(Redemption.organization)
    .where(Redemption.community_id == bindparam("community"), Redemption.person_id == bindparam("person"))
)
_REDEMPTIONS = Keyset(Redeemed, _OWN, Redemption.id)
_OF_REWARD = _OWN.where(Redemption.reward_id == bindparam("reward")).order_by(Redemption.id.desc()).limit(10)
NEXT_PICKUP = (
    _OWN.where(Redemption.state == written(RedemptionState.WAITING), Redemption.expires_at >= bindparam("now"))
    .order_by(Redemption.expires_at, Redemption.id)
    .limit(1)
)
_WITH_BODY = select(Redemption).options(joinedload(Redemption.organization))
_REDEMPTION = _WITH_BODY.where(Redemption.id == bindparam("redemption"), Redemption.person_id == bindparam("person"))


def pickup_path(redemption: Redemption) -> str:
    """The address of the page with the pickup code."""
    return f"/me/redemptions/{redemption.id}"


def redemptions_of(community: Community, person: Person, after: str = "") -> Page[Redeemed]:
    """A person's redemptions in a community with where to go, newest first; one statement."""
    return _REDEMPTIONS.page(after, community=community.id, person=person.id)


def redeemed_of(reward: Reward, person: Person) -> list[Redeemed]:
    """What a person has redeemed of one reward, the newest first; one statement."""
    return rows(Redeemed, _OF_REWARD, community=reward.community_id, person=person.id, reward=reward.id)


def next_pickup(community: Community, person: Person) -> Redeemed | None:
    """What a person has waiting, the one to be fetched first, with where to go; one statement."""
    return row(Redeemed, NEXT_PICKUP, community=community.id, person=person.id, now=clock.now())


def redemption_of(redemption_id: int, person: Person) -> Redemption | None:
    """One's own redemption with its body, of whichever community; one statement."""
    found: Redemption | None = entity(_REDEMPTION, redemption=redemption_id, person=person.id)
    return found

"""One's own redemptions, and what waits at a body to be handed over."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import joinedload

from resident import clock
from resident.accounts.models import Person, PersonRow
from resident.communities.models import Community
from resident.organizations.models import Organization
from resident.organizations.permissions import GIVING
from resident.rewards.codes import code_lookup
from resident.rewards.models import IS_WAITING, Redemption, RedemptionState, Reward, can_be_fetched
from resident.rewards.permissions import pickup_bodies_of
from resident.statements import column, entity, row, rows, value, written
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


class Pickup(NamedTuple):
    """What waits at a body for its owner; its code is not in it."""

    id: int
    name: dict[str, str]
    owner: str
    state: str
    created_at: datetime
    expires_at: datetime
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
_IS_PICKUP = (
    Redemption.community_id == bindparam("community"),
    Redemption.organization_id.in_(bindparam("bodies", expanding=True)),
    IS_WAITING,
)
MY_PICKUPS = select(Redemption.id).where(
    Redemption.community_id == bindparam("community"), Redemption.organization_id.in_(GIVING), IS_WAITING
)
_WAITING = (
    select(
        Redemption.id,
        Redemption.name,
        PersonRow.display_name,
        Redemption.state,
        Redemption.created_at,
        Redemption.expires_at,
        Organization.name,
    )
    .join(Redemption.organization)
    .join(Redemption.person)
    .where(*_IS_PICKUP)
)
_PAGES = Keyset(Pickup, _WAITING, Redemption.id)
_NEWEST_PICKUPS = _WAITING.order_by(Redemption.id.desc()).limit(bindparam("most", type_=Integer))
_BEHIND_CODE = (
    _WITH_BODY.options(joinedload(Redemption.person))
    .where(
        Redemption.community_id == bindparam("community"),
        Redemption.organization_id.in_(bindparam("bodies", expanding=True)),
        Redemption.code_lookup == bindparam("code"),
    )
    .order_by((Redemption.state == written(RedemptionState.WAITING)).desc(), Redemption.id.desc())
    .limit(1)
)
_OF_CODE = select(Redemption.id).where(
    Redemption.community_id == bindparam("community"),
    Redemption.code_lookup == bindparam("code"),
    Redemption.state == written(RedemptionState.WAITING),
)
_DUE = (
    select(Redemption.id)
    .where(Redemption.state == written(RedemptionState.WAITING), Redemption.expires_at <= bindparam("now"))
    .order_by(Redemption.expires_at)
    .limit(bindparam("most", type_=Integer))
)


def pickup_path(redemption: Redemption) -> str:
    """The address of the page with the pickup code."""
    return f"/me/redemptions/{redemption.id}"


def hand_over_path(community: Community, code: str = "") -> str:
    """Where a clerk hands over; with a code filled in, what the QR code says."""
    return f"/c/{community.slug}/desk/hand-over" + (f"?code={code}" if code else "")


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


def open_pickups(community: Community, person: Person, after: str = "") -> Page[Pickup]:
    """What waits at this person's bodies for its owners, newest first; one statement."""
    return _PAGES.page(after, community=community.id, bodies=pickup_bodies_of(person, community))


def newest_pickups(community: Community, person: Person, most: int) -> list[Pickup]:
    """The first `most` of them, for a page that shows them beside other work; one statement."""
    return rows(Pickup, _NEWEST_PICKUPS, community=community.id, bodies=pickup_bodies_of(person, community), most=most)


def behind_code(community: Community, code: str, person: Person) -> Redemption | None:
    """What a code opens at this person's bodies: the one that waits, else the last one that had it; one statement.

    Another body's code is not found, exactly like one that was never given.
    """
    found: Redemption | None = entity(
        _BEHIND_CODE,
        community=community.id,
        bodies=pickup_bodies_of(person, community),
        code=code_lookup(community.id, code),
    )
    return found


def is_code_taken(community: Community, code: str) -> bool:
    """Whether something waits under this code; one statement."""
    return is_lookup_taken(community, code_lookup(community.id, code))


def is_lookup_taken(community: Community, lookup: str) -> bool:
    """The same of a code that is known by its hash alone; one statement."""
    return value(_OF_CODE, community=community.id, code=lookup) is not None


def due_redemptions(most: int) -> list[Any]:
    """The ids of at most so many whose time is over in any community, the longest over first; one statement."""
    return column(_DUE, now=clock.now(), most=most)

"""What waits to be handed over, and what stands behind a pickup code."""

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
from resident.rewards.models import IS_WAITING, Redemption, RedemptionState, can_be_fetched
from resident.rewards.permissions import pickup_bodies_of
from resident.statements import column, entity, rows, value, written
from resident.web.keyset import Keyset, Page


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


_WITH_BODY = select(Redemption).options(joinedload(Redemption.organization))
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


def hand_over_path(community: Community, code: str = "") -> str:
    """Where a clerk hands over; with a code filled in, what the QR code says."""
    return f"/c/{community.slug}/desk/hand-over" + (f"?code={code}" if code else "")


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

"""The shelf, one's own redemptions, and what waits to be handed over."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from resident import clock
from resident.accounts.models import Person
from resident.communities.models import Community
from resident.db import db
from resident.organizations.models import Organization
from resident.rewards.codes import code_lookup
from resident.rewards.models import COUNTED, Redemption, RedemptionState, Reward
from resident.web.keyset import PAGE_SIZE, Page, page_of


def reward_path(reward: Reward, community: Community) -> str:
    """The address of a reward's page."""
    return f"/c/{community.slug}/rewards/{reward.id}"


def pickup_path(redemption: Redemption) -> str:
    """The address of the page with the pickup code."""
    return f"/me/redemptions/{redemption.id}"


def hand_over_path(community: Community, code: str = "") -> str:
    """Where a clerk hands over; with a code filled in, what the QR code says."""
    return f"/c/{community.slug}/desk/hand-over" + (f"?code={code}" if code else "")


def shelf(community_id: int, after: str = "", size: int = PAGE_SIZE) -> Page:
    """Rewards that are given now, the cheapest first; one statement."""
    query = (
        select(Reward)
        .join(Organization, Reward.organization_id == Organization.id)
        .where(Reward.community_id == community_id, Reward.archived_at.is_(None), Organization.archived_at.is_(None))
    )
    return page_of(query, (Reward.price, Reward.id), after, size, ascending=True)


def reward_of(community_id: int, reward_id: int) -> Reward | None:
    """One reward of a community with the body that gives it, whether still given or not; one statement."""
    return db.session.scalar(
        select(Reward)
        .options(joinedload(Reward.organization))
        .where(Reward.community_id == community_id, Reward.id == reward_id)
    )


def taken_of(reward_id: int, person_id: int) -> int:
    """How many of a reward a person has waiting or has had; what was given back does not count."""
    return (
        db.session.scalar(
            select(func.count(Redemption.id)).where(
                Redemption.reward_id == reward_id, Redemption.person_id == person_id, Redemption.state.in_(COUNTED)
            )
        )
        or 0
    )


def kept_rewards(community_id: int, organization_ids: Collection[int] | None, after: str = "") -> Page:
    """Rewards as their keepers see them, archived ones too, newest first; None is every body's. One statement."""
    query = (
        select(Reward)
        .join(Reward.organization)
        .options(contains_eager(Reward.organization))
        .where(Reward.community_id == community_id)
    )
    if organization_ids is not None:
        query = query.where(Reward.organization_id.in_(organization_ids))
    return page_of(query, (Reward.id,), after)


def givers(community_id: int, organization_ids: Collection[int] | None) -> list[Organization]:
    """The bodies that may give a reward, in order of their founding; None is every one of the community."""
    query = select(Organization).where(Organization.community_id == community_id, Organization.archived_at.is_(None))
    if organization_ids is not None:
        query = query.where(Organization.id.in_(organization_ids))
    return list(db.session.scalars(query.order_by(Organization.id)))


def redemptions_of(community_id: int, person_id: int, after: str = "", size: int = PAGE_SIZE) -> Page:
    """A person's redemptions in a community with where to go, newest first; one statement."""
    query = _redemptions().where(Redemption.community_id == community_id, Redemption.person_id == person_id)
    return page_of(query, (Redemption.id,), after, size)


def next_pickup(community_id: int, person_id: int) -> Redemption | None:
    """What a person has waiting, the one to be fetched first, with where to go; one statement."""
    query = _redemptions().where(
        Redemption.community_id == community_id,
        Redemption.person_id == person_id,
        Redemption.state == RedemptionState.HELD,
        Redemption.expires_at >= clock.now(),
    )
    return db.session.scalar(query.order_by(Redemption.expires_at, Redemption.id).limit(1))


def redemption_of(person_id: int, redemption_id: int) -> Redemption | None:
    """One's own redemption with reward and body, of whichever community; one statement."""
    return db.session.scalar(_redemptions().where(Redemption.id == redemption_id, Redemption.person_id == person_id))


def open_pickups(community_id: int, organization_ids: Collection[int], after: str = "", size: int = PAGE_SIZE) -> Page:
    """What waits at these bodies for its owners, newest first; one statement."""
    query = (
        _redemptions()
        .options(joinedload(Redemption.person))
        .where(
            Redemption.community_id == community_id,
            Redemption.organization_id.in_(organization_ids),
            Redemption.state == RedemptionState.HELD,
        )
    )
    return page_of(query, (Redemption.id,), after, size)


def count_open_pickups(community_id: int, organization_ids: Collection[int]) -> int:
    """How many wait at these bodies; one statement."""
    return (
        db.session.scalar(
            select(func.count(Redemption.id)).where(
                Redemption.community_id == community_id,
                Redemption.organization_id.in_(organization_ids),
                Redemption.state == RedemptionState.HELD,
            )
        )
        or 0
    )


def behind_code(community_id: int, organization_ids: Collection[int], code: str) -> Redemption | None:
    """What a code opens at these bodies: the one that waits, else the last one that had it; one statement.

    Another body's code is not found, exactly like one that was never given.
    """
    return db.session.scalar(
        _redemptions()
        .options(joinedload(Redemption.person))
        .where(
            Redemption.community_id == community_id,
            Redemption.organization_id.in_(organization_ids),
            Redemption.code_lookup == code_lookup(community_id, code),
        )
        .order_by((Redemption.state == RedemptionState.HELD).desc(), Redemption.id.desc())
        .limit(1)
    )


def redemptions_as_json(person: Person) -> list[dict[str, Any]]:
    """Every redemption of a person without its code, for the file they take along; one statement."""
    rows = db.session.scalars(_redemptions().where(Redemption.person_id == person.id).order_by(Redemption.id))
    moments = ("created_at", "expires_at", "fulfilled_at", "returned_at")
    return [
        {
            "reward": one.name,
            "organization": one.organization.name,
            "price": one.price,
            "state": one.state,
            **{name: moment.isoformat() for name in moments if (moment := getattr(one, name))},
        }
        for one in rows
    ]


def _redemptions() -> Select[Any]:
    return select(Redemption).options(joinedload(Redemption.organization))

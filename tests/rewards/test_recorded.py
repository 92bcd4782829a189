"""What is written down of rewards and redemptions, what people are told of them, and what the ledger says."""

import pytest
from sqlalchemy import select

from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.context import community_of
from resident.communities.models import CommunityRow, Role
from resident.db import db
from resident.organizations.models import Organization
from resident.points.models import Transfer
from resident.rewards.actions.finishing import cancel, expire, fulfil
from resident.rewards.actions.redeem import redeem
from resident.rewards.actions.shelf import (
    Offer,
    archive_reward,
    edit_reward,
    offer_reward,
    restock_reward,
    restore_reward,
)
from resident.rewards.models import Reward
from tests.conftest import Clock
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.points import give_points
from tests.makers.rewards import make_clerk, make_reward, make_shop
from tests.recorded import recorded, told, told_in

SOAP = Offer(
    name={"zh_Hans": "香皂", "en": "Soap"}, about={"zh_Hans": "", "en": ""}, picture="soap", price=30, per_person=2
)
DEARER = Offer(name=SOAP.name, about=SOAP.about, picture="gift", price=40, per_person=None)


@pytest.fixture
def community(session: None) -> CommunityRow:
    return make_community(pickup_days=7)


@pytest.fixture
def shop(community: CommunityRow) -> Organization:
    return make_shop(community)


def _transfers() -> list[tuple[str, str, int | None, dict[str, str]]]:
    """What the ledger says of every transfer but those of tests."""
    rows = db.session.scalars(select(Transfer).where(Transfer.reason != "test").order_by(Transfer.id))
    return [(row.reason, row.source, row.by_id, row.note) for row in rows]


def test_keeping_the_shelf_is_written_down(community: CommunityRow, shop: Organization) -> None:
    manager = make_staff(community, Role.ADMINISTRATOR)  # whose words stand at once
    here = community_of(make_reward(community, shop))
    soap = offer_reward(community=here, organization_id=shop.id, offer=SOAP, stock=5, by=manager)
    assert isinstance(soap, Reward)
    edit_reward(reward=soap, offer=DEARER, version=1, by=manager)
    restock_reward(reward=soap, more=-2, version=2, by=manager)
    for _ in range(2):
        archive_reward(reward=soap, by=manager)
    for _ in range(2):
        restore_reward(reward=soap, by=manager)
    assert recorded() == [
        ("reward.offered", manager.id, soap.id, {"price": 30, "stock": 5}),
        ("reward.edited", manager.id, soap.id, {"price": 40}),
        ("reward.restocked", manager.id, soap.id, {"more": -2, "stock": 3}),
        ("reward.archived", manager.id, soap.id, {}),
        ("reward.restored", manager.id, soap.id, {}),
    ]
    assert (soap.name, soap.picture, soap.price, soap.per_person, soap.stock, soap.version) == (
        SOAP.name,
        "gift",
        40,
        None,
        3,
        5,
    )


@pytest.fixture
def reward(community: CommunityRow, shop: Organization) -> Reward:
    return make_reward(community, shop, price=120, stock=3)


@pytest.fixture
def person(community: CommunityRow) -> PersonRow:
    person = make_resident(community)
    give_points(community, person, 300)
    return person


@pytest.mark.parametrize("ending", ["cancelled", "expired", "fulfilled"])
def test_the_life_of_a_redemption_is_written_down_told_and_in_the_ledger(
    shop: Organization, reward: Reward, person: PersonRow, clock: Clock, ending: str
) -> None:
    events, clerk = len(recorded()), make_clerk(shop)
    kept = redeem(reward=reward, price=120, by=person)
    until = kept.expires_at.isoformat()
    assert (kept.created_at, until) == (clock(), "2026-03-09T23:59:59+08:00")
    path, source = f"/me/redemptions/{kept.id}", f"redemption:{kept.id}"
    by: int | None = None
    if ending == "cancelled":
        by = person.id
        cancel(redemption=kept, by=person)
    elif ending == "expired":
        clock.advance(days=8)
        expire(redemption=kept, by=SYSTEM)
    else:
        by = clerk.id
        fulfil(redemption=kept, by=clerk)
    own = [one for one in recorded(but=events) if one[0] != "transfer.made"]
    assert own == [
        ("redemption.made", person.id, kept.id, {"reward": reward.id, "price": 120}),
        (f"redemption.{ending}", by, kept.id, {}),
    ]
    messages = [(person.id, "rewards.redeemed", path, {"title": reward.name, "until": until})]
    if ending != "cancelled":
        kind = "rewards.expired" if ending == "expired" else "rewards.handed_over"
        messages.append((person.id, kind, path, {"title": reward.name}))
    assert told() == messages
    assert told_in() == {reward.community_id}
    reason = "redemption_handed_over" if ending == "fulfilled" else f"redemption_{ending}"
    assert _transfers() == [
        ("redemption", source, person.id, reward.name),
        (reason, source, by, reward.name),
    ]
    assert kept.returned_at == (None if ending == "fulfilled" else clock())
    assert (kept.fulfilled_at, kept.fulfilled_by_id) == ((clock(), clerk.id) if ending == "fulfilled" else (None, None))

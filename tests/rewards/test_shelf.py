"""Keeping the shelf: for whose body, between which bounds, and never over a colleague's head."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from resident import clock
from resident.accounts.models import PersonRow
from resident.communities.context import community_of
from resident.communities.models import Community, CommunityRow, Role
from resident.organizations.models import Organization
from resident.rewards.actions.shelf import (
    MOST_STOCK,
    STANDS_THERE_NOW,
    Offer,
    archive_reward,
    edit_reward,
    offer_reward,
    restock_reward,
    restore_reward,
)
from resident.rewards.models import Reward
from resident.web.errors import Changed, Invalid, NotAllowed
from tests.makers.communities import make_community, make_staff
from tests.makers.organizations import make_member
from tests.makers.rewards import make_reward, make_shop

SOAP = Offer(
    name={"zh_Hans": "香皂", "en": "Soap"}, about={"zh_Hans": "", "en": ""}, picture="soap", price=30, per_person=None
)


@pytest.fixture
def row(session: None) -> CommunityRow:
    return make_community()


@pytest.fixture
def shop(row: CommunityRow) -> Organization:
    return make_shop(row)


@pytest.fixture
def community(shop: Organization) -> Community:
    return community_of(shop)


@pytest.fixture
def reward(row: CommunityRow, shop: Organization) -> Reward:
    return make_reward(row, shop, stock=3)


@pytest.fixture
def manager(shop: Organization) -> PersonRow:
    return make_member(shop)


ACTS: list[Callable[[Reward, PersonRow], object]] = [
    lambda reward, by: offer_reward(
        community=community_of(reward), organization_id=reward.organization_id, offer=SOAP, stock=1, by=by
    ),
    lambda reward, by: edit_reward(reward=reward, offer=SOAP, version=1, by=by),
    lambda reward, by: restock_reward(reward=reward, more=1, version=1, by=by),
    lambda reward, by: archive_reward(reward=reward, by=by),
    lambda reward, by: restore_reward(reward=reward, by=by),
]


@pytest.mark.parametrize("act", ACTS, ids=["offer", "edit", "restock", "archive", "restore"])
def test_the_manager_of_another_body_keeps_nothing_of_this_one(
    row: CommunityRow, reward: Reward, act: Callable[[Reward, PersonRow], object]
) -> None:
    with pytest.raises(NotAllowed):
        act(reward, make_member(make_shop(row, "另一家")))
    assert (reward.version, reward.stock, reward.archived_at) == (1, 3, None)


def test_nobody_offers_for_a_body_of_elsewhere_for_none_or_for_one_that_was_archived(
    row: CommunityRow, community: Community
) -> None:
    administrator, closed = make_staff(row, Role.ADMINISTRATOR), make_shop(row)
    closed.archived_at = clock.now()
    for body in (make_shop(make_community()).id, closed.id, 999_999):
        with pytest.raises(Invalid) as refusal:
            offer_reward(community=community, organization_id=body, offer=SOAP, stock=1, by=administrator)
        assert refusal.value.field == "organization_id"


@pytest.mark.parametrize(
    ("offer", "stock", "field"),
    [
        (SOAP, -1, "stock"),
        (SOAP, MOST_STOCK + 1, "stock"),
        (replace(SOAP, price=0), 1, "price"),
        (replace(SOAP, picture="../../etc"), 1, "picture"),
    ],
)
def test_what_is_out_of_bounds_is_refused_at_its_field(
    shop: Organization, community: Community, manager: PersonRow, offer: Offer, stock: int, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        offer_reward(community=community, organization_id=shop.id, offer=offer, stock=stock, by=manager)
    assert refusal.value.field == field


@pytest.mark.parametrize(("price", "stock"), [(1, 0), (2, MOST_STOCK)])
def test_the_bounds_themselves_are_fine(
    row: CommunityRow, shop: Organization, community: Community, price: int, stock: int
) -> None:
    offer, by = replace(SOAP, price=price), make_staff(row, Role.ADMINISTRATOR)
    made = offer_reward(community=community, organization_id=shop.id, offer=offer, stock=stock, by=by)
    assert isinstance(made, Reward)
    assert (made.community_id, made.organization_id, made.price, made.stock) == (
        shop.community_id,
        shop.id,
        price,
        stock,
    )
    assert (made.created_at, made.archived_at, made.version) == (clock.now(), None, 1)


@pytest.mark.parametrize(("more", "left"), [(-3, 0), (-2, 1), (1, 4), (MOST_STOCK - 3, MOST_STOCK)])
def test_stock_is_counted_anew_between_none_and_the_most(
    reward: Reward, manager: PersonRow, more: int, left: int
) -> None:
    restock_reward(reward=reward, more=more, version=1, by=manager)
    assert (reward.stock, reward.version) == (left, 2)


@pytest.mark.parametrize("more", [-4, MOST_STOCK - 2])
def test_stock_beyond_its_bounds_is_refused_at_its_field(reward: Reward, manager: PersonRow, more: int) -> None:
    with pytest.raises(Invalid) as refusal:
        restock_reward(reward=reward, more=more, version=1, by=manager)
    assert (refusal.value.field, reward.stock, reward.version) == ("number", 3, 1)


@pytest.mark.parametrize("act", [ACTS[1], ACTS[2]], ids=["edit", "restock"])
def test_who_saved_second_is_told_that_this_stands_there_now(
    reward: Reward, manager: PersonRow, act: Callable[[Reward, PersonRow], object]
) -> None:
    reward.version = 2
    with pytest.raises(Changed) as refusal:
        act(reward, manager)
    assert refusal.value.message == STANDS_THERE_NOW
    assert (reward.price, reward.stock) == (120, 3)

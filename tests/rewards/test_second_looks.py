"""The right to keep, give out and redeem is asked again inside the write: it may have ended since the page was asked."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from resident.communities.models import CommunityRow, Role
from resident.db import db, transaction
from resident.organizations.models import MemberRole, Organization
from resident.rewards.models import Reward
from tests.makers.communities import make_resident, make_staff
from tests.makers.organizations import make_member
from tests.makers.points import give_points
from tests.meanwhile import Meanwhile
from tests.rewards.conftest import Place

Browser = Callable[[str], FlaskClient]
SignIn = Callable[[int], FlaskClient]
OFFER = {"name_zh_Hans": "香皂", "picture": "soap", "price": "30", "version": "1", "token": "k" * 32}
KEEPING = [
    ("/new", {**OFFER, "stock": "5", "organization_id": "{shop}"}),
    ("/{reward}/edit", OFFER),
    ("/{reward}/stock", {"direction": "more", "number": "4", "version": "1"}),
    ("/{reward}/archive", {}),
    ("/{gone}/restore", {}),
]


@pytest.fixture
def colleagues(place: Place) -> dict[str, int]:
    """Another one of each kind."""
    with place.app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, place.community)
        shop, resident = db.session.get_one(Organization, place.shop), make_resident(community)
        give_points(community, resident, 300)
        return {
            "manager": make_member(shop, MemberRole.MANAGER).id,
            "administrator": make_staff(community, Role.ADMINISTRATOR).id,
            "clerk": make_member(shop, MemberRole.CLERK).id,
            "resident": resident.id,
        }


@pytest.fixture
def gone(place: Place) -> int:
    """A reward that was taken off the shelf."""
    with place.app.app_context(), transaction():
        reward = db.session.get_one(Reward, place.reward)
        off = Reward(
            community_id=place.community,
            organization_id=place.shop,
            name={"zh_Hans": "雨伞", "en": "Umbrella"},
            picture="gift",
            price=50,
            stock=1,
            created_at=reward.created_at,
            archived_at=reward.created_at,
        )
        db.session.add(off)
        db.session.flush()
        return off.id


@pytest.mark.parametrize("who", ["manager", "administrator"])
@pytest.mark.parametrize(("address", "fields"), KEEPING, ids=[address for address, _fields in KEEPING])
def test_who_no_longer_keeps_the_shelf_changes_nothing_and_a_colleague_can(
    place: Place,
    colleagues: dict[str, int],
    gone: int,
    browser_of: Browser,
    sign_in: SignIn,
    meanwhile: Meanwhile,
    who: str,
    address: str,
    fields: dict[str, str],
) -> None:
    path = "/c/guihua/rewards" + address.format(reward=place.reward, gone=gone)
    data = {name: value.format(shop=place.shop) for name, value in fields.items()}
    browser = browser_of(who)
    meanwhile.loses_every_right(getattr(place, who))
    refused = browser.post(path, data=data)
    assert meanwhile.nothing_else_happened()
    assert refused.status_code == 403
    assert sign_in(colleagues[who]).post(path, data=data).status_code == 303


def test_whose_home_is_no_longer_confirmed_redeems_nothing(
    place: Place, colleagues: dict[str, int], browser_of: Browser, sign_in: SignIn, meanwhile: Meanwhile
) -> None:
    path, data = f"/c/guihua/rewards/{place.reward}/redeem", {"price": "120", "token": "r" * 32}
    browser = browser_of("resident")
    meanwhile.loses_every_right(place.resident)
    refused = browser.post(path, data=data)
    assert meanwhile.nothing_else_happened()
    assert refused.status_code == 403
    assert sign_in(colleagues["resident"]).post(path, data=data).status_code == 303


def test_a_clerk_who_has_left_meanwhile_gives_nothing_out(
    place: Place, colleagues: dict[str, int], browser_of: Browser, sign_in: SignIn, meanwhile: Meanwhile
) -> None:
    redemption, code = place.kept()
    browser, path = browser_of("clerk"), "/c/guihua/desk/hand-over/confirm"
    meanwhile.loses_every_right(place.clerk)
    assert browser.post(path, data={"code": code}).status_code == 422  # a code that opens nothing for this person
    assert place.state(redemption) == "waiting"
    assert sign_in(colleagues["clerk"]).post(path, data={"code": code}).status_code == 303
    assert place.state(redemption) == "fulfilled"

"""An administrator's right is asked again inside the write: it may have ended since the page was asked."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.communities.models import Building, CommunityRow, Grid, Role, RoleGrant
from resident.db import db, transaction
from resident.organizations.models import Organization, OrganizationMember
from tests.admin.conftest import Place
from tests.makers.accounts import make_person
from tests.makers.communities import make_staff
from tests.makers.demands import make_category
from tests.makers.organizations import make_member
from tests.meanwhile import Meanwhile

NAMED = {"name_zh_Hans": "新的", "version": "1", "token": "t" * 24}
BODY = {"kind": "merchant", "name_zh_Hans": "桂花便利店", "version": "1", "token": "t" * 24}
POINTS = {
    "notice_days": "0",
    "points_per_hour": "20",
    "points_daily_cap": "100",
    "points_monthly_cap": "500",
    "pickup_days": "3",
    "version": "1",
}
ACTS = [
    ("review", {"review_promise_minutes": "1", "version": "1"}),
    ("points", POINTS),
    ("contact", {"name_zh_Hans": "桂花社区", "phone": "0571-88000018", "version": "1"}),
    ("categories/new", NAMED),
    ("categories/{category}", NAMED),
    ("categories/{category}/archive", {}),
    ("grids/new", NAMED),
    ("grids/{grid}", NAMED),
    ("grids/{empty_grid}/archive", {}),
    ("buildings/new", {**NAMED, "grid": "{grid}"}),
    ("buildings/{building}", {**NAMED, "grid": "{grid}"}),
    ("buildings/{building}/archive", {}),
    ("organizations/new", BODY),
    ("organizations/{body}/edit", BODY),
    ("organizations/{body}/archive", {}),
    ("organizations/{body}/members", {"phone": "13800000001", "role": "clerk"}),
    ("members/{member}/role", {"role": "clerk"}),
    ("members/{member}/end", {}),
    ("people/find", {"phone": "13800000001"}),
    ("people/{moderator}", {"role": "worker"}),
    ("people/{moderator}/number/allow", {}),
    ("people/{moderator}/number/withdraw", {}),
    ("roles/{grant}/end", {}),
]


@pytest.fixture
def ids(app: Flask, place: Place) -> dict[str, int]:
    """What an administrator changes; somebody has the phone number 13800000001."""
    with app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, place.community)
        body = db.session.get_one(Organization, place.organization)
        make_person("李阿姨", phone="13800000001")
        moderator = make_staff(community, Role.MODERATOR).id
        empty = Grid(community_id=community.id, name={"zh_Hans": "空的", "en": ""})
        db.session.add(empty)
        db.session.flush()
        member = make_member(body).id
        return {
            "category": make_category(community).id,
            "grid": place.grid,
            "empty_grid": empty.id,
            "building": db.session.scalars(select(Building.id).where(Building.grid_id == place.grid)).one(),
            "body": body.id,
            "member": db.session.scalars(
                select(OrganizationMember.id).where(OrganizationMember.person_id == member)
            ).one(),
            "moderator": moderator,
            "grant": db.session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == moderator)).one(),
        }


@pytest.mark.parametrize(("page", "fields"), ACTS, ids=[page for page, _fields in ACTS])
def test_who_is_no_administrator_any_more_changes_nothing_and_a_colleague_can(
    place: Place,
    ids: dict[str, int],
    sign_in: Callable[[int], FlaskClient],
    meanwhile: Meanwhile,
    page: str,
    fields: dict[str, str],
) -> None:
    path = "/c/guihua/admin/" + page.format(**ids)
    data = {name: value.format(**ids) for name, value in fields.items()}
    browser = sign_in(place.administrator)
    meanwhile.loses_every_right(place.administrator)
    refused = browser.post(path, data=data)
    assert meanwhile.nothing_else_happened()
    assert refused.status_code == 403
    assert sign_in(place.colleague).post(path, data=data).status_code == 303

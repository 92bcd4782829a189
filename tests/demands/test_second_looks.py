"""The right to act on a demand is asked again inside the write: it may have ended since the page was asked."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.communities.models import CommunityRow, Role
from resident.db import db, transaction
from resident.demands.models import DemandState
from resident.organizations.models import Organization
from tests.demands.conftest import Town
from tests.makers.communities import make_resident, make_staff
from tests.makers.organizations import make_member
from tests.meanwhile import Meanwhile

SignIn = Callable[[int], FlaskClient]
S = DemandState
PUBLISHED = datetime(2026, 3, 1, tzinfo=UTC)
TOKEN = {"token": "t" * 24}
ACTS = [
    ("worker", S.TO_ASSIGN, "assign", {"organization_id": "{property}"}),
    ("worker", S.TO_ASSIGN, "park", {"reason": "等计划", "until": "2026-06-01"}),
    ("worker", S.TO_ASSIGN, "refer", {"reason": "占道", "to": "街道"}),
    ("worker", S.TO_ASSIGN, "merge", {"into": "{target}"}),
    ("worker", S.SOLVED, "reopen", {"reason": "又坏了"}),
    ("worker", S.ASSIGNED, "accept", {}),
    ("worker", S.ASSIGNED, "return", {"reason": "不归我们"}),
    ("worker", S.IN_HAND, "resolve", {"reason": "换了主板"}),
    ("worker", S.IN_HAND, "answer", {"answer": "明天来看", **TOKEN}),
    ("manager", S.ASSIGNED, "accept", {}),
    ("manager", S.ASSIGNED, "return", {"reason": "不归我们"}),
    ("manager", S.IN_HAND, "resolve", {"reason": "换了主板"}),
    ("manager", S.IN_HAND, "answer", {"answer": "明天来看", **TOKEN}),
    ("neighbour", S.IN_HAND, "support", {}),
    ("neighbour", S.IN_HAND, "comments", {"body": "我家也是", **TOKEN}),
]


@pytest.fixture
def colleagues(app: Flask, town: Town) -> dict[str, int]:
    """Another one of each kind; only people whose home is confirmed may raise a demand or comment on one."""
    with app.app_context(), transaction():
        community = db.session.get_one(CommunityRow, town.community)
        community.raising_needs_residence = True
        return {
            "worker": make_staff(community, Role.WORKER).id,
            "manager": make_member(db.session.get_one(Organization, town.property)).id,
            "neighbour": make_resident(community).id,
        }


@pytest.mark.parametrize(
    ("who", "state", "act", "fields"), ACTS, ids=[f"{who} {act}" for who, _state, act, _fields in ACTS]
)
def test_who_has_lost_the_right_meanwhile_changes_nothing_and_a_colleague_can(
    town: Town,
    colleagues: dict[str, int],
    sign_in: SignIn,
    meanwhile: Meanwhile,
    who: str,
    state: DemandState,
    act: str,
    fields: dict[str, str],
) -> None:
    number = town.make(state=state, holder_id=town.property, published_at=PUBLISHED)
    named = {"property": town.property, "target": town.make(published_at=PUBLISHED)}
    data = {"seen": state.value, **{name: value.format(**named) for name, value in fields.items()}}
    browser = sign_in(town.ids[who])
    meanwhile.loses_every_right(town.ids[who])
    refused = browser.post(town.url(f"/{number}/{act}"), data=data)
    assert meanwhile.nothing_else_happened()
    assert refused.status_code == 403
    assert sign_in(colleagues[who]).post(town.url(f"/{number}/{act}"), data=data).status_code == 303


def test_whose_home_is_no_longer_confirmed_raises_nothing(
    town: Town, colleagues: dict[str, int], sign_in: SignIn, meanwhile: Meanwhile
) -> None:
    browser = sign_in(town.author)
    meanwhile.loses_every_right(town.author)
    refused = browser.post(town.url("/new"), data=town.form())
    assert meanwhile.nothing_else_happened()
    assert refused.status_code == 403
    assert sign_in(colleagues["neighbour"]).post(town.url("/new"), data=town.form()).status_code == 303


def test_a_moderator_who_has_lost_the_role_meanwhile_publishes_nothing(
    app: Flask, town: Town, sign_in: SignIn, meanwhile: Meanwhile
) -> None:
    answer = sign_in(town.author).post(town.url("/new"), data=town.form())
    number = int(answer.location.rsplit("/", 1)[1])
    browser = sign_in(town.moderator)
    page = browser.get(f"/c/{town.slug}/review").text
    item = page.split(f'href="/c/{town.slug}/review/')[1].split('"')[0]
    meanwhile.loses_every_right(town.moderator)
    decided = browser.post(f"/c/{town.slug}/review/{item}", data={"decision": "approved", "version": "1"})
    assert meanwhile.nothing_else_happened()
    assert decided.status_code == 403
    assert town.read(number).state == S.IN_REVIEW

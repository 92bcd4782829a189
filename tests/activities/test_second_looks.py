"""The right to join, to run and to decide is asked again inside the write: it may have ended since the page was asked."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.models import PersonRow
from resident.activities.models import Activity, ActivityState, How, Shift
from resident.communities.models import CommunityRow, Role
from resident.db import db, transaction
from resident.moderation.actions import submit
from resident.organizations.models import Organization
from tests.activities.conftest import Neighbourhood
from tests.makers.activities import make_activity, make_place, make_record, make_shift
from tests.makers.communities import make_staff
from tests.makers.organizations import make_member
from tests.meanwhile import Meanwhile

SignIn = Callable[[int], FlaskClient]
TOKEN = {"token": "t" * 24}
SHIFT = {
    "place_zh_Hans": "活动室",
    "starts_at": "2026-03-05T14:00",
    "ends_at": "2026-03-05T16:00",
    "capacity": "8",
    "sign_up_until": "",
    "version": "1",
    **TOKEN,
}
ON_ONE_DAY = {"day": "2026-03-05", "starts_at": "14:00", "ends_at": "16:00"}
WORDS = {
    "title_zh_Hans": "教老人用手机",
    "body_zh_Hans": "一对一教。",
    "risks_zh_Hans": "没有特别的风险。",
    "picture": "phone",
    "contact_name": "赵秀英",
}
REASON = {"reason": "下雨了"}
MINUTES = {"started_at": "2026-03-02T04:00", "ended_at": "2026-03-02T05:00", "reason": "手机没电，没有扫码", **TOKEN}
RIGHT = {**MINUTES, "started_at": "2026-03-02T00:00", "ended_at": "2026-03-02T01:00"}


ACTS = [
    ("manager", "/new", {**WORDS, **SHIFT, **ON_ONE_DAY, "organization": "{body}"}),
    ("manager", "/{waiting}/edit", {**WORDS, "version": "1"}),
    ("manager", "/{waiting}/withdraw", {}),
    ("manager", "/{activity}/cancel", REASON),
    ("worker", "/{activity}/cancel", REASON),
    ("manager", "/{activity}/shifts/new", SHIFT),
    ("manager", "/shifts/{shift}/edit", SHIFT),
    ("manager", "/shifts/{shift}/cancel", REASON),
    ("worker", "/shifts/{shift}/cancel", REASON),
    ("manager", "/roster/{expected}/check-in", {}),
    ("manager", "/roster/{arrived}/check-out", {}),
    ("manager", "/roster/{expected}/no-show", {}),
    ("manager", "/roster/propose", {"shift": "{over}"}),
    ("manager", "/roster/{unseen}/minutes", MINUTES),
    ("manager", "/hours/confirm", {"record": "{seen}"}),
    ("worker", "/hours/confirm", {"record": "{by_hand}"}),
    ("manager", "/hours/{seen}/correct", RIGHT),
    ("worker", "/hours/{seen}/correct", RIGHT),
]


@pytest.fixture
def ids(app: Flask, here: Neighbourhood) -> dict[str, int]:
    """What can be changed: shifts to come, running and over, an activity in review, minutes to confirm."""
    with app.app_context(), transaction():
        activity = db.session.get_one(Activity, here.activity)
        community, manager = (
            db.session.get_one(CommunityRow, here.community),
            db.session.get_one(PersonRow, here.manager),
        )
        running, over, before = (make_shift(activity, hours=hours) for hours in (-1, -5, -9))
        arrived = make_place(running)
        arrived.checked_in_at = running.starts_at
        make_place(over, seen=100)
        waiting = make_activity(community, body=activity.organization, manager=manager, state=ActivityState.IN_REVIEW)
        return {
            "activity": activity.id,
            "body": here.body,
            "shift": here.shift,
            "expected": make_place(running).id,
            "arrived": arrived.id,
            "over": over.id,
            "unseen": make_place(over).id,
            "seen": make_record(before, by=make_staff(community, Role.WORKER)).id,
            "by_hand": make_record(before, by=manager, how=How.BY_HAND).id,
            "waiting": waiting.id,
            "item": submit(kind="activity", subject=waiting, title=waiting.title, author_id=manager.id, version=1).id,
            "manager": here.manager,
            "manager's colleague": here.colleague,
            "worker": here.worker,
            "worker's colleague": make_staff(community, Role.WORKER).id,
        }


@pytest.mark.parametrize(("who", "address", "fields"), ACTS, ids=[f"{who} {address}" for who, address, _fields in ACTS])
def test_who_has_lost_the_right_meanwhile_changes_nothing_and_a_colleague_can(
    here: Neighbourhood,
    ids: dict[str, int],
    sign_in: SignIn,
    meanwhile: Meanwhile,
    who: str,
    address: str,
    fields: dict[str, str],
) -> None:
    sent = here.path + address.format(**ids), {name: value.format(**ids) for name, value in fields.items()}
    browser = sign_in(ids[who])
    meanwhile.loses_every_right(ids[who])
    refused = browser.post(sent[0], data=sent[1])
    assert meanwhile.nothing_else_happened()
    assert refused.status_code in ({422} if address == "/new" else {403, 404})  # a body to choose is a field
    assert sign_in(ids[f"{who}'s colleague"]).post(sent[0], data=sent[1]).status_code == 303


@pytest.fixture
def for_residents(app: Flask, here: Neighbourhood) -> None:
    """Only people whose home is confirmed may join."""
    with app.app_context(), transaction():
        db.session.get_one(CommunityRow, here.community).joining_needs_residence = True


@pytest.mark.usefixtures("for_residents")
@pytest.mark.parametrize("address", ["sign-up", "waiting-list"])
def test_whose_home_is_no_longer_confirmed_does_not_join(
    here: Neighbourhood, sign_in: SignIn, meanwhile: Meanwhile, address: str
) -> None:
    browser = sign_in(here.volunteer)
    meanwhile.loses_every_right(here.volunteer)
    refused = browser.post(f"{here.path}/{here.activity}/{address}", data={"shift": here.shift})
    assert refused.status_code == 403
    assert meanwhile.nothing_else_happened()


@pytest.mark.parametrize("address", ["sign-up", "waiting-list"])
def test_a_community_that_has_begun_to_ask_for_a_home_is_asked_anew(
    here: Neighbourhood, sign_in: SignIn, meanwhile: Meanwhile, address: str
) -> None:
    def _close() -> None:
        db.session.get_one(CommunityRow, here.community).joining_needs_residence = True

    browser = sign_in(here.newcomer)
    meanwhile(_close)
    refused = browser.post(f"{here.path}/{here.activity}/{address}", data={"shift": here.shift})
    assert refused.status_code == 403
    assert meanwhile.nothing_else_happened()


@pytest.mark.usefixtures("for_residents")
def test_who_could_not_join_any_more_still_gives_a_place_back(
    app: Flask, here: Neighbourhood, sign_in: SignIn, meanwhile: Meanwhile
) -> None:
    browser = sign_in(here.volunteer)
    place = {"shift": here.shift}
    assert browser.post(f"{here.path}/{here.activity}/sign-up", data=place).status_code == 303
    meanwhile.loses_every_right(here.volunteer)
    assert browser.post(f"{here.path}/{here.activity}/cancel-sign-up", data=place).status_code == 303
    with app.app_context():
        assert db.session.get_one(Shift, here.shift).taken == 0


DECISIONS = [{"decision": "approved"}, {"decision": "rejected", **REASON}, {"decision": "changes_asked", **REASON}]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision["decision"])
def test_a_moderator_does_not_decide_on_an_activity_of_the_body_they_lead(
    app: Flask, here: Neighbourhood, ids: dict[str, int], sign_in: SignIn, decision: dict[str, str]
) -> None:
    _leads(app, here.moderator, here.body)
    answer = sign_in(here.moderator).post(f"/c/here/review/{ids['item']}", data={"version": "1", **decision})
    assert answer.status_code == 403
    with app.app_context():
        activity = db.session.get_one(Activity, ids["waiting"])
        assert (activity.state, activity.published_at) == (ActivityState.IN_REVIEW, None)


def test_nor_when_they_lead_it_only_since_they_looked(
    app: Flask, here: Neighbourhood, ids: dict[str, int], sign_in: SignIn, meanwhile: Meanwhile
) -> None:
    browser = sign_in(here.moderator)
    meanwhile(lambda: _join(here.moderator, here.body))
    answer = browser.post(f"/c/here/review/{ids['item']}", data={"version": "1", "decision": "approved"})
    assert answer.status_code == 403
    assert meanwhile.nothing_else_happened()


def _leads(app: Flask, person_id: int, body_id: int) -> None:
    with app.app_context(), transaction():
        _join(person_id, body_id)


def _join(person_id: int, body_id: int) -> None:
    make_member(db.session.get_one(Organization, body_id), person=db.session.get_one(PersonRow, person_id))

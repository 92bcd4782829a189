"""What is not public any more, for those who have something in it: a page that says so, never "there is nothing here"."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident import clock as now
from resident.activities.models import SignUp, SignUpState
from resident.db import db, transaction
from resident.demands.models import Comment, Demand, DemandState
from tests.makers.activities import make_activity, make_place, make_shift
from tests.makers.communities import make_community, make_resident
from tests.makers.demands import make_comment, make_demand, make_support
from tests.makers.notifications import make_notification
from tests.makers.rewards import make_redemption, make_reward

SignIn = Callable[[int], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
SAID = "Not public at the moment"


@dataclass
class Held:
    """What somebody has something in: its address, who that is, and a neighbour who has nothing in it."""

    path: str
    holder: int
    neighbour: int
    thing: int = 0


@pytest.fixture
def activity(app: Flask) -> Held:
    with app.app_context(), transaction():
        community = make_community("guihua")
        activity = make_activity(community)
        shift = make_shift(activity)
        person = make_resident(community, "李阿姨")
        make_place(shift, person)
        activity.taken_down_at = now.now()
        return Held(f"/c/guihua/activities/{activity.id}", person.id, make_resident(community).id, shift.id)


def test_who_signed_up_reads_what_happened_whom_to_call_and_cancels(
    app: Flask, activity: Held, sign_in: SignIn, client: FlaskClient
) -> None:
    browser = sign_in(activity.holder)
    page = browser.get(activity.path, headers=ENGLISH)
    assert page.status_code == 200
    for words in (SAID, "Your place stays", "In charge", "Cancel my sign-up"):
        assert words in page.text
    assert "Sign up<" not in page.text
    cancelled = browser.post(f"{activity.path}/cancel-sign-up", data={"shift": activity.thing})
    assert cancelled.status_code == 303
    after = browser.get(cancelled.location.split("#")[0], headers=ENGLISH)
    assert after.status_code == 200
    assert "Cancel my sign-up" not in after.text
    with app.app_context():
        assert db.session.query(SignUp).one().state == SignUpState.CANCELLED
    assert sign_in(activity.neighbour).get(activity.path).status_code == 404
    assert client.get(activity.path).status_code == 404


@pytest.fixture(params=["support", "comment"])
def demand(app: Flask, request: pytest.FixtureRequest) -> Held:
    with app.app_context(), transaction():
        community = make_community("guihua")
        demand = make_demand(community, title="楼道堆了杂物")
        person = make_resident(community, "李阿姨")
        if request.param == "support":
            make_support(demand, person)
        else:
            make_comment(demand, author=person, body="我家门口也有。")
        path = f"/c/guihua/demands/{demand.number}"
        return Held(path, person.id, make_resident(community).id, demand.id)


@pytest.mark.parametrize("how", ["down", "withdrawn"])
def test_who_supports_or_commented_reads_that_it_is_not_public(
    app: Flask, demand: Held, sign_in: SignIn, how: str
) -> None:
    with app.app_context(), transaction():
        row = db.session.get_one(Demand, demand.thing)
        if how == "down":
            row.taken_down_at = now.now()
        else:
            row.state = DemandState.WITHDRAWN
        row.is_listed = False
        has_comment = db.session.query(Comment).count() > 0
    browser = sign_in(demand.holder)
    page = browser.get(demand.path, headers=ENGLISH)
    assert (page.status_code, SAID in page.text) == (200, True)
    assert "楼道堆了杂物" not in page.text, "nothing of what it says"
    assert ("我家门口也有。" in page.text) is has_comment
    assert sign_in(demand.neighbour).get(demand.path).status_code == 404
    if not has_comment:
        taken = browser.post(f"{demand.path}/support", data={"support": "0"})
        assert taken.location == "/c/guihua/demands"
        assert browser.get(demand.path).status_code == 404
    assert sign_in(demand.neighbour).post(f"{demand.path}/support", data={"support": "0"}).status_code == 404


def test_who_redeemed_a_reward_finds_the_code_from_its_page(app: Flask, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        community = make_community("guihua")
        reward = make_reward(community)
        person = make_resident(community, "李阿姨")
        redemption = make_redemption(reward, person)
        reward.taken_down_at = now.now()
        path, code = f"/c/guihua/rewards/{reward.id}", f"/me/redemptions/{redemption.id}"
        holder, neighbour = person.id, make_resident(community).id
    page = sign_in(holder).get(path, headers=ENGLISH)
    assert page.status_code == 200
    assert code in page.text
    assert sign_in(neighbour).get(path).status_code == 404


@pytest.mark.parametrize("anchor", ["", "#comments", "?after=3"])
def test_no_message_leads_to_nothing(app: Flask, sign_in: SignIn, anchor: str) -> None:
    with app.app_context(), transaction():
        community = make_community("guihua")
        demand = make_demand(community, title="给物业的", state=DemandState.WITHDRAWN)
        told, other = make_resident(community), make_resident(community)
        path = f"/c/guihua/demands/{demand.number}"
        make_notification(told, "楼道的灯", path=path + anchor)
        make_notification(other, "楼道的灯", path=f"{path}0")
        people = told.id, other.id
    page = sign_in(people[0]).get(path, headers=ENGLISH)
    assert page.status_code == 200
    assert "楼道的灯" in page.text
    assert "给物业的" not in page.text
    assert sign_in(people[1]).get(path).status_code == 404
    assert sign_in(people[0]).post(f"{path}/support").status_code == 404

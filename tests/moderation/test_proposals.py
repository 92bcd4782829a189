"""New words for what is public: read as the thing itself, beside what stands there; until then the old ones stay."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.accounts.actions import rename
from resident.accounts.models import PersonRow
from resident.activities.actions import add_shift, cancel_shift, move_shift
from resident.activities.models import Activity, Shift
from resident.communities.context import community_of
from resident.communities.models import Community, CommunityRow, Role
from resident.db import db, transaction
from resident.demands.models import DemandState
from resident.moderation.actions import approve, ask_changes, reject, submit, take_back
from resident.moderation.models import Proposal, ProposalMoved, ProposalState, ReviewItem
from resident.moderation.queries import proposed_for
from resident.notifications.models import Notification
from resident.organizations.models import Organization
from resident.rewards.actions.shelf import Offer, edit_reward, offer_reward
from resident.rewards.models import Reward
from resident.web.errors import Changed, NotAllowed
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_place, make_shift, shift_plan, two
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.demands import make_demand
from tests.makers.organizations import make_member, make_organization
from tests.makers.rewards import make_reward, make_shop

SignIn = Callable[[int], FlaskClient]
OFFER = Offer(two("抽纸一提", "Pack of tissues"), two("", ""), "tissue", 120, None)
SPAM = replace(OFFER, name=two("抽纸一提", "Buy from me"))


@dataclass
class Scene:
    """A body with its manager, two moderators and an administrator."""

    town: CommunityRow
    body: Organization
    manager: PersonRow
    moderator: PersonRow
    administrator: PersonRow

    @property
    def community(self) -> Community:
        return community_of(self.body)

    def item(self, kind: str) -> ReviewItem:
        """The last place of this kind in the queue."""
        wanted = select(ReviewItem).where(ReviewItem.kind == kind).order_by(ReviewItem.id.desc())
        return db.session.scalars(wanted).first()  # type: ignore[return-value]

    def approve(self, kind: str) -> None:
        item = self.item(kind)
        approve(item=item, version=item.version, by=self.moderator.value)


@pytest.fixture
def scene(session: None) -> Scene:
    return make_scene()


def make_scene() -> Scene:
    town = make_community("guihua")
    body = make_shop(town)
    return Scene(
        town,
        body,
        make_member(body),
        make_staff(town, Role.MODERATOR, "沈丽"),
        make_staff(town, Role.ADMINISTRATOR, "方静"),
    )


def told(person: PersonRow) -> list[str]:
    wanted = select(Notification.kind).where(Notification.person_id == person.id).order_by(Notification.id)
    return list(db.session.scalars(wanted))


def number_of(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_new_reward_of_a_body_is_there_once_it_was_read(scene: Scene) -> None:
    by = scene.manager.value
    made = offer_reward(community=scene.community, organization_id=scene.body.id, offer=SPAM, stock=3, by=by)
    assert isinstance(made, Proposal)
    assert number_of(Reward) == 0
    scene.approve("reward")
    reward = db.session.scalars(select(Reward)).one()
    assert (reward.name, reward.stock, reward.price) == (SPAM.name, 3, 120)
    assert (made.state, made.subject_id) == ("accepted", reward.id)
    assert told(scene.manager) == ["moderation.accepted"]


def test_an_administrators_reward_stands_on_the_shelf_at_once(scene: Scene) -> None:
    by = scene.administrator.value
    made = offer_reward(community=scene.community, organization_id=scene.body.id, offer=SPAM, stock=3, by=by)
    assert isinstance(made, Reward)
    assert not edit_reward(reward=made, offer=replace(SPAM, about=two("好", "Good")), version=1, by=by)
    assert made.about == two("好", "Good")


def test_new_words_of_a_reward_wait_and_its_price_does_not(scene: Scene) -> None:
    reward, by = make_reward(scene.town, scene.body), scene.manager.value
    before = reward.name
    assert edit_reward(reward=reward, offer=replace(SPAM, price=90, picture="gift"), version=1, by=by)
    assert (reward.name, reward.picture, reward.price) == (before, "tissue", 90)
    with pytest.raises(Changed):
        edit_reward(reward=reward, offer=OFFER, version=1, by=by)
    scene.approve("reward")
    assert (reward.name, reward.picture) == (SPAM.name, "gift")


def test_words_that_stay_are_not_read_again_and_typing_them_back_takes_back_what_waits(scene: Scene) -> None:
    reward, by = make_reward(scene.town, scene.body), scene.manager.value
    same = Offer(reward.name, reward.about, reward.picture, 80, None)
    assert not edit_reward(reward=reward, offer=same, version=1, by=by)
    assert number_of(Proposal) == 0
    assert edit_reward(reward=reward, offer=SPAM, version=2, by=by)
    assert not edit_reward(reward=reward, offer=same, version=3, by=by)
    assert proposed_for("reward", reward.id) is None
    assert scene.item("reward").state == "withdrawn"


def test_a_second_change_takes_the_place_of_the_first_one(scene: Scene) -> None:
    reward, by = make_reward(scene.town, scene.body), scene.manager.value
    edit_reward(reward=reward, offer=SPAM, version=1, by=by)
    first = scene.item("reward")
    shown = first.version
    edit_reward(reward=reward, offer=replace(SPAM, about=two("新", "New")), version=2, by=by)
    assert scene.item("reward").id == first.id
    with pytest.raises(Changed):
        approve(item=first, version=shown, by=scene.moderator.value)
    scene.approve("reward")
    assert reward.about == two("新", "New")


def test_refused_words_leave_what_stands_there_and_say_why(scene: Scene) -> None:
    reward = make_reward(scene.town, scene.body)
    before = reward.name
    edit_reward(reward=reward, offer=SPAM, version=1, by=scene.manager.value)
    item = scene.item("reward")
    reject(item=item, version=item.version, by=scene.moderator.value, reason="广告。")
    assert (reward.name, proposed_for("reward", reward.id)) == (before, None)
    assert told(scene.manager) == ["moderation.refused"]


def test_changes_asked_are_answered_in_the_same_form(scene: Scene) -> None:
    reward = make_reward(scene.town, scene.body)
    edit_reward(reward=reward, offer=SPAM, version=1, by=scene.manager.value)
    item = scene.item("reward")
    ask_changes(item=item, version=item.version, by=scene.moderator.value, reason="请改英文。")
    better = replace(OFFER, name=two("抽纸两提", "Two packs"))
    assert edit_reward(reward=reward, offer=better, version=2, by=scene.manager.value)
    assert scene.item("reward").id != item.id
    scene.approve("reward")
    assert reward.name == better.name


def test_a_moderator_does_not_read_their_own_words(scene: Scene) -> None:
    make_member(scene.body, person=scene.moderator)
    reward = make_reward(scene.town, scene.body)
    edit_reward(reward=reward, offer=SPAM, version=1, by=scene.moderator.value)
    with pytest.raises(NotAllowed):
        scene.approve("reward")


def test_only_who_may_change_it_takes_it_back_and_once(scene: Scene) -> None:
    made = offer_reward(
        community=scene.community, organization_id=scene.body.id, offer=SPAM, stock=1, by=scene.manager.value
    )
    assert isinstance(made, Proposal)
    for person in (scene.moderator.value, scene.administrator.value, make_resident(scene.town).value):
        with pytest.raises(NotAllowed):
            take_back(proposal=made, by=person)
    take_back(proposal=made, by=scene.manager.value)
    assert (made.state, scene.item("reward").state) == ("withdrawn", "withdrawn")
    with pytest.raises(ProposalMoved):
        take_back(proposal=made, by=scene.manager.value)


def make_published(scene: Scene) -> tuple[Activity, Shift]:
    activity = make_activity(scene.town, body=scene.body, manager=scene.manager)
    return activity, make_shift(activity)


def test_a_further_shift_with_words_that_were_read_is_there_at_once(scene: Scene) -> None:
    activity, shift = make_published(scene)
    made = add_shift(
        activity_id=activity.id, plan=shift_plan(48, name=shift.name, place=shift.place), by=scene.manager.value
    )
    assert isinstance(made, Shift)


def test_a_further_shift_with_a_new_place_waits_and_its_activity_stays_public(scene: Scene) -> None:
    activity, _shift = make_published(scene)
    made = add_shift(
        activity_id=activity.id, plan=shift_plan(48, place=two("后门", "Back door")), by=scene.manager.value
    )
    assert isinstance(made, Proposal)
    assert (number_of(Shift), activity.state) == (1, "published")
    scene.approve("shift")
    assert number_of(Shift) == 2
    assert db.session.get_one(Shift, made.subject_id).place == two("后门", "Back door")


def test_a_further_shift_comes_too_late_once_its_time_has_passed(scene: Scene, clock: Clock) -> None:
    activity, _shift = make_published(scene)
    made = add_shift(
        activity_id=activity.id, plan=shift_plan(2, place=two("后门", "Back door")), by=scene.manager.value
    )
    assert isinstance(made, Proposal)
    clock.advance(hours=3)
    scene.approve("shift")
    assert (made.state, number_of(Shift)) == (ProposalState.TOO_LATE, 1)
    assert told(scene.manager) == ["moderation.too_late"]


def test_a_new_time_holds_at_once_and_a_new_place_once_it_was_read(scene: Scene) -> None:
    _activity, shift = make_published(scene)
    place = make_place(shift)
    old = shift.place
    plan = shift_plan(30, name=shift.name, place=two("后门", "Back door"))
    move_shift(shift_id=shift.id, plan=plan, version=1, community=scene.community, by=scene.manager.value)
    assert (shift.place, shift.starts_at) == (old, plan.starts_at)
    assert told(place.person) == ["activities.shift_moved"]
    scene.approve("shift")
    assert shift.place == two("后门", "Back door")
    assert told(place.person) == ["activities.shift_moved"] * 2


def test_new_words_of_a_shift_that_was_called_off_come_too_late(scene: Scene) -> None:
    _activity, shift = make_published(scene)
    plan = shift_plan(24, name=two("唱歌", "Sing"), place=shift.place)
    move_shift(shift_id=shift.id, plan=plan, version=1, community=scene.community, by=scene.manager.value)
    cancel_shift(shift_id=shift.id, reason="下雨", community=scene.community, by=scene.manager.value)
    scene.approve("shift")
    assert shift.name != two("唱歌", "Sing")
    assert told(scene.manager)[-1] == "moderation.too_late"


def known(scene: Scene) -> PersonRow:
    """Somebody whose demand neighbours have read."""
    person = make_resident(scene.town, "李阿姨")
    demand = make_demand(scene.town, author=person, state=DemandState.IN_REVIEW)
    submit(kind="demand", subject=demand, title=two("题"), author_id=person.id, version=1)
    scene.approve("demand")
    return person


def test_a_name_that_neighbours_know_is_read_before_it_changes(scene: Scene) -> None:
    person = known(scene)
    assert rename(by=person.value, display_name="小李坏人")
    assert person.display_name == "李阿姨"
    scene.approve("name")
    assert person.display_name == "小李坏人"


def test_a_name_that_nobody_has_read_changes_at_once(scene: Scene) -> None:
    person = make_resident(scene.town, "李阿姨")
    assert not rename(by=person.value, display_name="李奶奶")
    assert person.display_name == "李奶奶"


def test_another_name_that_was_asked_for_does_not_wait_a_week(scene: Scene) -> None:
    person = known(scene)
    rename(by=person.value, display_name="小李坏人")
    item = scene.item("name")
    ask_changes(item=item, version=item.version, by=scene.moderator.value, reason="请换一个。")
    assert rename(by=person.value, display_name="小李")
    scene.approve("name")
    assert person.display_name == "小李"


def test_a_name_that_became_a_colleagues_meanwhile_comes_too_late(scene: Scene) -> None:
    person = known(scene)
    rename(by=person.value, display_name="周敏")
    make_staff(scene.town, Role.WORKER, "周敏")
    scene.approve("name")
    assert person.display_name == "李阿姨"


def test_the_moderator_sees_what_changed_beside_what_was(app: Flask, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        scene = make_scene()
        reward = make_reward(scene.town, scene.body)
        edit_reward(reward=reward, offer=SPAM, version=1, by=scene.manager.value)
        ids: dict[str, Any] = {"item": scene.item("reward").id, "by": scene.moderator.id, "reward": reward.id}
        proposed = f"/c/guihua/proposed/{db.session.scalars(select(Proposal.id)).one()}"
        ids |= {"manager": scene.manager.id, "stranger": make_resident(scene.town).id}
    page = sign_in(ids["by"]).get(f"/c/guihua/review/{ids['item']}").text
    assert "<ins>Buy</ins>" in page
    assert "<del>Pack</del>" in page
    assert page.count("抽纸一提") >= 1
    manager = sign_in(ids["manager"])
    shown = manager.get(f"/c/guihua/rewards/{ids['reward']}/edit").text
    assert 'value="Buy from me"' in shown
    assert proposed in shown
    assert (
        "Buy from me" not in manager.get(f"/c/guihua/rewards/{ids['reward']}", headers={"Accept-Language": "en"}).text
    )
    assert "<ins>Buy</ins>" in manager.get(proposed).text
    assert sign_in(ids["stranger"]).get(proposed).status_code == 404
    assert sign_in(ids["stranger"]).post(proposed + "/withdraw").status_code == 404
    assert manager.post(proposed + "/withdraw").status_code == 303
    assert manager.post(proposed + "/withdraw").status_code == 409


def test_a_refused_new_reward_is_sent_in_again_from_its_page(app: Flask, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        scene = make_scene()
        ids = {"manager": scene.manager.id, "by": scene.moderator.id, "body": scene.body.id}
    manager, moderator = sign_in(ids["manager"]), sign_in(ids["by"])
    form = {"organization_id": ids["body"], "name_zh_Hans": "热水袋", "picture": "gift", "price": 20, "stock": 2}
    made = manager.post("/c/guihua/rewards/new", data={**form, "token": "t" * 24})
    with app.app_context():
        number, item = db.session.scalars(select(Proposal.id)).one(), db.session.scalars(select(ReviewItem.id)).one()
    assert made.location == f"/c/guihua/proposed/{number}"
    assert "热水袋" in manager.get("/c/guihua/rewards/keep").text
    assert "热水袋" not in moderator.get("/c/guihua/rewards").text
    data = {"decision": "changes_asked", "version": 1, "reason": "写清大小。"}
    assert moderator.post(f"/c/guihua/review/{item}", data=data).status_code == 303
    assert "写清大小。" in manager.get(made.location).text
    again = f"/c/guihua/rewards/new?again={number}"
    assert 'value="热水袋"' in manager.get(again).text
    assert moderator.get(again).status_code in {403, 404}
    sent = manager.post(again, data={**form, "name_zh_Hans": "热水袋（大）", "token": "u" * 24})
    assert sent.location == made.location
    assert (
        moderator.post(f"/c/guihua/review/{item + 1}", data={"decision": "approved", "version": 2}).status_code == 303
    )
    assert "热水袋（大）" in moderator.get("/c/guihua/rewards").text


def test_a_further_shift_is_sent_in_again_from_its_page(app: Flask, sign_in: SignIn, clock: Clock) -> None:
    with app.app_context(), transaction():
        scene = make_scene()
        activity, _shift = make_published(scene)
        add_shift(activity_id=activity.id, plan=shift_plan(48, place=two("后门", "Back door")), by=scene.manager.value)
        item = scene.item("shift")
        ask_changes(item=item, version=1, by=scene.moderator.value, reason="哪个后门？")
        number = db.session.scalars(select(Proposal.id)).one()
        ids = {"manager": scene.manager.id, "by": scene.moderator.id, "activity": activity.id, "item": item.id}
    manager = sign_in(ids["manager"])
    again = f"/c/guihua/activities/{ids['activity']}/shifts/new?again={number}"
    assert 'value="后门"' in manager.get(again).text
    form = {"place_zh_Hans": "东后门", "starts_at": "2026-03-04T09:00", "ends_at": "2026-03-04T11:00", "capacity": 3}
    sent = manager.post(again, data={**form, "token": "t" * 24})
    assert sent.location == f"/c/guihua/proposed/{number}"
    page = sign_in(ids["by"]).get(f"/c/guihua/review/{ids['item'] + 1}")
    assert page.status_code == 200
    assert "东后门" in page.text


def test_two_at_once_change_the_words_of_a_reward_once(app: Flask) -> None:
    from tests.at_once import at_once

    with app.app_context(), transaction():
        scene = make_scene()
        reward_id, by = make_reward(scene.town, scene.body).id, scene.manager.value

    def _edit(more: int) -> str:
        offer = replace(SPAM, price=SPAM.price + more)
        with app.app_context():
            try:
                with transaction():
                    edit_reward(reward=db.session.get_one(Reward, reward_id), offer=offer, version=1, by=by)
            except Changed:
                return "changed"
            return "edited"

    assert sorted(at_once([lambda: _edit(1), lambda: _edit(2)])) == ["changed", "edited"]
    with app.app_context():
        assert number_of(Proposal) == 1


def test_bodies_are_not_confused(scene: Scene) -> None:
    other = make_member(make_organization(scene.town), person=make_resident(scene.town))
    reward = make_reward(scene.town, scene.body)
    with pytest.raises(NotAllowed):
        edit_reward(reward=reward, offer=SPAM, version=1, by=other.value)

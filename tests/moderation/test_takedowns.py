"""Taking down what is public: told with a reason, appealed against, decided by somebody else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from resident.accounts.models import SYSTEM, PersonRow
from resident.activities.models import Activity, SignUp
from resident.activities.permissions import is_open
from resident.communities.context import community_of
from resident.communities.models import Community, CommunityRow, Role
from resident.db import db, transaction
from resident.demands.actions import withdraw_comment
from resident.demands.models import Comment, Demand, DemandState, Visibility
from resident.media.models import Photo
from resident.moderation.actions import appeal, approve, reject, restore, take_down
from resident.moderation.models import AlreadyDown, NotPublic, ReviewItem, Takedown, TakedownMoved, TakedownState
from resident.moderation.queries import open_takedown
from resident.notifications.models import Notification
from resident.rewards.actions.redeem import Gone, redeem
from resident.rewards.models import RedemptionState
from resident.web.errors import Invalid, NotAllowed, NotHere
from tests.at_once import at_once
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_place, make_shift
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.demands import make_comment, make_demand, make_support
from tests.makers.organizations import make_member, make_organization
from tests.makers.points import give_points
from tests.makers.rewards import make_redemption, make_reward, make_shop

KINDS = ("demand", "comment", "photo", "activity", "reward")
WHY = "指名道姓。"


@dataclass
class Scene:
    """Something of each kind that is public, who speaks for it, and three of the staff."""

    community: Community
    subject: Any
    author: PersonRow
    first: PersonRow
    second: PersonRow
    administrator: PersonRow

    def down(self, kind: str) -> Takedown:
        return take_down(
            community=self.community, kind=kind, subject_id=self.subject.id, reason=WHY, by=self.first.value
        )


def make_scene(kind: str, clock: Clock) -> Scene:
    town = make_community()
    first, second = make_staff(town, Role.MODERATOR, "一号"), make_staff(town, Role.MODERATOR, "二号")
    administrator = make_staff(town, Role.ADMINISTRATOR, "三号")
    author = make_resident(town)
    subject = _make(kind, town, author, clock)
    return Scene(community_of(subject), subject, author, first, second, administrator)


def _make(kind: str, town: CommunityRow, author: PersonRow, clock: Clock) -> Any:
    if kind == "activity":
        body = make_organization(town)
        make_member(body, person=author)
        return make_activity(town, body=body, manager=author)
    if kind == "reward":
        shop = make_shop(town)
        make_member(shop, person=author)
        return make_reward(town, shop)
    demand = make_demand(town, author=author, published_at=clock())
    if kind == "comment":
        return make_comment(demand, author=author)
    return demand if kind == "demand" else make_photo(demand, author, clock)


def make_photo(demand: Demand, author: PersonRow, clock: Clock, name: str = "f") -> Photo:
    photo = Photo(
        community_id=demand.community_id,
        owner_kind="demand",
        owner_id=demand.id,
        uploaded_by_id=author.id,
        key=name * 43,
        file=name * 32,
        is_public=True,
        width=1,
        height=1,
        created_at=clock(),
    )
    db.session.add(photo)
    db.session.flush()
    return photo


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def scene(session: None, kind: str, clock: Clock) -> Scene:
    return make_scene(kind, clock)


def told(person: PersonRow) -> list[str]:
    wanted = select(Notification.kind).where(Notification.person_id == person.id).order_by(Notification.id)
    return list(db.session.scalars(wanted))


def item_of(takedown: Takedown) -> ReviewItem:
    wanted = select(ReviewItem).where(ReviewItem.kind == "appeal", ReviewItem.subject_id == takedown.id)
    return db.session.scalars(wanted.order_by(ReviewItem.id.desc())).first()  # type: ignore[return-value]


def test_what_is_taken_down_is_down_and_its_author_is_told_why(scene: Scene, kind: str, clock: Clock) -> None:
    takedown = scene.down(kind)
    assert scene.subject.taken_down_at == clock()
    assert (takedown.state, takedown.reason, takedown.taken_down_by_id) == ("down", WHY, scene.first.id)
    assert told(scene.author) == ["moderation.taken_down"]
    down = open_takedown(kind, scene.subject.id)
    assert down is not None
    assert down.id == takedown.id


def test_a_second_moderator_finds_it_down_already(scene: Scene, kind: str) -> None:
    scene.down(kind)
    with pytest.raises(AlreadyDown):
        take_down(community=scene.community, kind=kind, subject_id=scene.subject.id, reason=WHY, by=scene.second.value)


def test_it_needs_a_reason(scene: Scene, kind: str) -> None:
    with pytest.raises(Invalid):
        take_down(community=scene.community, kind=kind, subject_id=scene.subject.id, reason=" ", by=scene.first.value)
    assert scene.subject.taken_down_at is None


def test_nobody_but_a_moderator_takes_it_down(scene: Scene, kind: str) -> None:
    resident = make_resident(db.session.get_one(CommunityRow, scene.community.id))
    for person in (scene.administrator.value, scene.author.value, resident.value, SYSTEM):
        with pytest.raises(NotAllowed):
            take_down(community=scene.community, kind=kind, subject_id=scene.subject.id, reason=WHY, by=person)
    assert scene.subject.taken_down_at is None


def test_a_moderator_does_not_take_down_what_is_their_own(session: None, kind: str, clock: Clock) -> None:
    town = make_community()
    moderator = make_staff(town, Role.MODERATOR)
    subject = _make(kind, town, moderator, clock)
    with pytest.raises(NotAllowed):
        take_down(community=community_of(subject), kind=kind, subject_id=subject.id, reason=WHY, by=moderator.value)


def test_what_is_of_another_community_is_not_here(scene: Scene, kind: str) -> None:
    elsewhere = make_community()
    moderator = make_staff(elsewhere, Role.MODERATOR)
    there = community_of(make_demand(elsewhere))
    with pytest.raises(NotHere):
        take_down(community=there, kind=kind, subject_id=scene.subject.id, reason=WHY, by=moderator.value)


def test_another_moderator_brings_it_back_once(scene: Scene, kind: str) -> None:
    takedown = scene.down(kind)
    for person in (scene.first.value, scene.author.value, SYSTEM):
        with pytest.raises(NotAllowed):
            restore(takedown=takedown, by=person)
    restore(takedown=takedown, by=scene.second.value)
    assert (takedown.state, scene.subject.taken_down_at) == (TakedownState.RESTORED, None)
    assert told(scene.author) == ["moderation.taken_down", "moderation.restored"]
    with pytest.raises(TakedownMoved):
        restore(takedown=takedown, by=scene.second.value)
    assert scene.down(kind).id != takedown.id


def test_an_administrator_brings_it_back_where_there_is_one_moderator(scene: Scene, kind: str) -> None:
    restore(takedown=scene.down(kind), by=scene.administrator.value)
    assert scene.subject.taken_down_at is None


def test_the_author_appeals_once_and_a_colleague_decides(scene: Scene, kind: str) -> None:
    takedown = scene.down(kind)
    with pytest.raises(NotAllowed):
        appeal(takedown=takedown, text="没有指名道姓。", by=scene.second.value)
    with pytest.raises(Invalid):
        appeal(takedown=takedown, text="", by=scene.author.value)
    appeal(takedown=takedown, text="没有指名道姓。", by=scene.author.value)
    with pytest.raises(TakedownMoved):
        appeal(takedown=takedown, text="没有指名道姓。", by=scene.author.value)
    item = item_of(takedown)
    with pytest.raises(NotAllowed):
        approve(item=item, version=item.version, by=scene.first.value)
    db.session.expire_all()


def test_a_right_appeal_makes_it_public_again(scene: Scene, kind: str) -> None:
    takedown = scene.down(kind)
    appeal(takedown=takedown, text="没有指名道姓。", by=scene.author.value)
    item = item_of(takedown)
    approve(item=item, version=item.version, by=scene.second.value)
    assert (takedown.state, item.state, scene.subject.taken_down_at) == ("restored", "approved", None)


def test_a_refused_appeal_leaves_it_down_with_a_reason(scene: Scene, kind: str) -> None:
    takedown = scene.down(kind)
    appeal(takedown=takedown, text="没有指名道姓。", by=scene.author.value)
    item = item_of(takedown)
    reject(item=item, version=item.version, by=scene.second.value, reason="有。")
    assert (takedown.state, takedown.answer) == ("kept", "有。")
    assert scene.subject.taken_down_at is not None
    assert told(scene.author)[-1] == "moderation.stays_down"
    restore(takedown=takedown, by=scene.second.value)
    assert scene.subject.taken_down_at is None


def test_bringing_it_back_ends_the_appeal_that_waits(scene: Scene, kind: str) -> None:
    takedown = scene.down(kind)
    appeal(takedown=takedown, text="没有指名道姓。", by=scene.author.value)
    restore(takedown=takedown, by=scene.second.value)
    assert item_of(takedown).state == "withdrawn"


def test_two_at_once_take_it_down_once(app: Flask, kind: str, clock: Clock) -> None:
    with app.app_context(), transaction():
        scene = make_scene(kind, clock)
        community, subject_id, people = scene.community, scene.subject.id, (scene.first.value, scene.second.value)

    def _down(by: Any) -> Callable[[], str]:
        def _one() -> str:
            with app.app_context():
                try:
                    with transaction():
                        take_down(community=community, kind=kind, subject_id=subject_id, reason=WHY, by=by)
                except AlreadyDown:
                    return "already"
                return "down"

        return _one

    assert sorted(at_once([_down(by) for by in people])) == ["already", "down"]


def test_a_demand_leaves_the_list_and_keeps_state_supports_and_hidden_photos(session: None, clock: Clock) -> None:
    scene = make_scene("demand", clock)
    demand: Demand = scene.subject
    make_support(demand)
    shown = make_photo(demand, scene.author, clock)
    takedown = scene.down("demand")
    assert (demand.is_listed, demand.is_public, demand.state, demand.support_count) == (False, False, "to_assign", 1)
    assert (shown.is_public, shown.key != "f" * 43) == (False, True)
    restore(takedown=takedown, by=scene.second.value)
    assert (demand.is_listed, demand.is_public, shown.is_public) == (True, True, True)


def test_a_photo_that_was_taken_down_stays_down_when_its_demand_comes_back(session: None, clock: Clock) -> None:
    scene = make_scene("photo", clock)
    demand = db.session.get_one(Demand, scene.subject.owner_id)
    scene.down("photo")
    down = take_down(community=scene.community, kind="demand", subject_id=demand.id, reason=WHY, by=scene.first.value)
    restore(takedown=down, by=scene.second.value)
    assert not scene.subject.is_public


@pytest.mark.parametrize(
    "columns",
    [{"state": DemandState.IN_REVIEW}, {"visibility": Visibility.COMMITTEE}, {"state": DemandState.WITHDRAWN}],
)
def test_what_is_not_public_cannot_be_taken_down(session: None, columns: dict[str, Any]) -> None:
    town = make_community()
    demand, moderator = make_demand(town, **columns), make_staff(town, Role.MODERATOR)
    with pytest.raises(NotPublic):
        take_down(community=community_of(demand), kind="demand", subject_id=demand.id, reason=WHY, by=moderator.value)


def test_the_number_of_comments_is_that_of_those_people_can_read(session: None, clock: Clock) -> None:
    scene = make_scene("comment", clock)
    comment: Comment = scene.subject
    takedown = scene.down("comment")
    assert comment.demand.comment_count == 0
    restore(takedown=takedown, by=scene.second.value)
    assert comment.demand.comment_count == 1
    takedown = scene.down("comment")
    withdraw_comment(comment=comment, by=scene.author.value)
    restore(takedown=takedown, by=scene.second.value)
    assert comment.demand.comment_count == 0


def test_places_in_an_activity_stay_its_people_are_told_and_nobody_new_signs_up(session: None, clock: Clock) -> None:
    scene = make_scene("activity", clock)
    activity: Activity = scene.subject
    shift = make_shift(activity)
    place: SignUp = make_place(shift)
    takedown = scene.down("activity")
    assert place.state == "signed_up"
    assert told(place.person) == ["activities.taken_down"]
    assert is_open(activity, shift, clock()).reason == "not_published"
    restore(takedown=takedown, by=scene.second.value)
    assert told(place.person) == ["activities.taken_down", "activities.back"]
    assert is_open(activity, shift, clock())


def test_a_reward_is_no_longer_redeemed_and_what_is_reserved_stays(session: None, clock: Clock) -> None:
    scene = make_scene("reward", clock)
    reserved = make_redemption(scene.subject)
    takedown = scene.down("reward")
    neighbour = make_resident(db.session.get_one(CommunityRow, scene.community.id))
    give_points(db.session.get_one(CommunityRow, scene.community.id), neighbour, 500)
    with pytest.raises(Gone):
        redeem(reward=scene.subject, price=scene.subject.price, by=neighbour)
    assert reserved.state == RedemptionState.WAITING
    restore(takedown=takedown, by=scene.second.value)
    assert redeem(reward=scene.subject, price=scene.subject.price, by=neighbour).state == RedemptionState.WAITING

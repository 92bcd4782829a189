"""Undoing what a moderator decided on proposed words and on appeals, and what one has taken down."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from resident.accounts.actions import rename
from resident.accounts.models import SYSTEM, PersonRow
from resident.activities.actions import add_shift, cancel_shift, move_shift, sign_up
from resident.activities.models import Shift
from resident.communities.models import CommunityRow
from resident.db import db
from resident.demands.actions import write_comment
from resident.demands.models import CommentState, Demand
from resident.moderation import actions
from resident.moderation.actions import appeal, restore, take_down
from resident.moderation.models import Proposal, ProposalState, ReviewItem, ReviewState, Takedown, TakedownState
from resident.moderation.queries import open_takedown
from resident.rewards.actions.shelf import archive_reward, edit_reward, offer_reward
from resident.rewards.models import Reward
from resident.undo.actions import BuiltOn, TooLate, undo
from resident.undo.models import Deed
from resident.web.errors import NotAllowed
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_shift, shift_plan, two
from tests.makers.communities import make_resident
from tests.makers.demands import make_demand
from tests.makers.rewards import make_redemption, make_reward
from tests.makers.undo import last_deed
from tests.moderation.test_proposals import OFFER, SPAM, Scene, make_scene
from tests.moderation.test_takedowns import KINDS
from tests.moderation.test_takedowns import Scene as Down
from tests.moderation.test_takedowns import make_scene as make_down
from tests.recorded import recorded, told


@pytest.fixture
def scene(session: None) -> Scene:
    return make_scene()


def _decide(scene: Scene, kind: str, decision: str) -> ReviewItem:
    item = scene.item(kind)
    words = {} if decision == "approve" else {"reason": "说清楚一点"}
    getattr(actions, decision)(item=item, version=item.version, by=scene.moderator.value, **words)
    return item


def _undo(scene: Scene, deed: Deed | None = None, by: Any = None) -> str:
    return undo(deed_id=(deed or last_deed()).id, community=scene.community, by=by or scene.moderator)


def _new_name(scene: Scene) -> Callable[[], Any]:
    person = make_resident(scene.town, "李阿姨")
    make_demand(scene.town, author=person)
    item = ReviewItem(
        community_id=scene.town.id,
        kind="demand",
        subject_id=1,
        author_id=person.id,
        title=two("灯", "lamp"),
        version=1,
        submitted_at=person.created_at,
        state=ReviewState.APPROVED,
        decided_at=person.created_at,
    )
    db.session.add(item)
    rename(display_name="李奶奶", by=person.value)
    return lambda: person.display_name


def _new_words(scene: Scene) -> Callable[[], Any]:
    reward = make_reward(scene.town, scene.body)
    edit_reward(reward=reward, offer=SPAM, version=reward.version, by=scene.manager.value)
    return lambda: (reward.name, reward.about, reward.picture)


def _new_reward(scene: Scene) -> Callable[[], Any]:
    offer_reward(community=scene.community, organization_id=scene.body.id, offer=OFFER, stock=5, by=scene.manager.value)
    return lambda: [one.name for one in db.session.scalars(select(Reward))]


def _new_shift(scene: Scene) -> Callable[[], Any]:
    activity = make_activity(scene.town, body=scene.body, manager=scene.manager)
    make_shift(activity)
    add_shift(activity_id=activity.id, plan=shift_plan(name=two("新的一场", "A new one")), by=scene.manager.value)
    return lambda: len(db.session.scalars(select(Shift)).all())


def _new_place(scene: Scene) -> Callable[[], Any]:
    activity = make_activity(scene.town, body=scene.body, manager=scene.manager)
    shift = make_shift(activity)
    sign_up(shift_id=shift.id, community=scene.community, by=make_resident(scene.town).value)
    plan = shift_plan(
        name=shift.name,
        place=two("别处", "Elsewhere"),
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        capacity=shift.capacity,
    )
    move_shift(shift_id=shift.id, plan=plan, version=shift.version, community=scene.community, by=scene.manager.value)
    return lambda: (shift.name, shift.place)


PROPOSED = {
    "name": ("name", _new_name),
    "words": ("reward", _new_words),
    "reward": ("reward", _new_reward),
    "shift": ("shift", _new_shift),
    "place": ("shift", _new_place),
}


@pytest.mark.parametrize("decision", ["approve", "reject", "ask_changes"])
@pytest.mark.parametrize("name", PROPOSED)
def test_a_decision_on_new_words_is_undone_once_and_what_stood_there_stands_there(
    scene: Scene, name: str, decision: str
) -> None:
    kind, propose = PROPOSED[name]
    look = propose(scene)
    before, messages = look(), len(told())
    item = _decide(scene, kind, decision)
    proposal = db.session.get_one(Proposal, item.subject_id)
    assert (look() != before) == (decision == "approve")
    news, events = told(but=messages), len(recorded())
    for _twice in range(2):
        _undo(scene)
    assert look() == before
    assert (item.state, proposal.state, proposal.reason, proposal.decided_at) == ("waiting", "waiting", "", None)
    assert [one[0] for one in recorded(but=events)].count("proposal.decision_undone") == 1
    taken_back = told(but=messages + len(news))
    assert [one[:2] for one in taken_back] == [(one[0], "notifications.taken_back") for one in news]
    _decide(scene, kind, "approve")  # and it can be decided on anew
    assert (look() != before, proposal.state) == (True, ProposalState.ACCEPTED)


def _redeemed(scene: Scene) -> None:
    make_redemption(db.session.scalars(select(Reward)).one())


def _off_the_shelf(scene: Scene) -> None:
    archive_reward(reward=db.session.scalars(select(Reward)).one(), by=scene.administrator.value)


def _edited_again(scene: Scene) -> None:
    reward = db.session.scalars(select(Reward)).one()
    offer = replace(OFFER, name=two("另一样", "Another"))
    edit_reward(reward=reward, offer=offer, version=reward.version, by=scene.manager.value)


def _signed_up(scene: Scene) -> None:
    shift = db.session.scalars(select(Shift).order_by(Shift.id.desc())).first()
    assert shift is not None
    sign_up(shift_id=shift.id, community=scene.community, by=make_resident(scene.town).value)


def _called_off(scene: Scene) -> None:
    shift = db.session.scalars(select(Shift).order_by(Shift.id.desc())).first()
    assert shift is not None
    cancel_shift(shift_id=shift.id, reason="下雨", community=scene.community, by=scene.manager.value)


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("reward", _redeemed),
        ("words", _redeemed),
        ("reward", _off_the_shelf),
        ("words", _edited_again),
        ("shift", _signed_up),
        ("shift", _called_off),
        ("place", _called_off),
    ],
)
def test_what_neighbours_have_built_on_stays_public(scene: Scene, name: str, act: Callable[[Scene], None]) -> None:
    kind, propose = PROPOSED[name]
    look = propose(scene)
    _decide(scene, kind, "approve")
    deed = last_deed()
    act(scene)
    then = look()
    with pytest.raises(BuiltOn):
        _undo(scene, deed)
    assert look() == then


def _undo_down(scene: Down, by: Any, deed: Deed | None = None) -> str:
    return undo(deed_id=(deed or last_deed()).id, community=scene.community, by=by)


@pytest.fixture(params=KINDS)
def down(request: pytest.FixtureRequest, session: None, clock: Clock) -> tuple[str, Down]:
    return request.param, make_down(request.param, clock)


def test_what_was_taken_down_by_mistake_is_public_again(down: tuple[str, Down], clock: Clock) -> None:
    kind, scene = down
    takedown = scene.down(kind)
    news, events = told(), len(recorded())
    for person in (scene.second, scene.author, SYSTEM):
        with pytest.raises(NotAllowed):
            _undo_down(scene, person)
    for _twice in range(2):
        assert _undo_down(scene, scene.first).endswith(f"/taken-down/{takedown.id}")
    assert (scene.subject.taken_down_at, takedown.state) == (None, TakedownState.RESTORED)
    assert open_takedown(kind, scene.subject.id) is None
    assert [one[0] for one in recorded(but=events)].count("takedown.undone") == 1
    assert [one[:2] for one in told(but=len(news))] == [(one[0], "notifications.taken_back") for one in news]
    scene.down(kind)
    clock.advance(minutes=10, seconds=1)
    with pytest.raises(TooLate):
        _undo_down(scene, scene.first)


def test_it_stays_down_once_its_author_has_appealed_or_a_colleague_brought_it_back(down: tuple[str, Down]) -> None:
    kind, scene = down
    takedown = scene.down(kind)
    deed = last_deed()
    appeal(takedown=takedown, text="没有指名道姓。", by=scene.author.value)
    with pytest.raises(BuiltOn):
        _undo_down(scene, scene.first, deed)
    restore(takedown=takedown, by=scene.second)
    with pytest.raises(BuiltOn):
        _undo_down(scene, scene.first, deed)


def test_comments_that_ended_with_a_demand_wait_again(session: None, clock: Clock) -> None:
    scene = make_down("demand", clock)
    demand: Demand = scene.subject
    town = db.session.get_one(CommunityRow, scene.community.id)
    comment = write_comment(demand=demand, body="我家也是。", shows_building=False, by=make_resident(town).value)
    scene.down("demand")
    assert comment.state == CommentState.WITHDRAWN
    _undo_down(scene, scene.first)
    waiting = select(ReviewItem.subject_id).where(ReviewItem.kind == "comment", ReviewItem.state == "waiting")
    assert (comment.state, db.session.scalars(waiting).all()) == (CommentState.IN_REVIEW, [comment.id])


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_a_decision_on_an_appeal_is_undone_and_the_appeal_waits_again(down: tuple[str, Down], decision: str) -> None:
    kind, scene = down
    takedown = scene.down(kind)
    appeal(takedown=takedown, text="没有指名道姓。", by=scene.author.value)
    item = _appeal_of(takedown)
    moment, messages = takedown.taken_down_at, len(told())
    _decide_appeal(scene, item, decision)
    news = told(but=messages)
    for _twice in range(2):
        _undo_down(scene, scene.second)
    assert (takedown.state, takedown.answer, takedown.decided_at) == (TakedownState.APPEALED, "", None)
    assert (item.state, scene.subject.taken_down_at) == (ReviewState.WAITING, moment)
    assert [one[:2] for one in told(but=messages + len(news))] == [(one[0], "notifications.taken_back") for one in news]
    _decide_appeal(scene, item, "approve")
    assert (takedown.state, scene.subject.taken_down_at) == (TakedownState.RESTORED, None)


def test_a_decision_on_an_appeal_stays_once_it_was_taken_down_again(down: tuple[str, Down]) -> None:
    kind, scene = down
    takedown = scene.down(kind)
    appeal(takedown=takedown, text="没有指名道姓。", by=scene.author.value)
    _decide_appeal(scene, _appeal_of(takedown), "approve")
    deed = last_deed()
    take_down(
        community=scene.community, kind=kind, subject_id=scene.subject.id, reason="还是不行。", by=scene.first.value
    )
    with pytest.raises(BuiltOn):
        _undo_down(scene, scene.second, deed)


def _appeal_of(takedown: Takedown) -> ReviewItem:
    wanted = select(ReviewItem).where(ReviewItem.kind == "appeal", ReviewItem.subject_id == takedown.id)
    return db.session.scalars(wanted).one()


def _decide_appeal(scene: Down, item: ReviewItem, decision: str) -> None:
    words = {} if decision == "approve" else {"reason": "理由仍然成立。"}
    by: PersonRow = scene.second
    getattr(actions, decision)(item=item, version=item.version, by=by.value, **words)

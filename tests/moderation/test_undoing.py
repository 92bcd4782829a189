"""A decision is undone for ten minutes by who made it: the thing waits again, whatever it is, and nothing of it is public."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident.accounts.models import PersonRow
from resident.activities.actions import cancel_activity, sign_up
from resident.activities.models import Activity, Shift
from resident.claims.actions import Door, change_claim
from resident.claims.models import ResidenceClaim
from resident.communities.context import community_of
from resident.communities.models import Community, CommunityRow, Membership, Role, RoleGrant
from resident.db import db, transaction
from resident.demands.actions import Draft, accept, edit_demand, raise_demand, support_demand, write_comment
from resident.demands.models import Comment, Demand
from resident.media.actions import keep_drafts
from resident.media.models import Photo
from resident.moderation import actions
from resident.moderation.models import ReviewItem, ReviewState
from resident.undo.actions import BuiltOn, TooLate, undo
from resident.undo.models import Deed
from resident.web.errors import Conflict, NotAllowed
from tests.at_once import at_once
from tests.conftest import Clock
from tests.makers.activities import make_activity, make_shift
from tests.makers.claims import make_claim
from tests.makers.communities import make_building, make_community, make_resident, make_staff
from tests.makers.demands import make_category, make_comment, make_demand
from tests.makers.media import make_prepared
from tests.makers.undo import last_deed
from tests.recorded import recorded, told

SignIn = Callable[[int], FlaskClient]
DECISIONS = ("approve", "reject", "ask_changes")


@dataclass
class Queue:
    """A community with a moderator, a colleague, and one thing of each kind that waits."""

    community: Community
    moderator: PersonRow
    colleague: PersonRow
    author: PersonRow
    demand: Demand
    comment: Comment
    activity: Activity
    claim: ResidenceClaim

    def item(self, kind: str) -> ReviewItem:
        """Its last place in the queue."""
        wanted = select(ReviewItem).where(ReviewItem.kind == kind).order_by(ReviewItem.id.desc())
        return db.session.scalars(wanted).first()  # type: ignore[return-value]

    def subject(self, kind: str) -> Demand | Comment | Activity | ResidenceClaim:
        """What waits."""
        return {"demand": self.demand, "comment": self.comment, "activity": self.activity, "residence": self.claim}[
            kind
        ]

    def decide(self, kind: str, decision: str) -> ReviewItem:
        """The moderator decides."""
        item = self.item(kind)
        words = {"reason": "说清楚一点"} if decision != "approve" else {}
        getattr(actions, decision)(item=item, version=item.version, by=self.moderator, **words)
        return item

    def undo(self, by: PersonRow | None = None, deed: Deed | None = None) -> str:
        """Somebody undoes what was done last."""
        return undo(deed_id=(deed or last_deed()).id, community=self.community, by=by or self.moderator)


def make_queue(slug: str = "") -> Queue:
    """Everything in it waits."""
    row: CommunityRow = make_community(slug)
    author, category = make_resident(row, "李阿姨", confirmed=False), make_category(row)
    community = community_of(category)
    draft = Draft(title="楼道灯不亮", body="三楼的灯坏了。", category_id=category.id, building_id=make_building(row).id)
    keep_drafts(prepared=make_prepared(), community=community, owner_kind="demand", token="t", by=author)
    demand = raise_demand(community=community, draft=draft, photo_token="t", by=author)
    public = make_demand(row)
    comment = write_comment(demand=public, body="我家也是。", shows_building=False, by=author)
    activity = make_activity(row, state="in_review")
    make_shift(activity)
    actions.submit(kind="activity", subject=activity, title=activity.title, author_id=activity.created_by_id, version=1)
    return Queue(
        community=community,
        moderator=make_staff(row, Role.MODERATOR, "吴主任"),
        colleague=make_staff(row, Role.MODERATOR, "刘干事"),
        author=author,
        demand=demand,
        comment=comment,
        activity=activity,
        claim=make_claim(row, author),
    )


@pytest.fixture
def queue(session: None) -> Queue:
    """For tests that call actions inside one write transaction."""
    return make_queue()


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("kind", ["demand", "comment", "activity", "residence"])
def test_a_decision_is_undone_once_and_the_thing_waits_in_its_old_place(queue: Queue, kind: str, decision: str) -> None:
    item, subject = queue.item(kind), queue.subject(kind)
    before = (item.state, item.reason, item.submitted_at, item.decided_at, subject.state)
    told_before = len(told())
    queue.decide(kind, decision)
    assert item.state != "waiting"
    events, messages = len(recorded()), told()[told_before:]
    for _twice in range(2):
        assert queue.undo() == f"/c/{queue.community.slug}/review/{item.id}"
    assert (item.state, item.reason, item.submitted_at, item.decided_at, subject.state) == before
    names = [one[0] for one in recorded(but=events)]
    assert names.count("review_item.decision_undone") == 1
    assert names[-1] == f"{subject.__tablename__}.decision_undone"
    taken_back = told(but=told_before + len(messages))
    assert [one[0] for one in taken_back] == [one[0] for one in messages]
    assert {one[1] for one in taken_back} == {"notifications.taken_back"}
    queue.decide(kind, "approve")  # and it can be decided on anew


def test_a_decision_is_undone_although_time_goes_on_while_it_is_made(queue: Queue, ticking: Clock) -> None:
    item = queue.decide("demand", "approve")
    queue.undo()
    assert item.state == ReviewState.WAITING


def test_an_approved_demand_is_not_public_any_more_nor_are_its_photos(queue: Queue) -> None:
    photo = db.session.scalars(select(Photo)).one()
    queue.decide("demand", "approve")
    key = photo.key
    assert (queue.demand.is_listed, photo.is_public) == (True, True)
    queue.undo()
    assert (queue.demand.is_listed, queue.demand.published_at, photo.is_public) == (False, None, False)
    assert (queue.demand.first_due_at, queue.demand.due_at) == (None, None)  # nothing was promised
    assert photo.key != key


def test_a_comment_is_not_counted_any_more(queue: Queue) -> None:
    queue.decide("comment", "approve")
    assert queue.comment.demand.comment_count == 1
    queue.undo()
    assert (queue.comment.demand.comment_count, queue.comment.published_at) == (0, None)


def test_the_home_before_is_ones_own_again(queue: Queue) -> None:
    queue.decide("residence", "approve")
    membership = db.session.scalars(select(Membership).where(Membership.person_id == queue.author.id)).one()
    assert membership.confirmed_at is not None
    queue.undo()
    assert (membership.household_id, membership.confirmed_at) == (None, None)
    queue.decide("residence", "approve")
    first = (membership.household_id, membership.confirmed_at)
    row = db.session.get_one(CommunityRow, queue.community.id)
    make_claim(row, queue.author, room="503")
    queue.decide("residence", "approve")
    assert membership.household_id != first[0]
    queue.undo()
    assert (membership.household_id, membership.confirmed_at) == first


def _taken_in_hand(queue: Queue) -> None:
    accept(
        demand=queue.demand,
        by=make_staff(db.session.get_one(CommunityRow, queue.community.id), Role.WORKER, "社工老陈"),
    )


def _supported(queue: Queue) -> None:
    support_demand(demand=queue.demand, by=make_resident(db.session.get_one(CommunityRow, queue.community.id)))


def _commented(queue: Queue) -> None:
    make_comment(queue.demand)
    queue.demand.comment_count += 1


def _signed_up(queue: Queue) -> None:
    shift = db.session.scalars(select(Shift).where(Shift.activity_id == queue.activity.id)).one()
    sign_up(shift_id=shift.id, community=queue.community, by=queue.author.value)


def _called_off(queue: Queue) -> None:
    cancel_activity(
        activity_id=queue.activity.id, reason="下雨", community=queue.community, by=queue.activity.created_by
    )


def _sent_again(queue: Queue) -> None:
    draft = Draft(
        title="楼道灯坏了", body="五楼的。", category_id=queue.demand.category_id, building_id=queue.demand.building_id
    )
    edit_demand(demand=queue.demand, draft=draft, version=queue.demand.version, by=queue.author)


def _changed(queue: Queue) -> None:
    change_claim(claim=queue.claim, at=Door(queue.claim.building_id, "2", "503"), by=queue.author.value)


BUILT_ON = [
    ("demand", "approve", _taken_in_hand, "社工老陈"),
    ("demand", "approve", _supported, ""),
    ("demand", "approve", _commented, ""),
    ("demand", "ask_changes", _sent_again, ""),
    ("activity", "approve", _signed_up, ""),
    ("activity", "approve", _called_off, ""),
    ("residence", "ask_changes", _changed, ""),
]


@pytest.mark.parametrize(("kind", "decision", "act", "who"), BUILT_ON)
def test_a_decision_is_not_undone_once_somebody_has_gone_on(
    queue: Queue, kind: str, decision: str, act: Callable[[Queue], None], who: str
) -> None:
    item = queue.decide(kind, decision)
    deed, state = last_deed(), item.state
    act(queue)
    then = len(recorded())
    with pytest.raises(BuiltOn) as refusal:
        queue.undo(deed=deed)
    assert who in str(refusal.value.message)
    assert (item.state, len(recorded())) == (state, then)


def test_only_who_decided_for_ten_minutes_and_as_long_as_they_may(queue: Queue, clock: Clock) -> None:
    queue.decide("demand", "approve")
    for person in (queue.colleague, queue.author):
        with pytest.raises(NotAllowed):
            queue.undo(person)
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == queue.moderator.id)).one()
    grant.ended_at = clock.moment
    with pytest.raises(NotAllowed):
        queue.undo()
    grant.ended_at = None
    clock.advance(minutes=10, seconds=1)
    with pytest.raises(TooLate):
        queue.undo()
    assert queue.demand.is_listed


def test_undone_and_supported_at_once_ends_in_one_of_both(app: Flask) -> None:
    with app.app_context(), transaction():
        queue = make_queue()
        queue.decide("demand", "approve")
        row = db.session.get_one(CommunityRow, queue.community.id)
        ids = (queue.demand.id, queue.moderator.id, make_resident(row).id, last_deed().id)

    def _back() -> object:
        community = community_of(db.session.get_one(Demand, ids[0]))
        return undo(deed_id=ids[3], community=community, by=db.session.get_one(PersonRow, ids[1]))

    def _support() -> object:
        return support_demand(demand=db.session.get_one(Demand, ids[0]), by=db.session.get_one(PersonRow, ids[2]).value)

    def _run(act: Callable[[], object]) -> str:
        with app.app_context():
            try:
                with transaction():
                    act()
            except (Conflict, NotAllowed) as refusal:
                return type(refusal).__name__
            return "done"

    outcomes = at_once([lambda act=act: _run(act) for act in (_back, _support, _back)])  # type: ignore[misc]
    assert outcomes in (["done", "NotAllowed", "done"], ["BuiltOn", "done", "BuiltOn"])
    with app.app_context():
        demand = db.session.get_one(Demand, ids[0])
        assert (demand.is_listed, demand.support_count) == (outcomes[1] == "done", int(outcomes[1] == "done"))


def test_the_next_page_and_the_item_offer_it_for_ten_minutes(app: Flask, sign_in: SignIn, clock: Clock) -> None:
    with app.app_context(), transaction():
        queue = make_queue("guihua")
        item, version = queue.item("demand").id, queue.demand.version
        moderator, colleague = queue.moderator.id, queue.colleague.id
    browser, page = sign_in(moderator), f"/c/guihua/review/{item}"
    onward = browser.post(page, data={"decision": "approved", "version": version}).location
    assert "decided=" in onward
    assert "/undo/" in browser.get(onward).text
    assert "/undo/" in browser.get(page).text
    assert "/undo/" in browser.get("/c/guihua/review?" + onward.split("?")[1]).text
    assert "/undo/" not in sign_in(colleague).get(onward).text
    clock.advance(minutes=11)
    assert "/undo/" not in browser.get(onward).text
    assert "/undo/" not in browser.get(page).text

"""The audit of open work: what it finds, and that no walk of acts gives it anything to find."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from resident import clock
from resident.accounts.actions import close_account
from resident.accounts.models import PersonRow
from resident.activities.actions import cancel_shift, cancel_sign_up, join_waitlist, move_shift
from resident.activities.models import Shift
from resident.communities.actions import end_role, grant_role
from resident.communities.context import community_by_id
from resident.communities.models import Community, CommunityRow, Role, RoleGrant
from resident.communities.open_work import EVERYTHING
from resident.db import db, transaction
from resident.demands.actions import (
    accept,
    assign,
    contest_call,
    log_call,
    merge,
    park,
    raise_demand,
    rate,
    reopen,
    resolve,
    return_,
    settle_call,
    withdraw_demand,
    write_comment,
)
from resident.demands.actions.raising import Draft
from resident.demands.models import Call, CommentState, Content, Demand, DemandState
from resident.desk.queries.audits import on_desks, open_things, stranded_in
from resident.moderation.actions import appeal, approve, reject, take_down
from resident.moderation.models import ReviewItem, ReviewState, Takedown
from resident.moderation.queries import item_of
from resident.organizations.actions import add_member, archive_organization, end_member, restore_organization
from resident.organizations.models import MemberRole, Organization, OrganizationMember
from resident.rewards.actions.finishing import cancel
from resident.rewards.actions.redeem import redeem
from resident.rewards.actions.shelf import Offer, edit_reward
from resident.rewards.models import Redemption, Reward
from resident.undo.actions import undo
from resident.undo.models import Deed
from resident.web.errors import DomainError
from tests.makers.activities import make_activity, make_place, make_shift, shift_plan
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.demands import make_category, make_comment, make_demand
from tests.makers.organizations import make_member, make_organization
from tests.makers.points import give_points
from tests.makers.rewards import make_redemption, make_reward

S = DemandState


def _found(community: CommunityRow) -> list[tuple[str, str]]:
    return [(one.kind, one.why) for one in stranded_in(community_by_id(community.id))]


@pytest.mark.usefixtures("session")
class TestFinding:
    def test_nothing_where_everything_stands_on_a_desk(self) -> None:
        community = make_community()
        for role in Role:
            make_staff(community, role)
        body = make_organization(community)
        make_member(body)
        make_demand(community)
        make_demand(community, source="old", source_id="1")
        make_demand(community, state=S.IN_HAND, holder_id=body.id)
        make_redemption(make_reward(community, body))
        make_shift(make_activity(community, body=body))
        here = community_by_id(community.id)
        assert _found(community) == []
        assert {kind: len(ids) for kind, ids in open_things(here).items()} == {
            "demands": 3,
            "reviews": 0,
            "hours": 0,
            "calls": 0,
            "pickups": 1,
            "voidings": 0,
            "suspensions": 0,
            "activities": 1,
        }
        assert open_things(here)["demands"] == on_desks(here)["demands"]

    def test_whatever_nobody_follows(self) -> None:
        community = make_community()
        make_demand(community)
        make_demand(community, source="old", source_id="1")
        make_demand(community, state=S.IN_REVIEW)
        assert _found(community) == [
            ("demands", "stands on nobody's desk"),
            ("demands", "stands on nobody's desk"),
            ("demand", "waits for a review, but stands in no queue"),
        ]

    def test_a_workers_own_demand_that_no_other_worker_may_act_on_until_an_administrator_can_mend_it(self) -> None:
        community = make_community()
        worker = make_staff(community, Role.WORKER)
        make_demand(community, author=worker)
        assert _found(community) == [("demands", "stands on nobody's desk")]
        make_staff(community, Role.ADMINISTRATOR)
        assert _found(community) == []

    def test_who_waits_beside_a_free_place_unless_they_are_elsewhere_then(self) -> None:
        community = make_community()
        activity = make_activity(community)
        shift, other = make_shift(activity), make_shift(activity)
        waiting = make_place(shift, waiting=True)
        assert _found(community) == [("sign-up", "waits beside a free place")]
        make_place(other, db.session.get_one(PersonRow, waiting.person_id))
        assert _found(community) == []

    def test_a_comment_that_waits_under_what_has_ended(self) -> None:
        community = make_community()
        make_comment(make_demand(community, state=S.WITHDRAWN), state=CommentState.CHANGES_ASKED)
        assert _found(community) == [("comment", "waits under a demand that is not public")]


def test_the_command_names_what_is_stranded_and_fails(app: Flask) -> None:
    with app.app_context(), transaction():
        community = make_community("guihua")
        demand = make_demand(community).id
    told = app.test_cli_runner().invoke(args=["desk", "audit"])
    assert told.exit_code == 1
    assert f"demands {demand} stands on nobody's desk" in told.output
    with app.app_context(), transaction():
        make_staff(db.session.get_one(CommunityRow, community_id(app)), Role.WORKER)
    told = app.test_cli_runner().invoke(args=["desk", "audit"])
    assert (told.exit_code, told.output) == (0, "1 open things, 0 of them or beside them stranded\n")


def community_id(app: Flask) -> int:
    """The number of the only community."""
    assert app
    return db.session.scalars(select(CommunityRow.id)).one()


class Town:
    """A small community in which every kind of open thing can come about, and the acts of its people.

    Every act takes two numbers, which choose among what there is; what a rule refuses changes nothing.
    """

    def __init__(self) -> None:
        self.row = make_community(raising_needs_residence=False)
        self.here: Community = community_by_id(self.row.id)
        self.category = make_category(self.row).id
        self.boss = make_staff(self.row, Role.ADMINISTRATOR)
        self.staff = [make_staff(self.row, role) for role in (Role.WORKER, Role.MODERATOR) for _number in range(2)]
        self.bodies = [make_organization(self.row) for _number in range(2)]
        self.managers = [make_member(body, person=make_resident(self.row)) for body in self.bodies]
        self.people = [make_resident(self.row) for _number in range(4)] + self.managers[:1] + self.staff[:1]
        for body, manager in zip(self.bodies, self.managers, strict=True):
            activity = make_activity(self.row, body=body, manager=manager)
            for hours in (24, 25):
                make_shift(activity, hours=hours, capacity=1)
            make_reward(self.row, body, price=1, stock=50)
        for person in self.people:
            give_points(self.row, person, 20)

    def pick(self, model: Any, number: int, *where: Any) -> Any:
        """One of the rows of this town. Raises LookupError where there is none."""
        rows = db.session.scalars(
            select(model).where(model.community_id == self.row.id, *where).order_by(model.id)
        ).all()
        if not rows:
            raise LookupError
        return rows[number % len(rows)]

    def person(self, number: int) -> Any:
        """One of its people, as they act. Raises LookupError for one whose account is closed."""
        return self._acting(self.people[number % len(self.people)])

    def _acting(self, row: PersonRow) -> Any:
        if row.closed_at is not None:
            raise LookupError
        return row.value

    def worker(self, number: int) -> Any:
        """Whoever is asked to work: a worker or not (any more)."""
        return self.staff[number % 2].value

    def decide(self, move: Callable[..., None], a: int, b: int, **words: str) -> None:
        """A moderator decides on something that waits."""
        row = self.pick(ReviewItem, a, ReviewItem.state == ReviewState.WAITING)
        item = item_of(self.here, row.id)
        assert item is not None
        move(item=item, version=item.version, by=self.staff[2 + b % 2].value, **words)

    def demand(self, number: int) -> Demand:
        """One of its demands."""
        found: Demand = self.pick(Demand, number)
        return found

    def act(self, name: str, a: int, b: int) -> None:
        """Do one thing."""
        acts: dict[str, Callable[[], object]] = {
            "raise": lambda: raise_demand(
                community=self.here, draft=Draft("灯坏了", "三楼", self.category), by=self.person(a)
            ),
            "approve": lambda: self.decide(approve, a, b),
            "reject": lambda: self.decide(reject, a, b, reason="不合适"),
            "comment": lambda: write_comment(demand=self.demand(a), body="我也是", by=self.person(b)),
            "assign": lambda: assign(
                demand=self.demand(a), organization=self.pick(Organization, b), by=self.worker(a + b)
            ),
            "accept": lambda: accept(
                demand=self.demand(a), by=(self.managers[b % 2].value, self.worker(b))[b % 3 == 0]
            ),
            "return": lambda: return_(demand=self.demand(a), reason="不归我们", by=self.managers[b % 2].value),
            "resolve": lambda: resolve(demand=self.demand(a), text="修好了", by=self.worker(b)),
            "rate": lambda: rate(demand=self.demand(a), solved=b % 2 == 0, content=Content.CONTENT, by=self.author(a)),
            "reopen": lambda: reopen(demand=self.demand(a), reason="又坏了", by=self.worker(b)),
            "park": lambda: park(demand=self.demand(a), reason="等", until=shift_plan(99).starts_at, by=self.worker(b)),
            "merge": lambda: merge(demand=self.demand(a), into=self.demand(b).number, by=self.worker(a)),
            "withdraw": lambda: withdraw_demand(demand=self.demand(a), by=self.author(a)),
            "sign up": lambda: join_waitlist(shift_id=self.pick(Shift, a).id, community=self.here, by=self.person(b)),
            "leave": lambda: cancel_sign_up(shift_id=self.pick(Shift, a).id, community=self.here, by=self.person(b)),
            "move": lambda: self.move(a, b),
            "call off": lambda: cancel_shift(
                shift_id=self.pick(Shift, a).id, reason="下雨", community=self.here, by=self.worker(b)
            ),
            "redeem": lambda: redeem(reward=self.pick(Reward, a), price=1, by=self.person(b)),
            "cancel": lambda: self.cancel(a),
            "archive": lambda: archive_organization(
                organization=self.pick(Organization, a), settles=EVERYTHING, by=self.boss.value
            ),
            "restore": lambda: restore_organization(organization=self.pick(Organization, a), by=self.boss.value),
            "end member": lambda: end_member(
                member=self.pick(OrganizationMember, a), settles=EVERYTHING, by=self.boss.value
            ),
            "add member": lambda: add_member(
                organization=self.pick(Organization, a),
                person=self.people[b % 4].value,
                role=MemberRole.MANAGER,
                by=self.boss.value,
            ),
            "end role": lambda: end_role(
                community=self.here, grant=self.pick(RoleGrant, a), settles=EVERYTHING, by=self.boss.value
            ),
            "give role": lambda: grant_role(
                community=self.here, person=self.staff[a % 4].value, role=list(Role)[1 + b % 2], by=self.boss.value
            ),
            "close": lambda: close_account(by=self.person(a)),
            "call": lambda: log_call(
                demand=self.demand(a), called_at=clock.now(), spoke_with="本人", said="说过了", by=self.worker(b)
            ),
            "contest": lambda: contest_call(call=self.call(a), by=self._acting(self.call(a).demand.author)),
            "settle": lambda: settle_call(
                call=self.call(a), was_made=b % 2 == 0, reason="看过", by=self.staff[b % 4].value
            ),
            "take down": lambda: take_down(
                community=self.here, kind="demand", subject_id=self.demand(a).id, reason="指名", by=self.moderator(b)
            ),
            "appeal": lambda: appeal(takedown=self.pick(Takedown, a), text="没有指名", by=self.taken_from(a)),
            "propose": lambda: self.propose(a),
            "undo": lambda: self.undo(a),
        }
        acts[name]()

    def call(self, number: int) -> Call:
        """One of the calls that were written down."""
        found: Call = self.pick(Call, number)
        return found

    def moderator(self, number: int) -> Any:
        """Whoever is asked to moderate."""
        return self.staff[2 + number % 2].value

    def taken_from(self, number: int) -> Any:
        """Who raised what was taken down."""
        takedown = self.pick(Takedown, number)
        return self._acting(db.session.get_one(Demand, takedown.subject_id).author or self.boss)

    def propose(self, a: int) -> None:
        """A body wants other words on what it gives."""
        reward = self.pick(Reward, a)
        offer = Offer({"zh_Hans": f"抽纸{a}", "en": ""}, {"zh_Hans": "", "en": ""}, "tissue", 1, None)
        edit_reward(reward=reward, offer=offer, version=reward.version, by=self.managers[a % 2].value)

    def undo(self, a: int) -> None:
        """Somebody takes back what they did."""
        deed = self.pick(Deed, a, Deed.undone_at.is_(None))
        undo(deed_id=deed.id, community=self.here, by=self._acting(db.session.get_one(PersonRow, deed.by_id)))

    def author(self, number: int) -> Any:
        """Who raised this demand."""
        author = self.demand(number).author
        return self._acting(author) if author is not None else self.boss.value

    def move(self, a: int, b: int) -> None:
        """A shift gets another time, or more places."""
        shift = self.pick(Shift, a)
        plan = shift_plan(24 + b, capacity=1 + b % 3)
        move_shift(
            shift_id=shift.id, plan=plan, version=shift.version, community=self.here, by=self.managers[a % 2].value
        )

    def cancel(self, a: int) -> None:
        """Somebody gives a reward back."""
        redemption = self.pick(Redemption, a)
        cancel(redemption=redemption, by=redemption.person.value)


ACTS = (
    *("raise", "approve", "approve", "reject", "comment", "assign", "assign", "accept", "return", "resolve", "rate"),
    *("reopen", "park", "merge", "withdraw", "sign up", "sign up", "sign up", "leave", "move", "call off", "redeem"),
    *("cancel", "archive", "restore", "end member", "add member", "end role", "give role", "close"),
    *("call", "contest", "settle", "take down", "appeal", "propose", "undo", "undo"),
)
WALKS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 11), st.integers(0, 11)), min_size=10, max_size=24)


@pytest.mark.usefixtures("session")
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(walk=WALKS)
def test_no_walk_of_acts_strands_anything(walk: Sequence[tuple[str, int, int]]) -> None:
    town = Town()
    done: list[str] = []
    for name, a, b in walk:
        try:
            with db.session.begin_nested():
                town.act(name, a, b)
        except (DomainError, LookupError):
            db.session().info.pop("known", None)
            continue
        done.append(name)
        assert list(stranded_in(town.here)) == [], done


@pytest.mark.usefixtures("session")
def test_what_nobody_follows_by_choice_stands_on_no_desk_until_somebody_takes_it_on() -> None:
    community = make_community(follows_earlier=False)
    worker = make_staff(community, Role.WORKER)
    earlier = make_demand(community, source="old", source_id="1")
    own = make_demand(community)
    here = community_by_id(community.id)
    assert on_desks(here)["demands"] == open_things(here)["demands"] == {own.id}
    accept(demand=earlier, by=worker)
    assert on_desks(here)["demands"] == open_things(here)["demands"] == {own.id, earlier.id}
    community.follows_earlier = True
    other = make_demand(community, source="old", source_id="2")
    assert on_desks(here)["demands"] == open_things(here)["demands"] == {own.id, earlier.id, other.id}

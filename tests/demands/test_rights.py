"""Every action asks its own permission: who may not is refused by the action itself, and the app acts only as it may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import func, select

from resident.accounts.models import SYSTEM
from resident.audit.models import AuditEvent
from resident.db import db
from resident.demands import actions
from resident.demands.actions import reviewing
from resident.demands.actions.importing import take_over
from resident.demands.importing.rows import Row
from resident.demands.models import CommentState, Content, Demand, DemandState
from resident.web.errors import NotAllowed
from tests.conftest import Clock
from tests.demands.conftest import Place
from tests.makers.demands import make_comment, make_demand

S, C = DemandState, CommentState


class Act(NamedTuple):
    """What is done to a demand (or to a comment under it) in a state, by whom, and who may not; `event` is its record."""

    event: str
    state: DemandState
    may: str
    may_not: str
    run: Callable[[Place, Demand, Any], object]
    comment: CommentState | None = None


def _comment(demand: Demand, place: Place, state: CommentState) -> Any:
    return make_comment(demand, author=place.neighbour, state=state)


LATER = timedelta(days=30)
ACTS = [
    Act(
        "demand.edited",
        S.IN_REVIEW,
        "author",
        "neighbour",
        lambda p, d, by: actions.edit_demand(demand=d, draft=p.draft(), version=1, by=by),
    ),
    Act(
        "demand.withdrawn", S.IN_REVIEW, "author", "worker", lambda _p, d, by: actions.withdraw_demand(demand=d, by=by)
    ),
    Act(
        "demand.confirmed",
        S.RESOLVED,
        "author",
        "worker",
        lambda _p, d, by: actions.rate(demand=d, solved=True, content=Content.CONTENT, by=by),
    ),
    Act(
        "demand.supported",
        S.IN_HAND,
        "neighbour",
        "newcomer",
        lambda _p, d, by: actions.support_demand(demand=d, by=by),
    ),
    Act(
        "comment.written",
        S.IN_HAND,
        "neighbour",
        "",
        lambda _p, d, by: actions.write_comment(demand=d, body="我家也是", shows_building=False, by=by),
    ),
    Act(
        "demand.assigned",
        S.TO_ASSIGN,
        "worker",
        "manager",
        lambda p, d, by: actions.assign(demand=d, organization=p.property, by=by),
    ),
    Act("demand.accepted", S.ASSIGNED, "manager", "moderator", lambda _p, d, by: actions.accept(demand=d, by=by)),
    Act(
        "demand.returned",
        S.ASSIGNED,
        "manager",
        "author",
        lambda _p, d, by: actions.return_(demand=d, reason="不归", by=by),
    ),
    Act(
        "demand.answered",
        S.IN_HAND,
        "manager",
        "author",
        lambda _p, d, by: actions.answer(demand=d, body="明天来看", by=by),
    ),
    Act(
        "demand.resolved",
        S.IN_HAND,
        "worker",
        "author",
        lambda _p, d, by: actions.resolve(demand=d, text="好了", by=by),
    ),
    Act(
        "demand.parked",
        S.IN_HAND,
        "worker",
        "manager",
        lambda _p, d, by: actions.park(demand=d, reason="等计划", until=d.submitted_at + LATER, by=by),
    ),
    Act(
        "demand.referred",
        S.IN_HAND,
        "worker",
        "manager",
        lambda _p, d, by: actions.refer(demand=d, to="街道", reason="占道", by=by),
    ),
    Act(
        "demand.reopened",
        S.SOLVED,
        "worker",
        "manager",
        lambda _p, d, by: actions.reopen(demand=d, reason="又坏", by=by),
    ),
    Act(
        "demand.merged",
        S.IN_HAND,
        "worker",
        "manager",
        lambda p, d, by: actions.merge(demand=d, into=make_demand(p.community, author=p.neighbour).number, by=by),
    ),
    Act(
        "demand.approved",
        S.IN_REVIEW,
        "moderator",
        "worker",
        lambda _p, d, by: reviewing.approve_demand(d.id, by=by),
    ),
    Act(
        "demand.rejected",
        S.IN_REVIEW,
        "moderator",
        "author",
        lambda _p, d, by: reviewing.reject_demand(d.id, by=by, reason="重复"),
    ),
    Act(
        "demand.changes_asked",
        S.IN_REVIEW,
        "moderator",
        "administrator",
        lambda _p, d, by: reviewing.ask_demand_changes(d.id, by=by, reason="请写清楚"),
    ),
    Act(
        "comment.approved",
        S.IN_HAND,
        "moderator",
        "neighbour",
        lambda p, d, by: reviewing.approve_comment(_comment(d, p, C.IN_REVIEW).id, by=by),
    ),
    Act(
        "comment.rejected",
        S.IN_HAND,
        "moderator",
        "worker",
        lambda p, d, by: reviewing.reject_comment(_comment(d, p, C.IN_REVIEW).id, by=by, reason="骂人"),
    ),
    Act(
        "comment.changes_asked",
        S.IN_HAND,
        "moderator",
        "author",
        lambda p, d, by: reviewing.ask_comment_changes(_comment(d, p, C.IN_REVIEW).id, by=by, reason="请改"),
    ),
    Act(
        "comment.edited",
        S.IN_HAND,
        "neighbour",
        "moderator",
        lambda p, d, by: actions.edit_comment(
            comment=_comment(d, p, C.IN_REVIEW), body="改了", shows_building=False, version=1, by=by
        ),
    ),
    Act(
        "comment.withdrawn",
        S.IN_HAND,
        "neighbour",
        "author",
        lambda p, d, by: actions.withdraw_comment(comment=_comment(d, p, C.PUBLISHED), by=by),
    ),
]


def _events(name: str) -> int:
    db.session.flush()
    return db.session.scalar(select(func.count()).where(AuditEvent.action == name)) or 0


@pytest.mark.parametrize("act", ACTS, ids=[act.event for act in ACTS])
def test_an_action_refuses_who_may_not_and_records_once_who_did_it(place: Place, clock: Clock, act: Act) -> None:
    demand = make_demand(place.community, author=place.author, state=act.state, holder_id=place.property.id)
    for person in (SYSTEM, getattr(place, act.may_not)) if act.may_not else (SYSTEM,):
        with pytest.raises(NotAllowed):
            act.run(place, demand, person)
    assert _events(act.event) == 0
    act.run(place, demand, getattr(place, act.may))
    assert _events(act.event) == 1
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == act.event)).one()
    assert event.subject_kind == act.event.partition(".")[0]
    assert event.actor_id == getattr(place, act.may).id


@pytest.mark.parametrize("who", ["moderator", "worker"])
def test_nobody_decides_on_or_handles_what_they_wrote_themselves(place: Place, who: str) -> None:
    person = getattr(place, who)
    waiting = make_demand(place.community, author=person, state=S.IN_REVIEW)
    held = make_demand(place.community, author=person, state=S.IN_HAND)
    comment = make_comment(held, author=person, state=C.IN_REVIEW)
    for act in (
        lambda: reviewing.approve_demand(waiting.id, by=person),
        lambda: reviewing.approve_comment(comment.id, by=person),
        lambda: actions.resolve(demand=held, text="好了", by=person),
        lambda: actions.park(demand=held, reason="等", until=held.submitted_at + LATER, by=person),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_app_raises_nothing_and_takes_no_support_back(place: Place) -> None:
    imported = make_demand(place.community, source="list", source_id="1")
    for act in (
        lambda: actions.raise_demand(community=place.community, draft=place.draft(), by=SYSTEM),  # type: ignore[arg-type]
        lambda: actions.take_back_support(demand=imported, by=SYSTEM),  # type: ignore[arg-type]
        lambda: actions.withdraw_demand(demand=imported, by=SYSTEM),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotAllowed):
            act()


def test_only_the_app_takes_demands_over_from_a_list(place: Place, clock: Clock) -> None:
    rows = [
        Row(
            source_id="1",
            title="路灯",
            body="不亮",
            created_at=clock(),
            categories=(),
            supports=3,
            reply="",
            replied_at=None,
        )
    ]
    for person in (place.administrator, place.worker):
        with pytest.raises(NotAllowed):
            take_over(community=place.community, rows=rows, source="list", categories={}, by=person)
    assert take_over(community=place.community, rows=rows, source="list", categories={}, by=SYSTEM) == 1
    assert _events("community.demands_imported") == 1


def test_categories_are_added_and_changed_by_the_administrator_alone(place: Place) -> None:
    name = {"zh_Hans": "噪声", "en": "Noise"}
    added = actions.add_category(community=place.community, name=name, by=place.administrator)
    for act in (
        lambda: actions.add_category(community=place.community, name=name, by=SYSTEM),
        lambda: actions.add_category(community=place.community, name=name, by=place.worker),
        lambda: actions.change_category(category=added, version=1, name=name, by=place.worker),
        lambda: actions.move_category(category=added, past=place.category.id, up=True, by=place.worker),
        lambda: actions.archive_category(category=added, archived=True, by=place.worker),
    ):
        with pytest.raises(NotAllowed):
            act()
    actions.change_category(category=added, version=1, name=name | {"en": "Noises"}, by=place.administrator)
    actions.move_category(category=added, past=place.category.id, up=True, by=place.administrator)
    actions.archive_category(category=added, archived=True, by=place.administrator)
    actions.archive_category(category=added, archived=False, by=place.administrator)
    for participle in ("added", "changed", "moved", "archived", "restored"):
        assert _events(f"demand_category.{participle}") == 1

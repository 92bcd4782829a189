"""What is written down of every act on a demand, for residents and for the record, and whom it is told."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select

from resident.db import db
from resident.demands import actions
from resident.demands.models import Content, Demand, DemandEvent, DemandState
from resident.moderation.actions import approve, ask_changes, reject
from resident.moderation.models import ReviewItem
from tests.demands.conftest import Place
from tests.makers.demands import make_demand, make_support
from tests.recorded import recorded, told

S = DemandState
LATER = datetime(2026, 6, 1, tzinfo=UTC)
COMMITTEE = {"zh_Hans": "居委会", "en": "Osmanthus team"}
PROPERTY = {"zh_Hans": "安和物业", "en": "Osmanthus team"}
EVERYBODY = ("author", "neighbour")
Words = dict[str, Any]


class Act(NamedTuple):
    """Who does what to a demand of the property company's; what is written, and whom it is told in which words."""

    who: str
    state: DemandState
    act: Callable[[Demand, Place, Any], object]
    event: str
    step: tuple[str, str, str]  # its kind, the body it concerns, what a person wrote
    told: dict[str, tuple[tuple[str, ...], Words]]
    details: Words = {}


ACTS = {
    "assign": Act(
        "worker",
        S.TO_ASSIGN,
        lambda demand, place, by: actions.assign(demand=demand, organization=place.property, text="请今天去看", by=by),
        "demand.assigned",
        ("assign", "property", "请今天去看"),
        {"assigned": (("author",), {"body": PROPERTY}), "to_you": (("manager",), {"body": PROPERTY})},
    ),
    "accept for the committee": Act(
        "worker",
        S.TO_ASSIGN,
        lambda demand, place, by: actions.accept(demand=demand, by=by),
        "demand.accepted",
        ("accept", "committee", ""),
        {"accepted": (("author",), {"body": COMMITTEE})},
    ),
    "accept": Act(
        "manager",
        S.ASSIGNED,
        lambda demand, place, by: actions.accept(demand=demand, by=by),
        "demand.accepted",
        ("accept", "property", ""),
        {"accepted": (("author",), {"body": PROPERTY})},
    ),
    "return": Act(
        "manager",
        S.ASSIGNED,
        lambda demand, place, by: actions.return_(demand=demand, reason="不归物业管", by=by),
        "demand.returned",
        ("return", "property", "不归物业管"),
        {"returned": (("worker",), {"body": PROPERTY, "reason": "不归物业管"}), "back": (("author",), {})},
    ),
    "answer": Act(
        "manager",
        S.IN_HAND,
        lambda demand, place, by: actions.answer(demand=demand, body="明天来看", by=by),
        "demand.answered",
        ("answer", "property", ""),
        {"answered": (EVERYBODY, {"body": PROPERTY})},
    ),
    "resolve": Act(
        "manager",
        S.IN_HAND,
        lambda demand, place, by: actions.resolve(demand=demand, text="换了主板", by=by),
        "demand.resolved",
        ("resolve", "property", ""),
        {"resolved": (("author",), {}), "resolved_supported": (("neighbour",), {})},
    ),
    "park": Act(
        "worker",
        S.IN_HAND,
        lambda demand, place, by: actions.park(demand=demand, reason="等明年的计划", until=LATER, by=by),
        "demand.parked",
        ("park", "property", "等明年的计划"),
        {"parked": (EVERYBODY, {"reason": "等明年的计划", "until": LATER.isoformat()})},
        {"until": "2026-06-01T00:00:00+00:00"},
    ),
    "refer": Act(
        "worker",
        S.IN_HAND,
        lambda demand, place, by: actions.refer(demand=demand, to="街道", reason="占道经营", by=by),
        "demand.referred",
        ("refer", "", "占道经营"),
        {"referred": (EVERYBODY, {"to": "街道", "reason": "占道经营"})},
    ),
    "reopen": Act(
        "worker",
        S.SOLVED,
        lambda demand, place, by: actions.reopen(demand=demand, reason="又坏了", by=by),
        "demand.reopened",
        ("reopen", "property", "又坏了"),
        {"to_you": (("manager",), {"body": PROPERTY}), "reopened": (EVERYBODY, {"reason": "又坏了"})},
    ),
    "withdraw": Act(
        "author",
        S.ASSIGNED,
        lambda demand, place, by: actions.withdraw_demand(demand=demand, by=by),
        "demand.withdrawn",
        ("withdraw", "", ""),
        {"withdrawn": (("neighbour", "manager"), {})},
    ),
    "rate it solved": Act(
        "author",
        S.RESOLVED,
        lambda demand, place, by: actions.rate(demand=demand, solved=True, content=Content.CONTENT, by=by),
        "demand.confirmed",
        ("confirm", "property", ""),
        {"confirmed": (("manager", "worker"), {})},
        {"solved": True, "content": "content"},
    ),
    "rate it not solved": Act(
        "author",
        S.RESOLVED,
        lambda demand, place, by: actions.rate(demand=demand, solved=False, content=Content.NOT_CONTENT, by=by),
        "demand.reopened",
        ("reopen", "property", ""),
        {"not_solved": (("manager", "worker"), {})},
        {"solved": False, "content": "not_content"},
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_written_down_and_told(place: Place, name: str) -> None:
    one = ACTS[name]
    holder = None if one.state == S.TO_ASSIGN else place.property.id
    demand = make_demand(place.community, author=place.author, state=one.state, holder_id=holder)
    make_support(demand, place.neighbour)
    by = getattr(place, one.who)
    one.act(demand, place, by)
    assert recorded() == [(one.event, by.id, demand.id, {"state": demand.state, **one.details})]
    kind, body, note = one.step
    step = _steps(demand)[-1]
    assert (step.kind, step.state, step.actor_id, step.text) == (kind, demand.state, by.id, note)
    assert step.organization_id == (getattr(place, body).id if body else None)
    assert (step.referred_to, step.other_number) == ("街道" if kind == "refer" else None, None)
    expected = [
        _message(place, demand, who, what, words) for what, (people, words) in one.told.items() for who in people
    ]
    assert sorted(told(), key=str) == sorted(expected, key=str)


def _steps(demand: Demand) -> list[DemandEvent]:
    return list(
        db.session.scalars(select(DemandEvent).where(DemandEvent.demand_id == demand.id).order_by(DemandEvent.id))
    )


def _message(place: Place, demand: Demand, who: str, kind: str, words: Words) -> tuple[int, str, str, Words]:
    path = f"/c/{place.community.slug}/demands"
    if (kind, who) != ("withdrawn", "neighbour"):  # who cannot read the page any more is led to the list
        path += f"/{demand.number}"
    return getattr(place, who).id, f"demands.{kind}", path, {"title": demand.title, "number": demand.number, **words}


def test_a_merge_is_written_down_on_both_and_told(place: Place) -> None:
    target = make_demand(place.community, author=place.neighbour)
    demand = make_demand(place.community, author=place.author)
    make_support(demand, place.newcomer)
    actions.merge(demand=demand, into=target.number, reason="同一件事", by=place.worker)
    assert recorded() == [
        ("demand.merged", place.worker.id, demand.id, {"state": "merged", "into": target.number}),
        ("demand.joined", place.worker.id, target.id, {"state": "to_assign"}),
    ]
    steps = [(step.kind, step.text, step.other_number) for step in (*_steps(demand), *_steps(target))]
    assert steps == [("merge", "同一件事", target.number), ("absorb", "", demand.number)]
    words = {"into": target.number}
    assert told() == [_message(place, demand, who, "merged", words) for who in ("author", "newcomer")]


def test_asking_for_something_is_written_down(place: Place) -> None:
    demand = actions.raise_demand(community=place.community, draft=place.draft(), by=place.author)
    actions.edit_demand(demand=demand, draft=place.draft(title="3单元门禁没反应"), version=1, by=place.author)
    item = db.session.scalars(select(ReviewItem)).one()
    assert (item.kind, item.subject_id, item.author_id, item.version) == ("demand", demand.id, place.author.id, 2)
    assert item.title == {"zh_Hans": "3单元门禁没反应", "en": "3单元门禁没反应"}
    assert recorded() == [
        ("demand.raised", place.author.id, demand.id, {"state": "in_review"}),
        ("demand.edited", place.author.id, demand.id, {"state": "in_review", "version": 2}),
    ]
    assert [step.kind for step in _steps(demand)] == ["raise", "edit"]
    assert told() == []


DECISIONS: dict[str, tuple[Callable[..., None], Words, str]] = {
    "approve": (approve, {}, "approved"),
    "reject": (reject, {"reason": "是广告"}, "not_approved"),
    "ask_changes": (ask_changes, {"reason": "写清地点"}, "changes_asked"),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_on_a_demand_is_written_down_and_told(place: Place, name: str) -> None:
    decide, given, kind = DECISIONS[name]
    demand = actions.raise_demand(community=place.community, draft=place.draft(), by=place.author)
    decide(item=db.session.scalars(select(ReviewItem)).one(), version=1, by=place.moderator, **given)
    event = {"approve": "demand.approved", "reject": "demand.rejected", "ask_changes": "demand.changes_asked"}[name]
    assert recorded()[-1] == (event, place.moderator.id, demand.id, {"state": demand.state})
    step = _steps(demand)[-1]
    assert (step.kind, step.text, step.actor_id) == (name, given.get("reason", ""), place.moderator.id)
    assert told() == [_message(place, demand, "author", kind, given)]


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_on_a_comment_is_written_down_and_told(place: Place, name: str) -> None:
    decide, given, kind = DECISIONS[name]
    demand = make_demand(place.community, author=place.author)
    comment = actions.write_comment(
        demand=demand, body="我家\n也是" + "很" * 80, shows_building=True, by=place.neighbour
    )
    item = db.session.scalars(select(ReviewItem)).one()
    assert (item.kind, item.author_id, item.version) == ("comment", place.neighbour.id, 1)
    assert item.title["zh_Hans"] == item.title["en"] == "我家 也是" + "很" * 55
    decide(item=item, version=1, by=place.moderator, **given)
    event = {"approve": "comment.approved", "reject": "comment.rejected", "ask_changes": "comment.changes_asked"}[name]
    assert [one for one in recorded() if one[0].startswith("comment")] == [
        ("comment.written", place.neighbour.id, comment.id, {"demand": demand.number}),
        (event, place.moderator.id, comment.id, given),
    ]
    messages = [_message(place, demand, "neighbour", f"comment_{kind}", given)]
    if name == "approve":
        messages.append(_message(place, demand, "author", "commented", {}))
    assert told() == messages


def test_what_becomes_of_a_comment_is_written_down(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    comment = actions.write_comment(demand=demand, body="我家也是", by=place.neighbour)
    actions.edit_comment(comment=comment, body="我家三楼也是", shows_building=True, version=1, by=place.neighbour)
    item = db.session.scalars(select(ReviewItem)).one()
    assert (item.version, item.title["zh_Hans"]) == (2, "我家三楼也是")
    actions.withdraw_comment(comment=comment, by=place.neighbour)
    assert recorded()[1:] == [
        ("comment.edited", place.neighbour.id, comment.id, {"version": 2}),
        ("comment.withdrawn", place.neighbour.id, comment.id, {}),
    ]


def test_support_is_written_down_and_told_at_round_numbers(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    actions.support_demand(demand=demand, by=place.neighbour)
    assert told() == [_message(place, demand, "author", "supported", {"count": 1})]
    actions.take_back_support(demand=demand, by=place.neighbour)
    assert recorded() == [
        ("demand.supported", place.neighbour.id, demand.id, {}),
        ("demand.support_taken_back", place.neighbour.id, demand.id, {}),
    ]


def test_keeping_categories_is_written_down(place: Place) -> None:
    first = actions.add_category(
        community=place.community, name={"zh_Hans": "噪音", "en": "Noise"}, by=place.administrator
    )
    second = actions.add_category(
        community=place.community, name={"zh_Hans": "停车", "en": "Parking"}, by=place.administrator
    )
    assert second.position == first.position + 1
    actions.change_category(category=first, version=1, name={"zh_Hans": "噪声", "en": ""}, by=place.administrator)
    assert first.name == {"zh_Hans": "噪声", "en": ""}
    for _time in range(2):  # the second time it stands there already
        actions.move_category(category=second, past=first.id, up=True, by=place.administrator)
    assert second.position < first.position
    actions.archive_category(category=first, archived=True, by=place.administrator)
    assert first.archived_at is not None
    actions.archive_category(category=first, archived=False, by=place.administrator)
    assert first.archived_at is None
    by = place.administrator.id
    assert recorded() == [
        ("demand_category.added", by, first.id, {}),
        ("demand_category.added", by, second.id, {}),
        ("demand_category.changed", by, first.id, {}),
        ("demand_category.moved", by, second.id, {}),
        ("demand_category.archived", by, first.id, {}),
        ("demand_category.restored", by, first.id, {}),
    ]

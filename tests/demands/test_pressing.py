"""How urgent a demand is, and danger to life: heard, seen, marked, denied, told to the next."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from resident.accounts.entrance.identity import decrypt
from resident.communities.queries import community_row
from resident.config import settings
from resident.db import db
from resident.demands.actions import (
    deny_danger,
    edit_demand,
    mark_danger,
    raise_demand,
    resolve,
    see_danger,
    set_urgency,
)
from resident.demands.actions.pressing import pass_on
from resident.demands.deadlines import due_after
from resident.demands.models import Danger, Demand, DemandEvent, DemandState, Urgency, WrongState
from resident.demands.queries import demands_with_committee
from resident.demands.queries.dangers import MOST_PASSED_ON, danger_of, overlooked_dangers
from resident.moderation import actions as moderation
from resident.moderation.models import ReviewItem
from resident.moderation.queries import first_to_decide, queue_page
from resident.notifications.models import Notification, OutboxMessage
from resident.undo.actions import undo
from resident.undo.models import Deed
from resident.web.errors import Invalid, NotAllowed
from tests.conftest import Clock
from tests.demands.conftest import Place
from tests.makers.demands import make_category, make_demand
from tests.notifications.conftest import PROVIDERS

S = DemandState
GAS, FIRE = "楼道里有煤气味", "楼道里着火了"


def _raised(place: Place, title: str = GAS) -> Demand:
    return raise_demand(community=place.community, draft=place.draft(title=title), by=place.author)


def _danger(demand: Demand) -> Danger:
    found = danger_of(demand)
    assert found is not None
    return found


def _told(kind: str) -> set[int]:
    return set(db.session.scalars(select(Notification.person_id).where(Notification.kind == f"demands.{kind}")))


def _item(demand: Demand) -> ReviewItem:
    return db.session.scalars(select(ReviewItem).where(ReviewItem.subject_id == demand.id)).one()


def _steps(demand: Demand) -> list[str]:
    return list(
        db.session.scalars(select(DemandEvent.kind).where(DemandEvent.demand_id == demand.id).order_by(DemandEvent.id))
    )


def test_what_sounds_like_danger_is_urgent_first_in_the_review_and_told_at_once(place: Place, clock: Clock) -> None:
    earlier = _raised(place, "2单元门禁刷卡坏了")
    clock.advance(minutes=1)
    demand = _raised(place)
    assert (demand.urgency, demand.pressing, _danger(demand).state, _danger(demand).kind) == (
        "urgent",
        0,
        "unseen",
        "gas",
    )
    assert [one.title["zh_Hans"] for one in queue_page(place.community, "", "").rows] == [GAS, earlier.title]
    assert first_to_decide(place.community, place.moderator, "") == _item(demand).id
    assert _told("danger") == {place.worker.id, place.moderator.id}
    waits = db.session.scalars(select(OutboxMessage)).all()
    assert all(one.due_at <= clock() for one in waits)
    assert _steps(demand) == ["raise", "sounds"]


def test_a_danger_is_seen_once_whoever_presses_again(place: Place, clock: Clock) -> None:
    demand = _raised(place)
    see_danger(demand=demand, by=place.worker)
    first = clock()
    clock.advance(minutes=3)
    see_danger(demand=demand, by=place.moderator)
    assert (_danger(demand).seen_by_id, _danger(demand).seen_at, demand.pressing) == (place.worker.id, first, 1)
    assert _steps(demand).count("see_danger") == 1
    assert _told("danger_seen") == {place.author.id}


def test_nobody_sees_their_own_danger_nor_one_that_is_none(place: Place) -> None:
    demand = _raised(place)
    for person in (place.author, place.neighbour, place.administrator):
        with pytest.raises(NotAllowed):
            see_danger(demand=demand, by=person)
    with pytest.raises(WrongState):
        see_danger(demand=make_demand(community_row(place.community)), by=place.worker)


def test_no_danger_takes_a_reason_gives_back_the_usual_urgency_and_can_be_undone(place: Place) -> None:
    demand = _raised(place)
    with pytest.raises(Invalid):
        deny_danger(demand=demand, reason=" ", by=place.moderator)
    deny_danger(demand=demand, reason="是火锅味。", by=place.moderator)
    assert (demand.urgency, demand.pressing, _danger(demand).state, _item(demand).rank) == ("ordinary", 3, "none", 1)
    deed = db.session.scalars(select(Deed).where(Deed.kind == "demand.danger_denied")).one()
    undo(deed_id=deed.id, community=place.community, by=place.moderator)
    assert (demand.urgency, demand.pressing, _danger(demand).state, _item(demand).rank) == ("urgent", 0, "unseen", 0)
    with pytest.raises(WrongState):
        deny_danger(demand=make_demand(community_row(place.community)), reason="没事", by=place.worker)


def test_what_was_found_to_be_none_stays_so_until_new_words_say_otherwise(place: Place) -> None:
    demand = _raised(place)
    deny_danger(demand=demand, reason="是火锅味。", by=place.moderator)
    edit_demand(demand=demand, draft=place.draft(title=f"{GAS}，早上"), version=1, by=place.author)
    assert _danger(demand).state == "none"
    edit_demand(demand=demand, draft=place.draft(title="三楼着火了"), version=2, by=place.author)
    assert (_danger(demand).state, _danger(demand).kind, demand.pressing) == ("unseen", "fire", 0)


def test_a_worker_marks_danger_by_hand_and_has_seen_it(place: Place) -> None:
    demand = make_demand(community_row(place.community))
    mark_danger(demand=demand, by=place.worker)
    assert (demand.pressing, demand.urgency, _danger(demand).seen_by_id) == (1, "urgent", place.worker.id)
    assert place.moderator.id in _told("danger")
    with pytest.raises(WrongState):
        mark_danger(demand=demand, by=place.moderator)
    with pytest.raises(WrongState):
        mark_danger(demand=make_demand(community_row(place.community), state=S.SOLVED), by=place.worker)
    with pytest.raises(NotAllowed):
        mark_danger(demand=make_demand(community_row(place.community)), by=place.neighbour)


def test_after_ten_minutes_unseen_the_next_are_told_once_without_its_words(place: Place, clock: Clock) -> None:
    demand = _raised(place)
    clock.advance(minutes=9)
    assert list(overlooked_dangers(clock() - timedelta(minutes=10))) == []
    clock.advance(minutes=1)
    assert list(overlooked_dangers(clock() - timedelta(minutes=10))) == [demand.id]
    pass_on(demand.id)
    pass_on(demand.id)
    assert _told("danger_unseen") == {place.administrator.id}
    told = db.session.scalars(select(Notification).where(Notification.kind == "demands.danger_unseen")).one()
    assert GAS not in str(told.params)
    assert list(overlooked_dangers(clock() - timedelta(minutes=10))) == []


ON_DUTY = ["13800000091", "13800000092", "13800000093"]


def _on_duty(place: Place, monkeypatch: pytest.MonkeyPatch, first: str, after: str = "") -> None:
    sends = replace(settings(), sms=PROVIDERS["aliyun"])
    monkeypatch.setitem(current_app.config, "RESIDENT", sends)
    row = community_row(place.community)
    row.duty_phone, row.duty_phones_after = first, after
    db.session.flush()


def _called() -> list[str]:
    rows = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.secret_encrypted != "").order_by(OutboxMessage.id)
    )
    return [decrypt(one.secret_encrypted) for one in rows]


def test_every_ten_minutes_the_next_on_duty_is_told_until_somebody_has_seen_it(
    place: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _on_duty(place, monkeypatch, "0571-88000019 / 138 0000 0091", "13800000092, 13800000093")
    demand = _raised(place)
    assert _called() == ON_DUTY[:1]
    for told in (ON_DUTY[:2], ON_DUTY, ON_DUTY):
        clock.advance(minutes=9)
        pass_on(demand.id)
        clock.advance(minutes=1)
        assert list(overlooked_dangers(clock() - timedelta(minutes=10))) == [demand.id]
        pass_on(demand.id)
        pass_on(demand.id)
        assert _called() == told
    assert len(_told("danger_unseen")) == 1
    assert _steps(demand).count("sounds") == 1


def test_who_is_alone_on_duty_is_told_twice_and_nobody_once_it_was_seen(
    place: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _on_duty(place, monkeypatch, ON_DUTY[0])
    demand, other = _raised(place), _raised(place, FIRE)
    see_danger(demand=other, by=place.worker)
    for _ in range(12):
        clock.advance(minutes=10)
        for one in overlooked_dangers(clock() - timedelta(minutes=10)):
            pass_on(one)
        pass_on(other.id)
    assert _called() == [ON_DUTY[0]] * 3
    assert _danger(demand).times_passed_on == MOST_PASSED_ON


def test_a_danger_that_was_seen_is_told_to_nobody_else(place: Place, clock: Clock) -> None:
    demand = _raised(place)
    see_danger(demand=demand, by=place.worker)
    clock.advance(minutes=11)
    pass_on(demand.id)
    assert _told("danger_unseen") == set()


def test_a_demand_has_the_urgency_of_its_category_and_its_days(place: Place) -> None:
    community = community_row(place.community)
    complex_ = make_category(community, "意见建议", "Suggestions")
    complex_.urgency = Urgency.COMPLEX
    draft = place.draft(category_id=complex_.id)
    demand = raise_demand(community=place.community, draft=draft, by=place.author)
    assert demand.urgency == "complex"
    item = _item(demand)
    moderation.approve(item=item, version=item.version, by=place.moderator)
    assert demand.due_at == demand.first_due_at == due_after(demand.submitted_at, place.community, "complex")


def test_more_urgent_counts_from_now_less_urgent_from_when_it_was_raised_and_the_first_date_stays(
    place: Place, clock: Clock
) -> None:
    demand = make_demand(community_row(place.community))
    first = demand.first_due_at
    clock.advance(days=1)
    set_urgency(demand=demand, urgency="urgent", reason="老人等着用。", by=place.worker)
    assert (demand.due_at, demand.pressing) == (due_after(clock(), place.community, "urgent"), 2)
    set_urgency(demand=demand, urgency="complex", reason="要等配件。", by=place.moderator)
    assert demand.due_at == due_after(demand.submitted_at, place.community, "complex")
    assert demand.first_due_at == first
    assert _steps(demand) == ["make_urgent", "make_complex"]


def test_urgency_wants_a_reason_an_open_demand_and_no_danger(place: Place) -> None:
    with pytest.raises(Invalid):
        set_urgency(demand=make_demand(community_row(place.community)), urgency="urgent", reason="", by=place.worker)
    closed = make_demand(community_row(place.community), state=S.RESOLVED)
    with pytest.raises(WrongState):
        set_urgency(demand=closed, urgency="urgent", reason="急", by=place.worker)
    with pytest.raises(Invalid):
        set_urgency(demand=_raised(place), urgency="ordinary", reason="不急", by=place.worker)
    with pytest.raises(NotAllowed):
        set_urgency(demand=make_demand(community_row(place.community)), urgency="urgent", reason="急", by=place.author)


def test_what_was_late_stays_late_when_it_gets_more_days(place: Place, clock: Clock) -> None:
    demand = make_demand(community_row(place.community))
    clock.advance(days=10)
    due = demand.due_at
    set_urgency(demand=demand, urgency="complex", reason="要等配件。", by=place.worker)
    assert demand.due_at == due


def test_an_urgent_date_that_passes_is_missed_for_ever(place: Place, clock: Clock) -> None:
    demand = make_demand(community_row(place.community))
    set_urgency(demand=demand, urgency="urgent", reason="急", by=place.worker)
    urgent = demand.due_at
    clock.advance(days=3)
    resolve(demand=demand, text="修好了。", by=place.worker)
    assert demand.missed_at == urgent


def test_danger_stands_first_on_the_desk_then_what_is_urgent_then_the_oldest(place: Place, clock: Clock) -> None:
    community = community_row(place.community)
    oldest = make_demand(community, title="最早的")
    clock.advance(minutes=1)
    urgent = make_demand(community, title="急的")
    set_urgency(demand=urgent, urgency="urgent", reason="急", by=place.worker)
    clock.advance(minutes=1)
    danger = make_demand(community, title="危险的")
    mark_danger(demand=danger, by=place.worker)
    rows = demands_with_committee(place.community)
    assert [one.number for one in rows] == [danger.number, urgent.number, oldest.number]
    assert [(one.is_danger, one.is_urgent) for one in rows] == [(True, False), (False, True), (False, False)]

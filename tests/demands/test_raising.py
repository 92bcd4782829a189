"""Raising, changing, withdrawing, rating."""

import pytest
from sqlalchemy import select

from resident.communities.queries import community_row
from resident.db import db
from resident.demands.actions import edit_demand, raise_demand, rate, withdraw_demand
from resident.demands.models import Content, DemandEvent, DemandState, Visibility, WrongState
from resident.moderation.models import ReviewItem, ReviewState
from resident.notifications.models import Notification
from resident.web.errors import Changed, Invalid, NotAllowed
from tests.conftest import Clock
from tests.demands.conftest import Place, make_place
from tests.makers.demands import make_demand, make_support

S = DemandState


def _item(subject_id: int) -> ReviewItem:
    return db.session.scalars(
        select(ReviewItem).where(ReviewItem.kind == "demand", ReviewItem.subject_id == subject_id)
    ).one()


def _told(kind: str) -> set[int]:
    return set(db.session.scalars(select(Notification.person_id).where(Notification.kind == f"demands.{kind}")))


def test_a_raised_demand_waits_for_the_review_and_is_not_listed(place: Place, clock: Clock) -> None:
    demand = raise_demand(community=place.community, draft=place.draft(), by=place.author)
    assert (demand.state, demand.is_listed, demand.number, demand.version) == (S.IN_REVIEW, False, 1, 1)
    assert demand.submitted_at == clock()
    assert _item(demand.id).state == ReviewState.WAITING


def test_numbers_run_in_each_community_by_itself(place: Place) -> None:
    other = make_place()
    numbers = [raise_demand(community=place.community, draft=place.draft(), by=place.author).number for _ in range(2)]
    assert numbers == [1, 2]
    assert raise_demand(community=other.community, draft=other.draft(), by=other.author).number == 1


def test_where_the_community_wants_it_only_confirmed_residents_raise(place: Place) -> None:
    assert raise_demand(community=place.community, draft=place.draft(), by=place.newcomer)
    community_row(place.community).raising_needs_residence = True
    with pytest.raises(NotAllowed):
        raise_demand(community=place.community, draft=place.draft(), by=place.newcomer)


def test_category_and_building_of_another_community_are_refused_at_their_fields(place: Place) -> None:
    other = make_place()
    for field, draft in (
        ("category_id", place.draft(category_id=other.category.id)),
        ("category_id", place.draft(category_id=999_999)),
        ("building_id", place.draft(building_id=other.building.id)),
    ):
        with pytest.raises(Invalid) as refused:
            raise_demand(community=place.community, draft=draft, by=place.author)
        assert refused.value.field == field


def test_an_archived_category_is_refused_for_a_new_demand_and_kept_by_an_old_one(place: Place, clock: Clock) -> None:
    demand = raise_demand(community=place.community, draft=place.draft(), by=place.author)
    place.category.archived_at = clock()
    db.session.flush()
    with pytest.raises(Invalid):
        raise_demand(community=place.community, draft=place.draft(), by=place.author)
    edit_demand(demand=demand, draft=place.draft(title="门禁还是坏的"), version=1, by=place.author)
    assert demand.title == "门禁还是坏的"


def test_an_edit_while_it_waits_keeps_its_place_in_line_and_raises_the_version(place: Place, clock: Clock) -> None:
    demand = raise_demand(community=place.community, draft=place.draft(), by=place.author)
    place_before = _item(demand.id).submitted_at
    clock.advance(minutes=10)
    edit_demand(demand=demand, draft=place.draft(title="门禁刷卡和密码都不行"), version=1, by=place.author)
    assert demand.version == 2
    assert (_item(demand.id).submitted_at, _item(demand.id).version) == (place_before, 2)
    assert demand.submitted_at == place_before


def test_an_edit_after_changes_were_asked_goes_to_the_review_again(place: Place) -> None:
    demand = make_demand(place.community, author=place.author, state=S.CHANGES_ASKED, category_id=place.category.id)
    edit_demand(demand=demand, draft=place.draft(), version=1, by=place.author)
    assert demand.state == S.IN_REVIEW
    assert _item(demand.id).version == 2


def test_a_stale_edit_is_a_conflict_and_changes_nothing(place: Place) -> None:
    demand = raise_demand(community=place.community, draft=place.draft(), by=place.author)
    edit_demand(demand=demand, draft=place.draft(title="在手机上改的"), version=1, by=place.author)
    with pytest.raises(Changed):
        edit_demand(demand=demand, draft=place.draft(title="在电脑上改的"), version=1, by=place.author)
    assert (demand.title, demand.version) == ("在手机上改的", 2)


def test_the_same_edit_sent_twice_is_saved_once(place: Place) -> None:
    demand = raise_demand(community=place.community, draft=place.draft(), by=place.author)
    for title, version in ((place.draft().title, 1), ("在手机上改的", 2), ("在手机上改的", 2)):
        edit_demand(demand=demand, draft=place.draft(title=title), version=1, by=place.author)
        assert (demand.version, _item(demand.id).version) == (version, version)


def test_nobody_else_edits_withdraws_or_rates(place: Place) -> None:
    demand = make_demand(place.community, author=place.author, state=S.RESOLVED)
    waiting = raise_demand(community=place.community, draft=place.draft(), by=place.author)
    for person in (place.neighbour, place.worker, place.moderator, place.administrator):
        with pytest.raises(NotAllowed):
            edit_demand(demand=waiting, draft=place.draft(), version=1, by=person)
        with pytest.raises(NotAllowed):
            withdraw_demand(demand=waiting, by=person)
        with pytest.raises(NotAllowed):
            rate(demand=demand, solved=True, content=Content.CONTENT, by=person)


def test_the_author_edits_only_while_it_waits(place: Place) -> None:
    for state in DemandState:
        demand = make_demand(place.community, author=place.author, state=state)
        if state in {S.IN_REVIEW, S.CHANGES_ASKED}:
            edit_demand(demand=demand, draft=place.draft(), version=1, by=place.author)
            assert demand.state == S.IN_REVIEW
        else:
            with pytest.raises(WrongState):
                edit_demand(demand=demand, draft=place.draft(), version=1, by=place.author)
            assert demand.version == 1


def test_the_author_withdraws_until_somebody_has_it_in_hand(place: Place) -> None:
    for state in DemandState:
        demand = make_demand(place.community, author=place.author, state=state)
        if state in {S.IN_REVIEW, S.CHANGES_ASKED, S.TO_ASSIGN, S.ASSIGNED, S.WITHDRAWN}:
            withdraw_demand(demand=demand, by=place.author)
            assert (demand.state, demand.is_listed) == (S.WITHDRAWN, False)
        else:
            with pytest.raises(WrongState):
                withdraw_demand(demand=demand, by=place.author)
            assert demand.state == state


def test_withdrawing_takes_it_out_of_the_queue_and_twice_changes_nothing(place: Place) -> None:
    demand = raise_demand(community=place.community, draft=place.draft(), by=place.author)
    withdraw_demand(demand=demand, by=place.author)
    withdraw_demand(demand=demand, by=place.author)
    assert _item(demand.id).state == ReviewState.WITHDRAWN
    kinds = db.session.scalars(select(DemandEvent.kind).where(DemandEvent.demand_id == demand.id)).all()
    assert sorted(kinds) == ["raise", "withdraw"]


def test_who_supports_it_and_who_holds_it_hear_of_the_withdrawal(place: Place) -> None:
    demand = make_demand(place.community, author=place.author, state=S.ASSIGNED, holder_id=place.property.id)
    make_support(demand, place.neighbour)
    withdraw_demand(demand=demand, by=place.author)
    assert _told("withdrawn") == {place.neighbour.id, place.manager.id}


def test_solved_closes_it_with_the_rating(place: Place, clock: Clock) -> None:
    demand = make_demand(place.community, author=place.author, state=S.RESOLVED, holder_id=place.property.id)
    rate(demand=demand, solved=True, content=Content.CONTENT, by=place.author)
    assert (demand.state, demand.rated_solved, demand.rated_content) == (S.SOLVED, True, "content")
    assert demand.rated_at == clock()
    assert _told("confirmed") == {place.manager.id, place.worker.id}


def test_not_solved_goes_back_to_the_handler_once_and_then_to_the_committee(place: Place) -> None:
    demand = make_demand(place.community, author=place.author, state=S.RESOLVED, holder_id=place.property.id)
    rate(demand=demand, solved=False, content=Content.NOT_CONTENT, by=place.author)
    assert (demand.state, demand.holder_id, demand.times_reopened) == (S.REOPENED, place.property.id, 1)
    demand.state = S.RESOLVED
    rate(demand=demand, solved=False, content=Content.NOT_CONTENT, by=place.author)
    assert (demand.state, demand.holder_id) == (S.TO_ASSIGN, None)
    assert place.worker.id in _told("not_solved")


def test_only_a_resolved_demand_is_rated(place: Place) -> None:
    for state in set(DemandState) - {S.RESOLVED}:
        demand = make_demand(place.community, author=place.author, state=state)
        with pytest.raises(WrongState):
            rate(demand=demand, solved=True, content=Content.CONTENT, by=place.author)
        assert demand.rated_at is None


def test_a_demand_for_the_committee_can_become_one_for_all_while_it_waits(place: Place) -> None:
    demand = raise_demand(
        community=place.community, draft=place.draft(visibility=Visibility.COMMITTEE), by=place.author
    )
    edit_demand(demand=demand, draft=place.draft(visibility=Visibility.ALL), version=1, by=place.author)
    assert demand.visibility == Visibility.ALL

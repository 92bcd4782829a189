"""How it looks once something was done: sent in, looked at, shown beside the photo of before, taken back."""

import pytest
from sqlalchemy import select

from resident.accounts.models import SYSTEM, PersonRow
from resident.clock import now
from resident.db import db
from resident.demands.actions import reopen, show_after, withdraw_after
from resident.demands.models import AfterPhotos, AfterState, Demand, DemandState, Visibility, WrongState
from resident.demands.permissions import may_see_after
from resident.demands.queries import Filters, demands_page, page_of_after, page_of_photos, pairs_of_the_week
from resident.media.actions import keep_drafts
from resident.media.models import Photo
from resident.moderation.actions import approve, reject, take_down
from resident.moderation.models import ReviewItem
from resident.undo.actions import undo
from resident.web.errors import Invalid, NotAllowed
from tests.conftest import Clock
from tests.demands.conftest import Place
from tests.makers.demands import make_demand
from tests.makers.media import make_photo, make_prepared
from tests.makers.undo import last_deed

S = DemandState
TOKEN = "a" * 32


def closed(place: Place, **columns: object) -> Demand:
    """A demand of the author's that the property company has closed, with a public photo of before."""
    demand = make_demand(
        place.community,
        **{
            "author": place.author,
            "state": S.RESOLVED,
            "holder_id": place.property.id,
            "resolved_at": now(),
            **columns,
        },
    )
    make_photo(place.community, demand.id)
    return demand


def sent(place: Place, demand: Demand, by: PersonRow | None = None) -> AfterPhotos:
    """One photo of after, sent in."""
    by = by or place.manager
    keep_drafts(prepared=make_prepared(), community=place.community, owner_kind="after", token=TOKEN, by=by)
    return show_after(demand=demand, photo_token=TOKEN, by=by)


def waiting(after: AfterPhotos) -> ReviewItem:
    """Its place in the queue."""
    return db.session.scalars(
        select(ReviewItem).where(ReviewItem.kind == "after", ReviewItem.subject_id == after.id)
    ).one()


def shown(place: Place, demand: Demand) -> AfterPhotos:
    """One that everybody sees."""
    after = sent(place, demand)
    approve(item=waiting(after), version=1, by=place.moderator)
    return after


def photo_of(after: AfterPhotos) -> Photo:
    return db.session.scalars(select(Photo).where(Photo.owner_kind == "after", Photo.owner_id == after.id)).one()


def pairs(place: Place) -> list[int]:
    return [pair.number for pair in pairs_of_the_week(place.community)]


def thumb(place: Place) -> str | None:
    """The key of the photo beside the one demand of the list."""
    return demands_page(place.community, Filters(), "").rows[0].thumb


def test_a_photo_of_after_is_looked_at_before_everybody_sees_it(place: Place) -> None:
    demand = closed(place)
    after = sent(place, demand)
    assert after.state == AfterState.IN_REVIEW
    assert not photo_of(after).is_public
    assert pairs(place) == []
    assert [bool(may_see_after(one, after.id)) for one in (None, place.neighbour, place.manager, place.moderator)] == [
        False,
        False,
        True,
        True,
    ]
    approve(item=waiting(after), version=1, by=place.moderator)
    assert after.state == AfterState.PUBLISHED
    assert photo_of(after).is_public
    assert pairs(place) == [demand.number]
    assert may_see_after(None, after.id)


def test_the_page_of_a_photo_leads_back_to_its_demand_from_before_and_from_after(place: Place) -> None:
    demand = closed(place, title="长椅松了")
    after = shown(place, demand)
    back = (f"/c/{place.community.slug}/demands/{demand.number}", "长椅松了")
    assert page_of_photos(demand.id) == page_of_after(after.id) == back


def test_who_sent_it_does_not_let_it_through(place: Place) -> None:
    demand = closed(place, author=place.moderator)
    after = sent(place, demand, by=place.moderator)
    with pytest.raises(NotAllowed):
        approve(item=waiting(after), version=1, by=place.moderator)


def test_a_refused_one_is_shown_to_nobody_and_its_sender_hears_why(place: Place) -> None:
    after = sent(place, closed(place))
    reject(item=waiting(after), version=1, reason="有人脸", by=place.moderator)
    assert after.state == AfterState.NOT_APPROVED
    assert not may_see_after(None, after.id)
    assert pairs(place) == []


def test_a_decision_can_be_undone(place: Place) -> None:
    after = shown(place, closed(place))
    key = photo_of(after).key
    undo(deed_id=last_deed().id, community=place.community, by=place.moderator)
    assert after.state == AfterState.IN_REVIEW
    assert not photo_of(after).is_public
    assert photo_of(after).key != key


@pytest.mark.parametrize("state", [S.IN_HAND, S.TO_ASSIGN, S.PARKED, S.IN_REVIEW])
def test_nothing_is_shown_of_what_is_not_closed(place: Place, state: DemandState) -> None:
    demand = closed(place, state=state)
    with pytest.raises(WrongState):
        sent(place, demand)


def test_who_asked_and_who_handles_it_may_show_it_and_nobody_else(place: Place) -> None:
    demand = closed(place)
    for person in (place.author, place.manager, place.worker):
        assert sent(place, demand, by=person).author_id == person.id
    for person in (place.neighbour, place.moderator, place.administrator):
        with pytest.raises(NotAllowed):
            show_after(demand=demand, photo_token=TOKEN, by=person)
    with pytest.raises(NotAllowed):
        show_after(demand=demand, photo_token=TOKEN, by=SYSTEM)


def test_without_a_photo_there_is_nothing_to_show(place: Place) -> None:
    with pytest.raises(Invalid):
        show_after(demand=closed(place), photo_token="b" * 32, by=place.manager)


@pytest.mark.parametrize("is_shown", [True, False])
def test_it_is_taken_back_once_and_its_photo_goes(place: Place, is_shown: bool) -> None:
    demand = closed(place)
    after = shown(place, demand) if is_shown else sent(place, demand)
    for person in (place.neighbour, place.author, SYSTEM):
        with pytest.raises(NotAllowed):
            withdraw_after(after=after, by=person)
    withdraw_after(after=after, by=place.worker)
    withdraw_after(after=after, by=place.manager)
    assert after.state == AfterState.WITHDRAWN
    assert db.session.scalars(select(Photo).where(Photo.owner_kind == "after")).all() == []
    assert pairs(place) == []


def test_of_a_demand_for_the_committee_no_pair_is_public(place: Place) -> None:
    after = shown(place, closed(place, visibility=Visibility.COMMITTEE))
    assert not photo_of(after).is_public
    assert pairs(place) == []
    assert not may_see_after(None, after.id)


def test_a_pair_is_shown_for_a_week_and_while_the_demand_is_closed(place: Place, clock: Clock) -> None:
    demand, old = closed(place), closed(place)
    shown(place, old)
    clock.advance(days=6)
    shown(place, demand)
    assert pairs(place) == [demand.number, old.number]
    clock.advance(days=2)
    assert pairs(place) == [demand.number]
    reopen(demand=demand, reason="又松了", by=place.worker)
    assert pairs(place) == []


def test_a_photo_taken_down_or_a_demand_taken_down_ends_the_pair(place: Place) -> None:
    first, second = closed(place), closed(place)
    photo = photo_of(shown(place, first))
    after = shown(place, second)
    take_down(community=place.community, kind="photo", subject_id=photo.id, reason="有车牌", by=place.moderator)
    assert pairs(place) == [second.number]
    take_down(community=place.community, kind="demand", subject_id=second.id, reason="有门牌号", by=place.moderator)
    assert pairs(place) == []
    assert not photo_of(after).is_public


def test_lists_show_a_closed_demand_by_how_it_looks_now_once_everybody_may_see_that(place: Place) -> None:
    demand = closed(place)
    before = thumb(place)
    assert before
    after = sent(place, demand)
    assert thumb(place) == before
    approve(item=waiting(after), version=1, by=place.moderator)
    assert thumb(place) == photo_of(after).key != before
    reopen(demand=demand, reason="又松了", by=place.worker)
    assert thumb(place) == before


def test_lists_show_the_photo_of_before_again_when_that_of_after_was_taken_down(place: Place) -> None:
    demand = closed(place)
    before = thumb(place)
    photo = photo_of(shown(place, demand))
    assert thumb(place) == photo.key
    take_down(community=place.community, kind="photo", subject_id=photo.id, reason="有车牌", by=place.moderator)
    assert thumb(place) == before

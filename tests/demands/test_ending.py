"""What waits under a demand that ends: comments end with it or go along, and nobody is told of a page that is not there."""

import pytest
from sqlalchemy import select

from resident.communities.context import community_by_id
from resident.db import db
from resident.demands.actions import merge, withdraw_demand, write_comment
from resident.demands.models import Comment, CommentState, Demand, DemandState
from resident.demands.people import leave_demands
from resident.demands.permissions import can_see
from resident.demands.queries import demand_page
from resident.moderation.actions import approve, take_down
from resident.moderation.models import ReviewItem, ReviewState
from resident.moderation.queries import item_of
from resident.notifications.models import Notification
from resident.web.errors import Invalid
from tests.demands.conftest import Place
from tests.makers.communities import make_resident
from tests.makers.demands import make_demand, make_support


def _waiting(demand: Demand, place: Place) -> Comment:
    return write_comment(demand=demand, body="我家也是。", by=make_resident(place.community).value)


def _items() -> list[str]:
    return list(db.session.scalars(select(ReviewItem.state).where(ReviewItem.kind == "comment")))


def _told(kind: str) -> dict[int, str]:
    told = db.session.execute(select(Notification.person_id, Notification.path).where(Notification.kind == kind))
    return {one.person_id: one.path for one in told}


@pytest.mark.parametrize("way", ["withdrawn", "account closed", "taken down"])
def test_a_comment_that_waits_ends_with_its_demand_and_its_writer_is_told(place: Place, way: str) -> None:
    demand = make_demand(place.community, author=place.author)
    comment = _waiting(demand, place)
    if way == "taken down":
        take_down(
            community=community_by_id(place.community.id),
            kind="demand",
            subject_id=demand.id,
            reason="有别人的电话",
            by=place.moderator.value,
        )
    elif way == "withdrawn":
        withdraw_demand(demand=demand, by=place.author.value)
    else:
        demand.state = DemandState.IN_REVIEW
        leave_demands(place.author.value)
    assert comment.state == CommentState.WITHDRAWN
    assert _items() == [ReviewState.WITHDRAWN]
    assert _told("demands.comment_ended") == {comment.author_id: f"/c/{place.community.slug}/demands"}


def test_a_comment_that_waits_goes_along_into_the_demand_that_goes_on(place: Place) -> None:
    demand, target = make_demand(place.community, author=place.author), make_demand(place.community)
    comment = _waiting(demand, place)
    merge(demand=demand, into=target.number, by=place.worker)
    assert (comment.demand_id, comment.state) == (target.id, CommentState.IN_REVIEW)
    item = item_of(community_by_id(place.community.id), db.session.scalars(select(ReviewItem.id)).one())
    assert item is not None
    approve(item=item, version=item.version, by=place.moderator.value)
    assert (demand.comment_count, target.comment_count) == (0, 1)
    assert _told("demands.comment_approved") == {
        comment.author_id: f"/c/{place.community.slug}/demands/{target.number}"
    }


@pytest.mark.parametrize("state", [DemandState.RESOLVED, DemandState.SOLVED, DemandState.MERGED])
def test_nothing_merges_into_what_has_ended(place: Place, state: DemandState) -> None:
    demand, target = make_demand(place.community), make_demand(place.community, state=state)
    with pytest.raises(Invalid):
        merge(demand=demand, into=target.number, by=place.worker)
    assert demand.state == DemandState.TO_ASSIGN


def test_whoever_is_told_of_a_demand_finds_a_page_they_may_read(place: Place) -> None:
    demand = make_demand(place.community, author=place.author, state=DemandState.ASSIGNED, holder_id=place.property.id)
    supporter = make_support(demand)
    withdraw_demand(demand=demand, by=place.author.value)
    told = _told("demands.withdrawn")
    assert set(told) == {supporter.id, place.manager.id}
    assert told[supporter.id] == f"/c/{place.community.slug}/demands"
    assert told[place.manager.id] == f"/c/{place.community.slug}/demands/{demand.number}"
    shown = demand_page(community_by_id(place.community.id), demand.number, place.manager.value)
    assert can_see(place.manager.value, shown)
    assert not can_see(supporter.value, shown)

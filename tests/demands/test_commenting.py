"""Comments: written, reviewed, changed, withdrawn."""

import pytest
from sqlalchemy import select

from resident.db import db
from resident.demands.actions import edit_comment, withdraw_comment, write_comment
from resident.demands.models import CommentState, DemandState, Visibility, WrongState
from resident.moderation import actions as moderation
from resident.moderation.models import ReviewItem
from resident.notifications.models import Notification
from resident.web.errors import Changed, NotAllowed
from tests.demands.conftest import Place
from tests.makers.demands import make_comment, make_demand

C = CommentState


def _item(comment_id: int) -> ReviewItem:
    return db.session.scalars(
        select(ReviewItem)
        .where(ReviewItem.kind == "comment", ReviewItem.subject_id == comment_id)
        .order_by(ReviewItem.id.desc())
    ).first()


def _told(kind: str) -> list[int]:
    return list(db.session.scalars(select(Notification.person_id).where(Notification.kind == f"demands.{kind}")))


def test_a_comment_counts_once_it_has_passed_the_review(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    comment = write_comment(demand=demand, body="我家也是", by=place.neighbour)
    assert (comment.state, demand.comment_count) == (C.IN_REVIEW, 0)
    moderation.approve(item=_item(comment.id), version=1, by=place.moderator)
    assert (comment.state, demand.comment_count) == (C.PUBLISHED, 1)
    assert (_told("comment_approved"), _told("commented")) == ([place.neighbour.id], [place.author.id])


def test_a_refused_comment_tells_its_writer_why(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    comment = write_comment(demand=demand, body="广告", by=place.neighbour)
    moderation.reject(item=_item(comment.id), version=1, by=place.moderator, reason="这是广告")
    assert (comment.state, demand.comment_count) == (C.NOT_APPROVED, 0)
    assert _told("comment_not_approved") == [place.neighbour.id]
    with pytest.raises(WrongState):
        edit_comment(comment=comment, body="不是广告", shows_building=False, version=1, by=place.neighbour)


def test_an_edit_raises_the_version_and_a_stale_one_is_a_conflict(place: Place) -> None:
    comment = write_comment(
        demand=make_demand(place.community, author=place.author), body="我家也是", by=place.neighbour
    )
    edit_comment(comment=comment, body="我家也是，三楼", shows_building=True, version=1, by=place.neighbour)
    assert (comment.version, _item(comment.id).version) == (2, 2)
    with pytest.raises(Changed):
        edit_comment(comment=comment, body="旧的", shows_building=False, version=1, by=place.neighbour)
    assert comment.body == "我家也是，三楼"


def test_the_same_edit_sent_twice_is_saved_once(place: Place) -> None:
    comment = write_comment(demand=make_demand(place.community, author=place.author), body="我家", by=place.neighbour)
    for _time in range(2):
        edit_comment(comment=comment, body="我家也是", shows_building=True, version=1, by=place.neighbour)
    assert (comment.version, _item(comment.id).version) == (2, 2)


def test_changes_asked_and_made_it_waits_again(place: Place) -> None:
    comment = write_comment(
        demand=make_demand(place.community, author=place.author), body="301 的人", by=place.neighbour
    )
    moderation.ask_changes(item=_item(comment.id), version=1, by=place.moderator, reason="去掉门牌号")
    assert comment.state == C.CHANGES_ASKED
    edit_comment(comment=comment, body="三楼的人", shows_building=False, version=1, by=place.neighbour)
    assert comment.state == C.IN_REVIEW
    assert _item(comment.id).state == "waiting"


def test_a_published_comment_can_only_be_withdrawn_and_is_no_longer_counted(place: Place) -> None:
    demand = make_demand(place.community, author=place.author)
    comment = make_comment(demand, author=place.neighbour)
    with pytest.raises(WrongState):
        edit_comment(comment=comment, body="别的", shows_building=False, version=1, by=place.neighbour)
    withdraw_comment(comment=comment, by=place.neighbour)
    withdraw_comment(comment=comment, by=place.neighbour)
    assert (comment.state, demand.comment_count) == (C.WITHDRAWN, 0)


def test_nobody_else_changes_or_withdraws_it(place: Place) -> None:
    comment = make_comment(make_demand(place.community, author=place.author), author=place.neighbour, state=C.IN_REVIEW)
    for person in (place.author, place.worker, place.moderator, place.administrator):
        with pytest.raises(NotAllowed):
            edit_comment(comment=comment, body="别的", shows_building=False, version=1, by=person)
        with pytest.raises(NotAllowed):
            withdraw_comment(comment=comment, by=person)


def test_only_listed_demands_are_commented(place: Place) -> None:
    for columns in ({"state": DemandState.IN_REVIEW}, {"visibility": Visibility.COMMITTEE}):
        with pytest.raises(NotAllowed):
            write_comment(
                demand=make_demand(place.community, author=place.author, **columns), body="好", by=place.neighbour
            )

"""What a person takes along, and what stays when an account is closed."""

import json

from sqlalchemy import select

from resident import clock
from resident.accounts.registry import close_everywhere, everything_about
from resident.db import db
from resident.demands.models import CommentState, DemandState
from resident.moderation import actions as moderation
from resident.moderation.models import ReviewItem
from tests.demands.conftest import Place
from tests.makers.demands import make_comment, make_demand, make_support

S = DemandState


def test_a_person_takes_along_what_they_raised_wrote_and_supported(place: Place) -> None:
    mine = make_demand(place.community, author=place.author, title="我的事")
    other = make_demand(place.community, author=place.neighbour, title="邻居的事", body="邻居写的")
    make_comment(other, author=place.author, body="我也遇到")
    make_support(other, place.author)
    found = everything_about(place.author)["demands"]
    assert json.dumps(found)
    assert [one["number"] for one in found["raised"]] == [mine.number]
    assert [one["text"] for one in found["comments"]] == ["我也遇到"]
    assert [one["title"] for one in found["supported"]] == ["邻居的事"]
    assert "邻居写的" not in json.dumps(found, ensure_ascii=False)


def test_a_closed_account_leaves_what_is_published_without_its_name(place: Place) -> None:
    waiting = make_demand(place.community, author=place.author, state=S.IN_REVIEW)
    published = make_demand(place.community, author=place.author, state=S.IN_HAND)
    comment = make_comment(make_demand(place.community), author=place.author)
    close_everywhere(place.author)
    assert (waiting.state, waiting.shows_name) == (S.WITHDRAWN, False)
    assert (published.state, published.shows_name) == (S.IN_HAND, False)
    assert (comment.state, comment.demand.comment_count) == (CommentState.WITHDRAWN, 0)


def test_of_what_nobody_was_shown_no_word_stays(place: Place) -> None:
    hidden = [
        make_demand(place.community, author=place.author, state=state, title="我的事", body="我的话", published_at=None)
        for state in (S.IN_REVIEW, S.CHANGES_ASKED, S.NOT_APPROVED, S.WITHDRAWN)
    ]
    published = make_demand(
        place.community, author=place.author, state=S.IN_HAND, title="大家看到的事", published_at=clock.now()
    )
    comments = [make_comment(published, author=place.author, body="我的评论", state=state) for state in CommentState]
    theirs = make_comment(published, author=place.neighbour, body="邻居的评论")
    for subject, kind in ((hidden[0], "demand"), (comments[0], "comment")):
        moderation.submit(kind=kind, subject=subject, title={"zh_Hans": "我的事"}, author_id=place.author.id, version=1)
    close_everywhere(place.author)
    assert {(one.title, one.body, one.spot) for one in hidden} == {("", "", "")}
    assert {one.body for one in comments} == {""}
    assert (published.title, theirs.body) == ("大家看到的事", "邻居的评论")
    assert {str(item.title) for item in db.session.scalars(select(ReviewItem))} == {"{}"}

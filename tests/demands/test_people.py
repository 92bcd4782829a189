"""What a person takes along, and what stays when an account is closed."""

import json

from resident.accounts.registry import close_everywhere, everything_about
from resident.demands.models import CommentState, DemandState
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

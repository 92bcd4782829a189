"""What a moderator reads: every declared text in every language, and what changed beside what was."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from resident.activities.models import ActivityState
from resident.communities.models import CommunityRow, Role
from resident.db import Base, transaction
from resident.demands.models import CommentState, DemandState
from resident.moderation.actions import submit
from resident.moderation.differences import GONE, NEW, SAME, pieces
from resident.moderation.kinds import KINDS
from tests.makers.activities import make_activity, make_shift
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.demands import make_comment, make_demand

SignIn = Callable[[int], FlaskClient]
MARKS = iter(range(1, 10_000))


def marked(row: Base, columns: list[str]) -> Iterator[str]:
    """Put a text of its own into each of these columns, in every language; gives them."""
    for column in columns:
        if isinstance(getattr(row, column), dict):
            texts = {language: f"{column} {language} ‹{next(MARKS)}›" for language in ("zh_Hans", "en")}
            setattr(row, column, texts)
            yield from texts.values()
        else:
            text = f"{column} ‹{next(MARKS)}›"
            setattr(row, column, text)
            yield text


def rows_of(kind: str, community: CommunityRow) -> list[Any]:
    """A thing of this kind that waits, with what belongs to it; the subject first."""
    if kind == "activity":
        activity = make_activity(community, state=ActivityState.IN_REVIEW)
        return [activity, make_shift(activity)]
    if kind == "demand":
        return [make_demand(community, state=DemandState.IN_REVIEW)]
    return [make_comment(make_demand(community), state=CommentState.IN_REVIEW)]


@pytest.mark.parametrize("kind", ["activity", "demand", "comment"])
def test_every_declared_text_stands_before_the_moderator_in_every_language(
    app: Flask, sign_in: SignIn, kind: str
) -> None:
    with app.app_context(), transaction():
        community = make_community("guihua")
        rows = rows_of(kind, community)
        texts = []
        for row in rows:
            names = [one.key for one in KINDS[kind].reads if one.class_ is type(row)]
            assert names
            texts += list(marked(row, names))
        author = make_resident(community)
        item = submit(
            kind=kind, subject=rows[0], title={"zh_Hans": "题", "en": "T"}, author_id=author.id, version=rows[0].version
        ).id
        moderator = make_staff(community, Role.MODERATOR).id
    for language in ("zh", "en"):
        page = sign_in(moderator).get(f"/c/guihua/review/{item}", headers={"Accept-Language": language}).text
        assert [text for text in texts if str(escape(text)) not in page] == []


def test_six_english_fields_do_not_go_past_a_chinese_moderator(app: Flask, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        community = make_community("guihua")
        activity = make_activity(community, state=ActivityState.IN_REVIEW)
        activity.risks = {"zh_Hans": "有热锅。", "en": "Buy points from me"}
        activity.protections = {"zh_Hans": "", "en": ""}
        item = submit(
            kind="activity", subject=activity, title=activity.title, author_id=activity.created_by_id, version=1
        ).id
        moderator = make_staff(community, Role.MODERATOR).id
    page = sign_in(moderator).get(f"/c/guihua/review/{item}", headers={"Accept-Language": "zh"}).text
    assert "Buy points from me" in page
    assert page.count("有热锅。") == 1


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("活动室", "活动室", [(SAME, "活动室")]),
        ("", "", []),
        ("", "新", [(NEW, "新")]),
        ("旧", "", [(GONE, "旧")]),
        ("六栋活动室", "七栋活动室", [(GONE, "六"), (NEW, "七"), (SAME, "栋活动室")]),
        ("Room six here", "Room seven here", [(SAME, "Room "), (GONE, "six"), (NEW, "seven"), (SAME, " here")]),
    ],
)
def test_a_difference_is_told_by_characters_and_by_words(before: str, now: str, expected: list[Any]) -> None:
    assert [tuple(piece) for piece in pieces(before, now)] == expected


@pytest.mark.parametrize("size", [10, 1400, 5000])
def test_a_difference_gives_both_texts_back_whatever_their_length(size: int) -> None:
    before, now = "甲乙丙丁"[: size % 4] + "旧字" * size, "新字" * size + "x"
    found = pieces(before, now)
    assert "".join(piece.text for piece in found if piece.kind != NEW) == before
    assert "".join(piece.text for piece in found if piece.kind != GONE) == now


def test_texts_are_escaped_where_they_differ(app: Flask) -> None:
    with app.test_request_context():
        template = app.jinja_env.from_string(
            "{% from 'moderation/_text.html' import read_text %}{{ read_text('L', after, before, {'en': 'English'}) }}"
        )
        drawn = template.render(before={"en": "<b>a"}, after={"en": "<i>b"})
    assert "<b>" not in drawn.replace('<b class="read__new">', "")
    assert "<i>" not in drawn
    assert re.search(r"<ins>.*i", drawn)

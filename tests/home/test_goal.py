"""What all do together this month, on the home page: ours for everybody, mine inside it for me, nobody's by name."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resident.accounts.models import PersonRow
from resident.activities.models import RecordState
from resident.communities.context import community_by_id
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.home.queries import Goal, goal_of, neighbourhood, waiting_for
from tests.makers.activities import make_activity, make_record, make_shift
from tests.makers.communities import make_community, make_resident
from tests.statements import statements_of

HOME = "/c/guihua/"
WORDS = "Company for who lives alone"


@pytest.fixture
def resident_id(app: Flask) -> int:
    """A resident of `guihua`, which has chosen ten hours a month."""
    with app.app_context(), transaction():
        place = make_community("guihua", goal={"zh_Hans": "陪伴独居老人", "en": WORDS}, goal_hours=10)
        return make_resident(place, "李阿姨").id


def give(app: Flask, minutes: int, person_id: int | None = None, state: RecordState = RecordState.FINAL) -> None:
    """Minutes of a resident, or of some neighbour, of the last hours."""
    with app.app_context(), transaction():
        place = db.session.query(CommunityRow).filter_by(slug="guihua").one()
        person = make_resident(place, "王大爷") if person_id is None else db.session.get_one(PersonRow, person_id)
        shift = make_shift(make_activity(place), hours=-12, length=12)
        make_record(shift, person, by=make_resident(place), minutes=minutes, state=state)


def page_of(browser: FlaskClient, mode: str = "standard") -> str:
    browser.set_cookie("language", "en")
    browser.set_cookie("reading_mode", mode)
    page = browser.get(HOME).text
    return page.split("<main")[1].split("</main>")[0]


def drawn(page: str) -> tuple[int, int, int]:
    """Open flowers, mine among them, and buds of the twig."""
    twig = page.split('class="goal__sprig"')[1].split("</svg>")[0]
    return twig.count('class="sp-f"'), twig.count('class="sp-r"'), twig.count('class="sp-u"')


def test_a_visitor_sees_ours_alone(app: Flask, resident_id: int, client: FlaskClient) -> None:
    give(app, 180, resident_id)
    give(app, 245)
    page = page_of(client)
    assert drawn(page) == (7, 0, 3)
    for words in (
        WORDS,
        "7\u00a0h 5\u00a0min: 7 flowers of ten are open.",
        "Neighbours: 7\u00a0h 5\u00a0min",
        "To go: 2\u00a0h 55\u00a0min",
    ):
        assert words in page
    assert "You:" not in page


def test_mine_is_inside_ours_and_nobody_else_is_named(
    app: Flask, resident_id: int, sign_in: Callable[[int], FlaskClient]
) -> None:
    give(app, 120, resident_id)
    give(app, 300)
    page = page_of(sign_in(resident_id))
    assert drawn(page) == (7, 2, 3)
    for words in ("2 of them are yours.", "You: 2\u00a0hours", "Neighbours: 5\u00a0hours", "To go: 3\u00a0hours"):
        assert words in page
    assert "王大爷" not in page


def test_who_gave_less_than_a_tenth_has_a_part_in_one_flower(
    app: Flask, resident_id: int, sign_in: Callable[[int], FlaskClient]
) -> None:
    give(app, 20, resident_id)
    browser = sign_in(resident_id)
    assert drawn(page_of(browser)) == (0, 0, 10)
    give(app, 60)
    assert drawn(page_of(browser)) == (1, 1, 9)
    assert "Your 20\u00a0min are in one of them." in page_of(browser)


def test_minutes_that_are_voided_go_again_from_ours_and_from_mine(
    app: Flask, resident_id: int, sign_in: Callable[[int], FlaskClient]
) -> None:
    give(app, 240, resident_id, RecordState.VOIDED)
    page = page_of(sign_in(resident_id))
    assert drawn(page) == (0, 0, 10)
    assert "A new month: at 1\u00a0hour the first flower opens." in page


def test_a_goal_that_is_reached_is_thanked_for(app: Flask, resident_id: int, client: FlaskClient) -> None:
    give(app, 599)
    assert drawn(page_of(client)) == (9, 0, 1)
    give(app, 61)
    page = page_of(client)
    assert drawn(page) == (10, 0, 0)
    assert "11\u00a0hours: all ten flowers are open. Thank you, neighbours!" in page
    assert "To go" not in page


def test_care_mode_says_it_in_words(app: Flask, resident_id: int, client: FlaskClient) -> None:
    give(app, 180)
    page = page_of(client, "care")
    assert "3\u00a0hours: 3 flowers of ten are open." in page
    assert WORDS in page
    assert "goal__sprig" not in page


def test_where_nothing_was_chosen_nothing_is_shown(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), transaction():
        make_community("guihua")
    for mode in ("standard", "care"):
        assert "goal__" not in page_of(client, mode)


def test_the_goal_adds_no_statement_to_a_page_that_is_remembered(
    app: Flask, resident_id: int, client: FlaskClient, sign_in: Callable[[int], FlaskClient]
) -> None:
    give(app, 60, resident_id)
    counts = []
    for browser in (client, sign_in(resident_id)):
        page_of(browser)
        with statements_of(app) as seen:
            browser.get(HOME)
        counts.append(len(seen))
    assert counts == [1, 4]


@pytest.mark.usefixtures("session")
def test_mine_is_newer_than_what_the_worker_counted_and_never_more_than_ours() -> None:
    row = make_community(goal={"zh_Hans": "一起", "en": ""}, goal_hours=10)
    person, place = make_resident(row), community_by_id(row.id)
    around = neighbourhood(place, is_short=False)
    make_record(make_shift(make_activity(row), hours=-3), person, by=make_resident(row), state=RecordState.IN_NOTICE)
    assert goal_of(place, around, waiting_for(place, person)) == Goal(whole=600, ours=120, by_hand=0, mine=120)
    assert goal_of(replace(place, goal_hours=None), around, None) is None


@pytest.mark.usefixtures("session")
def test_mine_is_of_this_month_and_this_community() -> None:
    row, other = make_community(), make_community()
    person = make_resident(row)
    for place, days in ((row, 0), (other, 1), (row, 40)):
        shift = make_shift(make_activity(place), hours=-3 - 24 * days)
        make_record(shift, person, by=make_resident(place), state=RecordState.FINAL)
    assert waiting_for(community_by_id(row.id), person).minutes == 120


@pytest.mark.parametrize("ours", [0, 1, 59, 60, 61, 599, 600, 601, 10_000])
def test_no_more_flowers_are_mine_than_are_open(ours: int) -> None:
    for mine in {0, 1, ours // 2, ours}:
        goal = Goal(600, ours, 0, min(mine, ours))
        assert 0 <= goal.own <= goal.flowers <= 10
        assert (goal.flowers == 10) == (goal.left == 0)

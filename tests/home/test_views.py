"""The home page and one's own page, for a visitor, a resident and the staff."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from resident import clock as app_clock
from resident.accounts.models import PersonRow
from resident.communities.models import CommunityRow, Role, RoleGrant
from resident.db import db, transaction
from resident.demands.models import DemandState
from resident.home.words import opening
from tests.home.test_queries import with_demand, with_pickup, with_record, with_shift
from tests.makers.activities import make_activity, make_shift
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.demands import make_demand, make_support
from tests.makers.notices import make_notice
from tests.makers.points import give_points
from tests.statements import statements_of

HOME = "/c/guihua/"
MOST_STATEMENTS = 12
ALL = (with_shift, with_demand, with_pickup, with_record)


@pytest.fixture
def resident_id(app: Flask) -> int:
    """A resident of `guihua` with a confirmed home, where nothing has happened yet."""
    with app.app_context(), transaction():
        return make_resident(make_community("guihua", phone="0571-8800 0018")).id


@pytest.fixture
def browser(resident_id: int, sign_in: Callable[[int], FlaskClient]) -> FlaskClient:
    """The resident's browser, in English."""
    return in_english(sign_in(resident_id))


def in_english(browser: FlaskClient, mode: str = "standard") -> FlaskClient:
    browser.set_cookie("language", "en")
    browser.set_cookie("reading_mode", mode)
    return browser


def let(app: Flask, person_id: int, *happen: Callable[[CommunityRow, PersonRow], None]) -> None:
    with app.app_context(), transaction():
        place = db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one()
        assert place is not None
        for one in happen:
            one(place, db.session.get_one(PersonRow, person_id))


def around(place: CommunityRow, _person: PersonRow) -> None:
    """A notice, a demand that is supported, one that was solved, an activity to come."""
    now = app_clock.now()
    make_notice(place, title={"zh_Hans": "周五停水", "en": "No water on Friday"})
    make_support(make_demand(place, title="East gate is jammed"))
    make_shift(make_activity(place, title="包饺子"), hours=48)
    rated = {"rated_at": now, "rated_solved": True, "rated_content": "content", "contacted_at": now}
    make_demand(place, state=DemandState.SOLVED, submitted_at=now - timedelta(days=2), **rated)


@pytest.mark.parametrize("mode", ["standard", "care"])
@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_an_empty_home_opens_for_everybody(browser: FlaskClient, client: FlaskClient, mode: str, language: str) -> None:
    for one in (browser, client):
        one.set_cookie("language", language)
        one.set_cookie("reading_mode", mode)
        assert one.get(HOME).status_code == 200
    assert browser.get("/me").status_code == 200


def test_a_visitor_is_welcomed_and_sees_what_goes_on(app: Flask, resident_id: int, client: FlaskClient) -> None:
    let(app, resident_id, around)
    page = in_english(client).get(HOME).text
    for words in ("Good\u00a0morning, neighbour", "No water on Friday", "East gate is jammed", "Dumplings", "Response"):
        assert words in page
    assert 'href="/sign-in?next=/c/guihua/"' in page
    assert 'href="tel:0571-88000018"' in page


def test_where_there_are_no_figures_there_is_no_section_for_them(browser: FlaskClient) -> None:
    page = browser.get(HOME).text
    assert "Satisfaction" not in page
    assert "Nobody has raised anything yet." in page
    assert "No activity is planned just now." in page


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (with_shift, "To check in"),
        (with_demand, "Have a look and say"),
        (with_pickup, "Show the pickup code"),
        (with_record, "Look it over"),
        (lambda place, person: give_points(place, person, 30), "See what they are good for"),
    ],
)
def test_the_one_block_says_what_waits(
    app: Flask, resident_id: int, browser: FlaskClient, happens: Callable[[CommunityRow, PersonRow], None], words: str
) -> None:
    assert "See where help is wanted" in browser.get(HOME).text
    let(app, resident_id, happens)
    page = browser.get(HOME).text
    assert words in page
    assert page.count('<section class="now') == 1


def test_care_mode_shows_fewer_things(app: Flask, resident_id: int, browser: FlaskClient) -> None:
    let(app, resident_id, around)
    page = in_english(browser, "care").get(HOME).text
    assert "No water on Friday" in page
    assert "Call the committee" in page
    assert "East gate is jammed" in page  # a neighbour's matter stands on everybody's first screen
    assert "Response" not in page


@pytest.mark.parametrize("times", [1, 20])
def test_home_takes_the_same_few_statements_however_much_there_is(
    app: Flask, resident_id: int, browser: FlaskClient, client: FlaskClient, times: int
) -> None:
    let(app, resident_id, *[*ALL, around] * times)
    for one in (browser, client):
        one.get(HOME)
    counts = []
    for one, path in ((browser, HOME), (client, HOME), (browser, "/me")):
        with statements_of(app) as seen:
            assert one.get(path).status_code == 200
        counts.append(len(seen))
    assert counts == [5, 1, 7]
    assert max(counts) <= MOST_STATEMENTS


def test_ones_own_page_says_what_there_is(app: Flask, resident_id: int, browser: FlaskClient) -> None:
    let(app, resident_id, *ALL)
    page = browser.get("/me").text
    for words in (
        "Building 3, unit 1: confirmed",
        "1 to rate",
        "1 to pick up",
        "An hour is enough to begin with.",
    ):
        assert words in page
    assert "room" not in page.split("<main")[1].split("</main>")[0]
    assert "My work" not in page


def test_the_staff_find_their_pages(app: Flask, resident_id: int, sign_in: Callable[[int], FlaskClient]) -> None:
    with app.app_context(), transaction():
        place = db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one()
        assert place is not None
        staff_id = make_staff(place, Role.ADMINISTRATOR).id
    staff = in_english(sign_in(staff_id))
    with statements_of(app) as seen:
        page = staff.get("/me").text
    assert 'href="/c/guihua/admin"' in page
    assert 'href="/c/guihua/review"' not in page
    assert len(seen) <= MOST_STATEMENTS
    with app.app_context(), transaction():
        db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == staff_id)).one().ended_at = app_clock.now()
    assert "/c/guihua/admin" not in staff.get("/me").text


def test_one_switches_between_communities_where_there_are_several(app: Flask, browser: FlaskClient) -> None:
    assert "/?choose=1" not in browser.get("/me").text
    with app.app_context(), transaction():
        make_community("yulan")
    assert "/?choose=1" in browser.get("/me").text


def test_a_visitor_signs_in_before_seeing_the_own_page(resident_id: int, client: FlaskClient) -> None:
    answer = client.get("/me")
    assert answer.status_code in {302, 303}
    assert answer.location.startswith("/sign-in")


def test_another_community_is_404(resident_id: int, client: FlaskClient) -> None:
    assert client.get("/c/nowhere/").status_code == 404


@pytest.mark.parametrize(
    "path", [HOME, f"{HOME}demands", f"{HOME}activities", f"{HOME}rewards", "/me", "/me/notifications", "/me/points"]
)
def test_in_care_mode_the_committee_can_be_called_from_the_bar_of_every_page(browser: FlaskClient, path: str) -> None:
    call = 'class="tool" href="tel:0571-88000018"'
    assert call not in browser.get(path).text
    browser.set_cookie("reading_mode", "care")
    assert call in browser.get(path).text


def test_in_care_mode_settings_stand_behind_one_line(browser: FlaskClient) -> None:
    browser.set_cookie("reading_mode", "care")
    page = browser.get("/me").text
    assert page.index("My redemptions") < page.index("<details") < page.index("Language and type")
    assert "entered by hand" not in page


@pytest.mark.parametrize(
    ("words", "room", "begins"),
    [
        ("周五停水。请备水。", 64, "周五停水。"),
        ("周五停水", 64, "周五停水"),
        ("No water on Friday. Fill a bucket.", 64, "No water on Friday."),
        ("A 9.30 start\nand more", 64, "A 9.30 start"),
        ("No water on Friday from nine", 20, "No water on Friday…"),
        ("周三上午停水一至四栋", 9, "周三上午…"),
        ("Unbreakableverylongword", 5, "Unbre…"),
        ("  ", 5, ""),
    ],
)
def test_a_notice_begins_with_its_first_sentence_as_far_as_there_is_room(words: str, room: int, begins: str) -> None:
    assert opening(words, room) == begins

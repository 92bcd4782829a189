"""What somebody has begun to write stays on the phone: for a day, for that person alone, and never what is delicate."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from resident import clock
from resident.communities.models import Building
from resident.db import db, transaction
from tests.journeys.arriving import PHONES
from tests.journeys.conftest import Server
from tests.journeys.walker import Walk, Walker
from tests.makers.media import make_jpeg

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
NEW = "/c/guihua/demands/new"
TITLE = "The lamp at the gym corner is out"
DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('draft:'))"
MARK = "[data-kept]"  # says that it is kept


@pytest.fixture
def walk(chromium: Browser, server: Server) -> Iterator[Walk]:
    """One phone, with scripts; nothing sticks out on the way."""
    walk = Walk(chromium, server, "en", scripts=True)
    yield walk
    walk.end()
    assert not walk.findings


def begin(resident: Walker) -> Page:
    """Sign in, open the form and type a title; wait until it is kept."""
    resident.sign_in(PHONES["volunteer"])
    resident.open(NEW)
    resident.page.locator("[name=title]").fill(TITLE)
    resident.page.locator(MARK).wait_for()
    return resident.page


def test_a_draft_is_offered_by_its_time_and_taken_up_with_its_photo(walk: Walk) -> None:
    resident = walk["volunteer"]
    page = begin(resident)
    photo = {"name": "lamp.png", "mimeType": "image/jpeg", "buffer": make_jpeg()}
    page.locator("[name=photos]").set_input_files([photo])  # type: ignore[list-item]
    page.locator(".pic_kept").wait_for()
    resident.open("/c/guihua/")
    resident.open(NEW)
    offer = page.locator("[data-offer]")
    assert re.search(r"You began one: today \d+:\d\d$", offer.inner_text(), re.MULTILINE)
    assert TITLE not in page.locator("body").inner_text()
    offer.get_by_text("Go on writing").click()
    assert page.locator("[name=title]").input_value() == TITLE
    resident.send("/demands/new")
    assert page.locator(".single").count() == 1
    assert page.evaluate(DRAFTS) == []


def test_a_draft_is_kept_where_there_is_no_building_to_choose_yet(walk: Walk) -> None:
    with walk.server.app.app_context(), transaction():
        for building in db.session.scalars(select(Building)):
            building.archived_at = clock.now()
    page = begin(walk["volunteer"])
    walk["volunteer"].open(NEW)
    page.get_by_text("Go on writing").click()
    assert page.locator("[name=title]").input_value() == TITLE


def test_a_draft_is_thrown_away_when_one_says_so(walk: Walk) -> None:
    page = begin(walk["volunteer"])
    walk["volunteer"].open(NEW)
    page.get_by_text("Throw away").click()
    assert page.evaluate(DRAFTS) == []
    walk["volunteer"].open(NEW)
    assert page.locator("[data-offer]").is_hidden()


def test_a_draft_is_forgotten_after_a_day(walk: Walk) -> None:
    page = begin(walk["volunteer"])
    page.evaluate(
        "const key = Object.keys(localStorage)[0]; const draft = JSON.parse(localStorage[key]);"
        "draft.at -= 25 * 3600 * 1000; localStorage[key] = JSON.stringify(draft);"
    )
    page.locator("[name=title]").fill("")
    walk["volunteer"].open("/c/guihua/")
    assert page.evaluate(DRAFTS) == []


def test_nothing_delicate_stays_on_a_phone_that_others_see(walk: Walk) -> None:
    page = begin(walk["volunteer"])
    page.locator("[name=title]").fill("My husband hits me")
    page.locator(MARK).wait_for(state="hidden")
    assert page.evaluate(DRAFTS) == []
    page.locator("[name=title]").fill(TITLE)
    page.locator(MARK).wait_for()
    page.locator("details:has([name=visibility]) > summary").click()
    page.locator("label:has([name=visibility][value=committee])").click()
    page.locator(MARK).wait_for(state="hidden")
    assert page.evaluate(DRAFTS) == []
    page.locator("[name=title]").fill(f"{TITLE} again")
    walk["volunteer"].open("/c/guihua/")
    assert page.evaluate(DRAFTS) == []


def test_signing_out_takes_drafts_along_and_the_next_person_finds_none(walk: Walk) -> None:
    resident = walk["volunteer"]
    page = begin(resident)
    draft = page.evaluate("JSON.stringify(localStorage)")
    resident.open("/me")
    resident.send("/sign-out")
    assert page.evaluate(DRAFTS) == []
    resident.sign_in(PHONES["manager"])
    page.evaluate("(kept) => Object.entries(JSON.parse(kept)).forEach((one) => localStorage.setItem(...one))", draft)
    resident.open(NEW)
    assert page.locator("[data-offer]").is_hidden()
    assert page.evaluate(DRAFTS) == []


@pytest.mark.parametrize(
    "storage",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } })",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }",
    ],
    ids=["forbidden", "full"],
)
def test_where_nothing_can_be_kept_nothing_breaks(walk: Walk, storage: str) -> None:
    resident = walk["volunteer"]
    resident.page.add_init_script(storage)
    resident.sign_in(PHONES["volunteer"])
    resident.open(NEW)
    resident.send("/demands/new", title=TITLE)
    assert resident.page.locator("h1").inner_text() == TITLE

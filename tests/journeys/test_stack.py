"""The review as a stack: one tap and one request a decision, the next one in the same answer, nothing decided unseen."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Request
from sqlalchemy import func, select

from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.demands.actions.raising import Draft, raise_demand
from resident.moderation.models import ReviewItem, ReviewState
from tests.journeys.conftest import Server, demo_app, serving
from tests.journeys.swaps import MOST_SHIFT
from tests.journeys.tapping import Thumb
from tests.makers.communities import make_resident
from tests.makers.demands import make_category

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600), pytest.mark.xdist_group("stack")]

QUEUE = "/c/guihua/review"
MODERATOR, COLLEAGUE = "13800000010", "13800000011"
APPROVE, UNDO = "[data-key=a]", "[data-key=z]"
# Also what moves within half a second of a tap: on a slow line the answer comes later, and the reader sees the jump.
NOTE_SHIFTS = """() => {
  window.shifts = [];
  window.noted = new PerformanceObserver((list) => list.getEntries().forEach((one) => shifts.push(one.value)));
  noted.observe({ type: 'layout-shift' });
}"""
TAKE_SHIFTS = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  noted.takeRecords().forEach((one) => shifts.push(one.value));
  done(Math.max(0, ...shifts));
})))"""
A_MOMENT = 1_000  # milliseconds in which what has just come takes no act


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo community with a dozen posts that wait."""
    app = demo_app(tmp_path_factory.mktemp("stack"))
    with app.app_context(), transaction():
        community = db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one()
        category = make_category(community)
        for number in range(6):
            draft = Draft(title=f"第{number}盏路灯不亮", body="晚上看不见。" * 30, category_id=category.id)
            raise_demand(community=community, draft=draft, by=make_resident(community, f"居民{number}"))
    with serving(app) as running:
        yield running


class Reader(Thumb):
    """A moderator's phone, which knows how much it has asked of the server."""

    asked = 0

    def _asked(self, request: Request) -> None:
        super()._asked(request)
        self.asked += request.resource_type in {"document", "xhr", "fetch"}

    def starts(self, phone: str) -> None:
        """Sign in and open the oldest item."""
        self.page.clock.install()
        self.sign_in(phone, QUEUE)
        self.tap("main a.weui-btn", "Begin with the oldest")
        self.page.wait_for_selector(APPROVE)
        self.taps = self.loads = self.changes = self.asked = 0

    def goes_on(self, act: Callable[[], object]) -> None:
        """Do something that brings another item, and let a moment pass."""
        here = self.page.url
        act()
        self.page.wait_for_url(lambda url: url != here)
        self.page.wait_for_selector(".htmx-request, .htmx-swapping, .htmx-settling", state="detached")

    def rested(self) -> None:
        """The moment after a decision is over."""
        self.page.clock.fast_forward(A_MOMENT)


@pytest.fixture
def reader(chromium: Browser, server: Server) -> Iterator[Reader]:
    """The phone of a moderator who has the oldest item open."""
    one = Reader(chromium, server)
    one.starts(MODERATOR)
    yield one
    one.end()


def decided(server: Server) -> int:
    """How many items are approved."""
    with server.app.app_context():
        approved = select(func.count()).select_from(ReviewItem).where(ReviewItem.state == ReviewState.APPROVED)
        return db.session.scalars(approved).one()


def number_in(url: str) -> int:
    return int(re.findall(r"/review/(\d+)", url)[0])


def test_a_decision_is_one_tap_and_one_request_and_brings_the_next(reader: Reader) -> None:
    for count in range(1, 4):
        reader.rested()
        reader.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        reader.goes_on(lambda: reader.tap(APPROVE))
        reader.sees("Approved: ")
        assert (reader.taps, reader.changes, reader.asked, reader.loads) == (count, count, count, 0)
        assert reader.page.evaluate("scrollY") == 0
        assert reader.page.evaluate("document.activeElement.id") == "item"
        assert reader.page.locator(".toast form button").is_visible()


def test_the_address_leads_to_what_is_shown_after_a_reload_and_back(reader: Reader) -> None:
    first, title = reader.page.url, reader.page.locator("h1").inner_text()
    reader.goes_on(lambda: reader.tap(APPROVE))
    following = reader.page.locator("h1").inner_text()
    assert following != title
    assert following in reader.page.title()
    reader.page.reload()
    assert reader.page.locator("h1").inner_text() == following
    reader.page.go_back()
    reader.page.wait_for_url(first)
    reader.page.get_by_text("Already decided").first.wait_for()
    assert reader.page.locator("h1").inner_text() == title


def test_an_impatient_second_tap_decides_nothing_more(reader: Reader, server: Server) -> None:
    before = decided(server)
    reader.goes_on(lambda: reader.page.evaluate("[1, 2].forEach(() => document.querySelector('[data-key=a]').click())"))
    reader.page.evaluate("document.querySelector('[data-key=a]').click()")
    reader.page.keyboard.press("a")
    assert (decided(server), reader.changes) == (before + 1, 1)
    reader.rested()
    reader.goes_on(lambda: reader.page.keyboard.press("a"))
    assert (decided(server), reader.changes) == (before + 2, 2)


def test_the_second_of_two_moderators_reads_who_was_faster_and_goes_on(
    reader: Reader, chromium: Browser, server: Server
) -> None:
    colleague = Reader(chromium, server)
    colleague.starts(COLLEAGUE)
    assert number_in(colleague.page.url) == number_in(reader.page.url)
    reader.goes_on(lambda: reader.tap(APPROVE))
    before = decided(server)
    colleague.tap(APPROVE)
    colleague.sees("Already decided")
    assert (decided(server), colleague.asked) == (before, 1)
    colleague.goes_on(lambda: colleague.tap("[data-key~=j]"))
    colleague.page.wait_for_selector(APPROVE)
    colleague.end()


def test_keys_refuse_with_a_reason_undo_and_turn_and_none_works_while_typing(reader: Reader, server: Server) -> None:
    page = reader.page
    first = number_in(page.url)
    reader.goes_on(lambda: page.keyboard.press("r"))
    words = page.locator("#rejected [name=reason]")
    words.focus()
    page.keyboard.type("a2z")
    assert words.input_value() == "a2z"
    assert (reader.changes, reader.asked) == (0, 0)
    assert not page.locator(".desk__acts").is_visible()
    page.evaluate("document.activeElement.blur()")
    reader.goes_on(lambda: page.keyboard.press("2"))
    reader.sees("Rejected: ")
    assert (reader.changes, reader.asked, reader.loads) == (1, 1, 0)
    assert page.locator(".desk__acts").is_visible()
    with server.app.app_context():
        item = db.session.get_one(ReviewItem, first)
        assert (item.state, item.reason.endswith(" a2z"), len(item.reason) > 5) == (ReviewState.REJECTED, True, True)
    reader.goes_on(lambda: page.keyboard.press("z"))
    reader.sees("Undone.")
    assert number_in(page.url) == first
    reader.goes_on(lambda: page.keyboard.press("ArrowRight"))
    second = number_in(page.url)
    assert second != first
    reader.goes_on(lambda: page.keyboard.press("k"))
    assert number_in(page.url) == first


def test_what_was_decided_last_can_be_undone_when_the_toast_has_gone(reader: Reader) -> None:
    first = number_in(reader.page.url)
    reader.goes_on(lambda: reader.tap(APPROVE))
    reader.page.clock.fast_forward(6_000)
    reader.page.wait_for_selector(".toast", state="detached")
    reader.goes_on(lambda: reader.tap(UNDO, "Undo"))
    assert number_in(reader.page.url) == first
    reader.page.wait_for_selector(APPROVE)


def test_at_the_end_stands_what_was_done_today(reader: Reader) -> None:
    reader.page.evaluate(NOTE_SHIFTS)
    count = 0
    while reader.page.locator(APPROVE).count():
        reader.rested()
        reader.goes_on(lambda: reader.tap(APPROVE))
        count += 1
        assert count < 20
    reader.page.get_by_text("Thank you, that was all").wait_for()
    assert reader.asked == count
    words = reader.page.locator("main").inner_text()
    read = re.search(r"You read (\d+) today; the oldest had waited \d", words)
    assert read, words
    assert int(read[1]) >= count
    assert reader.page.locator(".weui-tabbar").is_visible()
    assert reader.page.evaluate(TAKE_SHIFTS) <= MOST_SHIFT
    assert reader.page.locator(".toast form button").is_visible()
    reader.page.clock.fast_forward(6_000)
    reader.page.wait_for_selector(".toast", state="detached")
    assert reader.page.locator(UNDO).locator("button").is_visible()


@pytest.mark.parametrize(("size", "care"), [("24px", False), ("20px", False), ("", True)])
def test_in_large_type_the_bar_is_one_row_and_the_other_ways_open_upwards(
    reader: Reader, size: str, care: bool
) -> None:
    page = reader.page
    page.set_viewport_size({"width": 360, "height": 664})
    page.evaluate(
        "([size, care]) => { const root = document.documentElement;"
        " if (care) root.dataset.mode = 'care'; else root.style.fontSize = size; }",
        [size, care],
    )
    bar = page.locator(".desk__acts").bounding_box()
    assert bar is not None
    assert bar["height"] <= 0.2 * 664
    reader.tap(".more-acts summary")
    ways = page.locator(".more-acts li a")
    assert ways.count() == 3
    for way in ways.all():
        box = way.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert 0 <= box["y"] < bar["y"]

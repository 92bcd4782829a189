"""What goes wrong between a thumb and the server: two tabs, two thumbs, a slow network, one that goes in the middle."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession

from tests.journeys.conftest import Server, demo_app, serving
from tests.journeys.tapping import Thumb

# A phone that goes away in the middle of a photo leaves the file of this process's server to the collector.
pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("taps"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

DEMANDS = "/c/guihua/demands"
NEIGHBOUR, AUTHOR = "13800000002", "13800000001"
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One demo community for all of these."""
    with serving(demo_app(tmp_path_factory.mktemp("slips"))) as running:
        yield running


@pytest.fixture
def thumb(chromium: Browser, server: Server) -> Iterator[Thumb]:
    """A phone of a neighbour, on the page of a demand that this neighbour may support and does not."""
    one = Thumb(chromium, server)
    one.sign_in(NEIGHBOUR, DEMANDS)
    paths = [row.get_attribute("href") or "" for row in one.page.locator("main a.row").all()]
    one.begin(next(path for path in paths if 'name="support" value="1"' in one.page.request.get(path).text()))
    yield one
    if one.page.locator("#support [aria-pressed=true]").count():
        one.page.reload()
        one.page.locator("#support button").click()
        one.page.locator("#support [aria-pressed=false]").wait_for()
    one.end()


def test_a_message_that_was_read_is_read_after_going_back(chromium: Browser, server: Server) -> None:
    reader = Thumb(chromium, server)
    reader.sign_in(AUTHOR, "/me/notifications")
    unread = reader.page.locator("#list .note_new")
    before = unread.count()
    reader.tap("#list .note_new")
    reader.page.wait_for_url(lambda url: not url.endswith("/me/notifications"))
    reader.page.go_back()
    reader.page.wait_for_function("(many) => document.querySelectorAll('#list .note_new').length < many", arg=before)
    assert unread.count() == before - 1
    reader.end()


def network(thumb: Thumb) -> CDPSession:
    """The wire of this phone."""
    wire = thumb.context.new_cdp_session(thumb.page)
    wire.send("Network.enable")
    return wire


def test_two_tabs_want_the_same_and_get_it_once(thumb: Thumb) -> None:
    other = thumb.context.new_page()
    other.goto(thumb.page.url)
    before = other.locator("#support .num").inner_text()
    for page in (thumb.page, other):
        page.locator("#support button").click()
        page.locator("#support [aria-pressed=true]").wait_for()
        assert page.locator("#support .num").inner_text() == str(int(before) + 1)
    other.close()


def test_two_thumbs_send_it_once(thumb: Thumb) -> None:
    thumb.page.locator("#support button").dblclick()
    thumb.sees("Supported. You will hear how it goes on.")
    assert thumb.changes == 1
    assert thumb.page.locator("#support [aria-pressed=true]").count() == 1


def test_on_a_slow_network_the_button_says_that_it_is_on_its_way(thumb: Thumb) -> None:
    network(thumb).send("Network.emulateNetworkConditions", SLOW)
    thumb.tap("#support button")
    assert thumb.page.locator("#support button").get_attribute("aria-busy") == "true"
    thumb.tap("#support button")
    thumb.sees("Supported. You will hear how it goes on.")
    assert thumb.changes == 1
    assert thumb.page.locator("#support [aria-pressed=true]").count() == 1


def test_when_the_network_goes_it_is_said_and_the_button_works_again(thumb: Thumb) -> None:
    thumb.context.set_offline(True)
    thumb.tap("#support button")
    thumb.sees("That did not get through.")
    assert thumb.page.locator("#support [aria-pressed=false]").count() == 1
    assert not thumb.page.locator("[aria-busy]").count()
    thumb.context.set_offline(False)
    thumb.tap("#support button")
    thumb.sees("Supported. You will hear how it goes on.")


def test_a_list_whose_more_does_not_come_says_so_and_keeps_its_rows(thumb: Thumb) -> None:
    thumb.page.goto(DEMANDS)
    shown = thumb.page.locator("#list li").count()
    thumb.page.evaluate(
        """() => { const more = document.getElementById('more');
        more.innerHTML = '<a class="weui-btn weui-btn_default" rel="next" href="?after=1-1">More</a>'; }"""
    )
    thumb.context.set_offline(True)
    thumb.tap("#more a")
    thumb.sees("That did not get through.")
    assert thumb.page.locator("#list li").count() == shown
    assert not thumb.page.locator("#more [aria-busy]").count()
    thumb.context.set_offline(False)


def test_no_bar_stands_over_the_keyboard(thumb: Thumb) -> None:
    bar = thumb.page.locator(".actbar")
    assert bar.is_visible()
    thumb.page.locator("main textarea").first.focus()
    bar.wait_for(state="hidden")
    thumb.page.evaluate("document.activeElement.blur()")
    bar.wait_for(state="visible")


@pytest.mark.parametrize("mode", ["standard", "care"])
def test_what_is_said_leaves_by_itself_but_not_in_care_mode(thumb: Thumb, mode: str) -> None:
    thumb.context.add_cookies([{"name": "reading_mode", "value": mode, "url": thumb.page.url}])
    thumb.page.clock.install()
    thumb.page.reload()
    thumb.tap("#support button")
    thumb.sees("Supported. You will hear how it goes on.")
    thumb.page.clock.run_for(6000)
    assert thumb.page.locator(".toast").count() == (mode == "care")
    thumb.page.clock.run_for(60_000)
    assert thumb.page.locator(".toast").count() == (mode == "care")

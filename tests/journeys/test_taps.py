"""How many taps and pages the common things take, each begun where people stand; the focus, the answer, nothing jumps."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from resident.communities.models import CommunityRow
from resident.db import db, transaction
from tests.journeys.conftest import Server, demo_app, serving
from tests.journeys.tapping import Thumb
from tests.makers.communities import make_resident
from tests.makers.demands import make_demand

# A phone that goes away in the middle of a photo leaves the file of this process's server to the collector.
pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("taps"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

DEMANDS = "/c/guihua/demands"
RESIDENT, NEIGHBOUR, MODERATOR = "13800000001", "13800000002", "13800000010"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One demo community for all of these, with a list that goes on: each does what the others do not undo."""
    app = demo_app(tmp_path_factory.mktemp("taps"))
    with app.app_context(), transaction():
        community = db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one()
        author = make_resident(community)
        for number in range(130):
            make_demand(community, author=author, title=f"第{number}盏路灯不亮")
    with serving(app) as running:
        yield running


@pytest.fixture
def thumb(chromium: Browser, server: Server) -> Iterator[Thumb]:
    """A phone."""
    one = Thumb(chromium, server)
    yield one
    one.end()


def test_signing_in_takes_three_taps(thumb: Thumb) -> None:
    thumb.begin("/c/guihua/")
    thumb.tap(".topbar a[href*='sign-in']")
    thumb.page.wait_for_selector("[name=phone]")
    thumb.types(RESIDENT)
    thumb.tap("main button[type=submit]")
    code = thumb.page.locator("[data-demo-code]").inner_text()
    thumb.types(code[:5])
    assert "/sign-in/code" in thumb.page.url
    thumb.types(code[5:])
    thumb.page.wait_for_url("**/c/guihua/")
    thumb.took("sign in", taps=3)
    assert thumb.loads == 3


@pytest.mark.parametrize(
    "written", ["{0} {1}", "{0}-{1}", "【桂花社区】验证码 {0}{1}，5 分钟内有效，请勿告诉他人，包括工作人员。"]
)
def test_a_code_is_understood_as_it_was_copied(thumb: Thumb, written: str) -> None:
    thumb.begin("/sign-in?next=/c/guihua/")
    thumb.types(NEIGHBOUR)
    thumb.page.keyboard.press("Enter")
    code = thumb.page.locator("[data-demo-code]").inner_text()
    words = written.format(code[:3], code[3:])
    thumb.page.evaluate(
        """words => { const held = new DataTransfer(); held.setData('text', words);
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', {clipboardData: held, bubbles: true, cancelable: true})); }""",
        words,
    )
    thumb.page.wait_for_url("**/c/guihua/")
    assert thumb.changes == 2


def test_support_takes_two_taps_from_the_row_and_an_impatient_third_takes_nothing_back(thumb: Thumb) -> None:
    thumb.sign_in(NEIGHBOUR, DEMANDS)
    thumb.tap(f"main a.row[href='{_supportable(thumb)}']")
    button = thumb.page.locator("#support button")
    button.wait_for()
    before = int((re.findall(r"\d+", button.inner_text()) or ["0"])[0])
    thumb.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    thumb.tap("#support button")
    thumb.sees("Supported. You will hear how it goes on.")
    thumb.took("support", taps=2)
    assert (thumb.taps, thumb.loads, thumb.changes) == (2, 1, 1)
    thumb.tap("#support button")
    assert button.get_attribute("aria-pressed") == "true"
    assert str(before + 1) in button.inner_text()
    assert thumb.changes == 1
    thumb.tap(".toast button", "Undo")
    thumb.sees("Undone.")
    assert button.get_attribute("aria-pressed") == "false"


def _supportable(thumb: Thumb) -> str:
    """The address of a listed demand that this person does not support yet."""
    for row in thumb.page.locator("main a.row").all():
        path = row.get_attribute("href") or ""
        if 'name="support" value="1"' in thumb.page.request.get(path).text():
            return path
    raise AssertionError("nothing to support here")


def test_signing_up_takes_three_taps(thumb: Thumb) -> None:
    thumb.sign_in(NEIGHBOUR, "/c/guihua/")
    thumb.tap(".weui-tabbar a[href$='/activities']")
    thumb.page.wait_for_url("**/activities")
    for row in thumb.page.locator("main a[href*='/activities/']").all():
        path = row.get_attribute("href") or ""
        if path.rpartition("/")[2].isdigit() and "/sign-up" in thumb.page.request.get(path).text():
            break
    thumb.tap(f"main a[href='{path}']")
    thumb.page.wait_for_selector("form[action$='/sign-up'] button")
    thumb.tap("form[action$='/sign-up'] button")
    thumb.sees("You are in.")
    thumb.took("sign up", taps=3)
    assert (thumb.taps, thumb.loads, thumb.changes) == (3, 2, 1)


def test_a_decision_takes_one_tap_and_one_request(thumb: Thumb) -> None:
    thumb.page.clock.install()
    thumb.sign_in(MODERATOR, "/c/guihua/review")
    thumb.tap("main a.weui-btn", "Begin with the oldest")
    thumb.page.wait_for_selector("[data-key=a]")
    for _item in range(2):
        thumb.taps = thumb.changes = 0
        here = thumb.page.url
        thumb.page.clock.fast_forward(1_000)  # what has just come takes no act for a moment
        thumb.tap("[data-key=a]")
        thumb.page.wait_for_url(lambda url, here=here: url != here)
        thumb.took("approve", taps=1)
        assert (thumb.taps, thumb.changes) == (1, 1)
        thumb.page.locator(".toast form button").wait_for()


def test_more_adds_rows_and_a_reload_and_back_show_the_same(thumb: Thumb) -> None:
    thumb.begin(DEMANDS)
    page = thumb.page
    rows = "#list li"
    first = page.locator(rows).count()
    thumb.tap("#more a")
    page.wait_for_function("n => document.querySelectorAll('#list li').length > n", arg=first)
    count = page.locator(rows).count()
    assert thumb.loads == 0
    assert (
        page.evaluate(
            "[...document.querySelectorAll('#list li')].findIndex(one => one.contains(document.activeElement))"
        )
        == first
    )
    assert "through=" in page.url
    titles = page.locator(rows).all_inner_texts()
    page.reload()
    assert page.locator(rows).all_inner_texts() == titles
    page.locator(rows).nth(count - 1).scroll_into_view_if_needed()
    top = page.evaluate("scrollY")
    assert top > 1000
    page.locator(f"{rows} a").nth(count - 1).tap()
    page.wait_for_url("**/demands/*")
    page.locator(".topbar a.tool").first.tap()
    page.wait_for_url("**/demands?*through=*")
    assert page.locator(rows).all_inner_texts() == titles
    assert abs(page.evaluate("scrollY") - top) < 80
    page.locator(f"{rows} a").nth(count - 1).tap()
    page.wait_for_url("**/demands/*")
    page.go_back()
    page.wait_for_url("**/demands?*through=*")
    assert page.locator(rows).all_inner_texts() == titles
    page.wait_for_function("top => Math.abs(scrollY - top) < 80", arg=top)


def test_what_stood_on_the_screen_is_seen_and_what_was_opened_is_read(thumb: Thumb) -> None:
    thumb.sign_in(RESIDENT, "/c/guihua/")
    badge = thumb.page.locator(".topbar .weui-badge")
    assert badge.inner_text()
    thumb.page.goto("/me/notifications")
    unread = thumb.page.locator(".note_new").count()
    with thumb.page.expect_response("**/me/notifications/seen") as told:
        pass
    assert told.value.status == 204
    thumb.begin("/me/notifications")
    assert thumb.page.locator(".note_new").count() == unread
    thumb.tap(".note_new")
    thumb.page.wait_for_url(lambda url: "/me/notifications" not in url)
    assert (thumb.taps, thumb.changes) == (1, 1)
    thumb.page.goto("/me/notifications")
    assert thumb.page.locator(".note_new").count() == unread - 1


def test_after_a_hundred_rows_a_new_page_begins(thumb: Thumb) -> None:
    thumb.begin(DEMANDS)
    rows = thumb.page.locator("#list li")
    while rows.count() < 100:
        shown = rows.count()
        thumb.tap("#more a")
        thumb.page.wait_for_function("n => document.querySelectorAll('#list li').length > n", arg=shown)
    assert thumb.loads == 0
    last = rows.nth(99).inner_text()
    thumb.tap("#more a")
    thumb.page.wait_for_url("**after=*")
    assert thumb.loads == 1
    assert rows.count() == 20
    assert last not in rows.all_inner_texts()

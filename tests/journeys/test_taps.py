"""How many taps and pages the common things take, each begun where people stand; the focus, the answer, nothing jumps."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Server, demo_app, serving
from tests.journeys.tapping import Thumb

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600), pytest.mark.xdist_group("taps")]

DEMANDS = "/c/guihua/demands"
RESIDENT, NEIGHBOUR, MODERATOR = "13800000001", "13800000002", "13800000010"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One demo community for all of these: each does what the others do not undo."""
    with serving(demo_app(tmp_path_factory.mktemp("taps"))) as running:
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
    assert thumb.taps <= 3
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


def test_support_takes_two_taps_from_the_row_and_an_impatient_third_takes_nothing_back(thumb: Thumb) -> None:
    thumb.sign_in(NEIGHBOUR, DEMANDS)
    thumb.tap(f"main a.row[href='{_supportable(thumb)}']")
    button = thumb.page.locator("#support button")
    button.wait_for()
    before = int(re.findall(r"\d+", button.inner_text())[0])
    thumb.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    thumb.tap("#support button")
    thumb.sees("Supported. You will hear how it goes on.")
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
    assert (thumb.taps, thumb.loads, thumb.changes) == (3, 2, 1)


def test_a_decision_takes_one_tap_and_one_request(thumb: Thumb) -> None:
    thumb.sign_in(MODERATOR, "/c/guihua/review")
    thumb.tap("main a.weui-btn", "Begin with the oldest")
    thumb.page.wait_for_selector("[data-key=a]")
    for _item in range(2):
        thumb.taps = thumb.changes = 0
        here = thumb.page.url
        thumb.tap("[data-key=a]")
        thumb.page.wait_for_url(lambda url, here=here: url != here)
        assert (thumb.taps, thumb.changes) == (1, 1)
        thumb.page.locator(".toast form button").wait_for()

"""Each check of the matrix, on a page that was built to fail it, and all on a page with nothing wrong."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.matrix.checks import check
from tests.matrix.kinds import states
from tests.matrix.seeing import SLIDER
from tests.matrix.seen import Seen

GOOD = """<!doctype html><html lang="en"><head><title>Page</title><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;font:16px/1.5 sans-serif"><main><h1>Hello</h1>%s</main></body></html>"""
BAD = {
    "wider than the page": '<p style="width:500px">wide</p>',
    "too small to press": '<button style="width:30px;height:30px;padding:0">ok</button>',
    "cut off": '<p style="width:60px;overflow:hidden;white-space:nowrap">much longer than that</p>',
    "cut off: <div": '<div style="height:20px;overflow:clip"><p>one</p><p>two</p></div>',
    "machinery shows": "<p>Hello %(name)s</p>",
    "axe image-alt": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="50" height="50">',
    "axe color-contrast": '<p style="color:#bbb;background:#fff">pale</p>',
}
FINE = """<p>A <a href="/">link</a> within a longer sentence.</p><a href="/" style="display:inline-block;padding:12px 20px">Go</a>
<label style="display:block;padding:12px"><input type="checkbox"> yes</label><details><summary style="padding:12px">More</summary>
<p style="width:1px">folded</p></details>"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A phone of 360 px."""
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    yield page
    page.close()


@pytest.mark.journey
@pytest.mark.parametrize("finding", BAD)
def test_a_page_that_is_built_to_fail_is_found(page: Page, finding: str) -> None:
    page.set_content(GOOD.replace("%s", BAD[finding]))
    assert any(line.startswith(finding) for line in check(page)), check(page)


@pytest.mark.journey
def test_nothing_is_found_on_a_page_with_nothing_wrong(page: Page) -> None:
    page.set_content(GOOD.replace("%s", FINE))
    assert check(page) == []


@pytest.mark.journey
def test_the_slider_makes_words_larger_and_what_has_no_room_for_them_is_found(page: Page) -> None:
    page.set_content(GOOD.replace("%s", '<p style="width:100px;overflow:hidden;white-space:nowrap">hello hello</p>'))
    assert check(page) == []
    page.evaluate(SLIDER, 1.5)
    assert any(line.startswith("cut off") for line in check(page))


def test_states_of_a_route_are_the_pages_with_forms_of_their_own() -> None:
    def _page(path: str, *marks: str) -> Seen:
        return Seen("resident", path, 200, frozenset(marks), "")

    some = [_page("/1", "a", "b"), _page("/2", "a", "b", "c", "d"), _page("/3", "x", "y", "z"), _page("/4", "x")]
    assert [page.path for page in states(some)] == ["/2", "/3"]

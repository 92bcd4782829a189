"""Home's first screen on a small phone: a neighbour's matter is to be seen there, whatever the type."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.arriving import PHONES
from tests.journeys.conftest import Server
from tests.journeys.walker import Walk

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
TITLE_AND_BAR = """() => [document.querySelector('.section_near .row__title').getBoundingClientRect().bottom,
  document.querySelector('.weui-tabbar').getBoundingClientRect().top,
  document.documentElement.scrollWidth]"""


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_the_title_of_a_neighbours_matter_stands_on_homes_first_screen(
    chromium: Browser, server: Server, language: str
) -> None:
    walk = Walk(chromium, server, language, scripts=True)
    resident = walk["volunteer"]
    resident.sign_in(PHONES["volunteer"])
    page = resident.page
    page.set_viewport_size({"width": 360, "height": 664})
    for mode in ("standard", "care"):
        page.context.add_cookies([{"name": "reading_mode", "value": mode, "url": server.url}])
        page.goto(f"{server.url}/c/guihua/")
        assert (page.locator("html[data-mode=care]").count() == 1) is (mode == "care")
        title, bar, wide = page.evaluate(TITLE_AND_BAR)
        assert title <= bar, f"{mode}: the title ends at {title}, the bar begins at {bar}"
        assert wide == 360
    walk.end()

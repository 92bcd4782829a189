"""Switching the language and the size of the type in the middle of a form, in a real browser, with scripts and without."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Server
from tests.journeys.walker import Walk

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
TITLE, BODY = "楼道的灯不亮了", "三天了，晚上看不见。\n\n请看看。"


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def walk(request: pytest.FixtureRequest, chromium: Browser, server: Server) -> Iterator[Walk]:
    walking = Walk(chromium, server, "zh_Hans", request.param)
    yield walking
    walking.end()


def _photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "green").save(out, "JPEG")
    return {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def _lang(page: Page) -> str:
    return page.locator("html").get_attribute("lang") or ""


def test_a_resident_switches_while_writing_and_loses_nothing(walk: Walk) -> None:
    resident = walk["resident"]
    resident.open("/sign-in")
    resident.page.locator("[name=phone]").fill("1380000")
    resident.press("[name=switch_language]")
    assert (_lang(resident.page), resident.page.locator("[name=phone]").input_value()) == ("en", "1380000")
    resident.press("[name=switch_language]")
    resident.sign_in("13800000001")
    resident.open("/c/guihua/demands/new")
    page = resident.page
    page.locator("[name=title]").fill(TITLE)
    for folded in ("body", "category_id"):
        page.locator(f"details:has([name={folded}]) > summary").click()
    page.locator("[name=body]").fill(BODY)
    page.locator("[name=photos]").set_input_files(_photo())  # type: ignore[arg-type]
    page.locator("label:has([name=category_id])").nth(1).click()
    for switch, sign in (("language", "html[lang=en]"), ("mode", "html[data-mode=care]")):
        resident.press(f"footer [name=switch_{switch}]")
        assert page.locator(sign).count() == 1
        assert page.locator("[name=title]").input_value() == TITLE
        assert page.locator("[name=body]").input_value() == BODY
        assert page.locator("[name=category_id]").nth(1).is_checked()
        assert page.locator(".pic_kept img").count() == 1
    resident.send("/demands/new")
    resident.sees(TITLE)
    assert not walk.findings, "\n".join(dict.fromkeys(walk.findings))


def test_a_comment_is_carried_along_from_the_page_of_a_demand(walk: Walk) -> None:
    resident = walk["resident"]
    resident.sign_in("13800000001")
    resident.open("/c/guihua/demands")
    resident.follow("main a.row[href^='/c/guihua/demands/']")
    resident.page.locator("#write textarea").fill(BODY)
    resident.press("footer [name=switch_language]")
    assert (_lang(resident.page), resident.page.locator("#write textarea").input_value()) == ("en", BODY)

"""Fields for people in a hurry, in a real browser: days to tap, − and +; without scripts the plain fields below them."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Server
from tests.journeys.walker import Walk

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
NEW = "/c/guihua/activities/new"


def _value(page: Page, name: str) -> str:
    return page.locator(f"[name={name}]").last.input_value()


def _tapped(page: Page) -> str:
    return page.locator("[name=day]:checked").get_attribute("value") or ""


def test_an_activity_is_planned_by_tapping(chromium: Browser, server: Server) -> None:
    walk = Walk(chromium, server, "en", True)
    manager = walk["manager"]
    manager.sign_in("13800000020")
    manager.open(NEW)
    page = manager.page
    page.get_by_text("Tomorrow", exact=True).click()
    tomorrow = page.locator(".chip", has_text="Tomorrow").locator("input").get_attribute("value") or ""
    assert _value(page, "day") == tomorrow
    page.locator("input[type=date]").fill("2026-03-30")
    assert _tapped(page) == ""
    page.locator("input[type=date]").fill(tomorrow)
    assert _tapped(page) == tomorrow
    later, earlier = (
        page.get_by_role("button", name=name).first for name in ("Later: Begins at", "Earlier: Begins at")
    )
    later.click()
    assert (_value(page, "starts_at"), _value(page, "ends_at")) == ("09:00", "")
    page.get_by_role("button", name="Later: Ends at").click()
    assert _value(page, "ends_at") == "11:00"
    later.focus()
    page.keyboard.press("Enter")
    assert (_value(page, "starts_at"), _value(page, "ends_at")) == ("09:30", "11:30")  # the end moves along
    assert later.evaluate("button => button === document.activeElement")
    assert page.locator(".field_steps [role=status]").first.inner_text() == "09:30"
    page.locator("[name=starts_at]").fill("23:00")
    assert _value(page, "ends_at") == "23:59"
    for _press in range(3):
        earlier.click()
    assert _value(page, "starts_at") == "21:30"
    before = int(_value(page, "capacity"))
    page.get_by_role("button", name="Increase: How many people").click()
    assert _value(page, "capacity") == str(before + 1)
    page.locator("[name=capacity]").fill("1")
    page.get_by_role("button", name="Decrease: How many people").click()
    assert _value(page, "capacity") == "1"
    walk.end()
    assert not walk.findings, "\n".join(dict.fromkeys(walk.findings))


def test_without_scripts_the_day_is_tapped_or_typed_and_never_two(chromium: Browser, server: Server) -> None:
    walk = Walk(chromium, server, "en", False)
    manager = walk["manager"]
    manager.sign_in("13800000020")
    manager.open(NEW)
    page = manager.page
    assert page.locator("[data-by]").locator("visible=true").count() == 0
    page.get_by_text("Tomorrow", exact=True).click()
    manager.send("/activities/new", day="2026-03-30", starts_at="09:00", ends_at="11:00", expect=422)
    manager.reads("Two different days are chosen. Which one is it?")
    assert _value(page, "day") == "2026-03-30"
    page.get_by_text("Another day", exact=True).click()
    manager.send("/activities/new", expect=422)  # the title is missing still
    assert page.get_by_text("Two different days").count() == 0
    assert (_tapped(page), _value(page, "day")) == ("", "2026-03-30")
    walk.end()
    assert not walk.findings, "\n".join(dict.fromkeys(walk.findings))


def test_the_promise_of_the_review_goes_up_and_down_by_half_an_hour(chromium: Browser, server: Server) -> None:
    walk = Walk(chromium, server, "en", True)
    administrator = walk["administrator"]
    administrator.sign_in("13800000090")
    administrator.open("/c/guihua/admin/review")
    page = administrator.page
    page.locator("[name=review_promise_minutes]").fill("4")
    page.get_by_role("button", name="Longer").click()
    assert _value(page, "review_promise_minutes") == "4.5"
    for _press in range(10):
        page.get_by_role("button", name="Shorter").click()
    assert _value(page, "review_promise_minutes") == "0.5"
    walk.end()
    assert not walk.findings, "\n".join(dict.fromkeys(walk.findings))

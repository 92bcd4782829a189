"""Photos chosen on a phone: what does not fit is said, by name, and what does fit is kept."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.arriving import PHONES
from tests.journeys.conftest import Server
from tests.journeys.walker import Walk
from tests.makers.media import make_jpeg

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
NEW = "/c/guihua/demands/new"
MOST = 9


def choose(walk: Walk, *names: str) -> None:
    """Sign in, open the form and choose photos of these names."""
    resident = walk["volunteer"]
    resident.sign_in(PHONES["volunteer"])
    resident.open(NEW)
    files = [
        {"name": name, "mimeType": "image/jpeg", "buffer": make_jpeg(60 + at, 40)} for at, name in enumerate(names)
    ]
    resident.page.locator("[name=photos]").set_input_files(files)  # type: ignore[arg-type]


def test_with_scripts_the_tenth_photo_is_named_before_anything_is_sent(chromium: Browser, server: Server) -> None:
    walk = Walk(chromium, server, "zh_Hans", scripts=True)
    names = [f"{number}.jpg" for number in range(1, MOST + 1)]
    choose(walk, *names, "balcony.jpg", "stairs.jpg")
    words = walk["volunteer"].page.locator("[data-photos-words]")
    assert "balcony.jpg, stairs.jpg" in words.inner_text()
    assert walk["volunteer"].page.locator(".pic_chosen").count() == MOST
    walk["volunteer"].page.locator(".pic__del").first.click()
    assert "balcony" not in words.inner_text()
    walk.end()
    assert not walk.findings


def test_without_scripts_the_answer_says_how_many_were_left_out_and_keeps_the_others(
    chromium: Browser, server: Server
) -> None:
    walk = Walk(chromium, server, "en", scripts=False)
    choose(walk, *(f"{number}.jpg" for number in range(1, MOST + 3)))
    resident = walk["volunteer"]
    resident.send("/demands/new", title="The lamp is out", body="Nobody sees the steps at night.", expect=422)
    resident.sees("At most nine photos: 2 were left out.")
    assert resident.page.locator(".pic_kept img").count() == MOST
    assert resident.page.locator("[name=title]").input_value() == "The lamp is out"
    walk.end()
    assert not walk.findings

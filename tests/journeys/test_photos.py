"""Photos chosen on a phone: what does not fit is said, by name, and what does fit is kept."""

import pytest
from PIL import Image
from playwright.sync_api import Browser, Route

from tests.journeys.arriving import PHONES
from tests.journeys.conftest import Server
from tests.journeys.walker import Walk
from tests.makers.media import encoded, make_jpeg

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
    page = walk["volunteer"].page
    words = page.locator("[data-photos-words]")
    assert "balcony.jpg, stairs.jpg" in words.inner_text()
    page.locator(".pic_kept").nth(MOST - 1).wait_for()
    page.locator(".pic_kept").first.click()
    assert "8" in words.inner_text()
    walk.end()
    assert not walk.findings


def test_what_the_network_loses_goes_with_the_form_and_nothing_goes_twice(chromium: Browser, server: Server) -> None:
    walk = Walk(chromium, server, "en", scripts=True)
    resident, lost = walk["volunteer"], []

    def _lose_the_first(route: Route) -> None:
        lost.append(route.request.url)
        route.abort() if len(lost) == 1 else route.continue_()

    resident.context.route("**/demands/photos", _lose_the_first)
    choose(walk, "lamp.jpg", "steps.jpg")
    resident.page.locator(".pic_kept").wait_for()
    assert resident.page.locator(".pic_chosen").count() == 1
    resident.send("/demands/new", title="The lamp is out")
    assert resident.page.locator(".strip img").count() == len(lost) == 2
    walk.end()
    assert [finding for finding in walk.findings if "ERR_FAILED" not in finding] == []


def test_a_large_photo_is_made_smaller_on_the_phone_and_the_form_waits_for_it(
    chromium: Browser, server: Server
) -> None:
    walk = Walk(chromium, server, "en", scripts=True)
    resident, sizes = walk["volunteer"], []

    def _measure(route: Route) -> None:
        sizes.append(len(route.request.post_data_buffer or b""))
        route.continue_()

    resident.context.route("**/demands/photos", _measure)
    noise = encoded(Image.effect_noise((4000, 3000), 90), "JPEG", quality=90)
    choose(walk)
    photo = {"name": "noise.jpg", "mimeType": "image/jpeg", "buffer": noise}
    resident.page.locator("[name=photos]").set_input_files([photo])  # type: ignore[list-item]
    resident.send("/demands/new", title="The lamp is out")
    assert resident.page.locator(".single").count() == len(sizes) == 1
    assert sizes[0] < len(noise) / 4
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

"""`make screenshots`: the pictures of the README, taken from a demo community made for them."""

import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from resident.config import ROOT
from resident.supervisor.start import prepare
from tests.benchmarks.servers import serving
from tests.browser import CHROMIUM, FLAGS

FOLDER = ROOT / ".github"
HOME = "/c/guihua/"
PAIR = "Boxes and a sofa block the fire lane behind building 5"
MODERATOR = "13800000010"
COLOURS = 192
MOST_BYTES = 150_000


class Picture(NamedTuple):
    """One picture: of which page, in which language, how large, and what is done before it is taken."""

    name: str
    path: str
    language: str
    width: int
    height: int
    dots: float
    before: Callable[[Page], None] = lambda _page: None


def open_pair(page: Page) -> None:
    """Open the demand whose photos stand side by side, and scroll to them."""
    while not page.locator("a.row", has_text=PAIR).count():
        page.goto(page.url.partition("?")[0] + (page.locator("#more a").get_attribute("href") or ""))
    page.locator("a.row", has_text=PAIR).click()
    page.locator(".pair2").scroll_into_view_if_needed()


def begin_review(page: Page) -> None:
    """Sign in as a moderator and begin with the oldest."""
    page.goto(page.url.partition("/c/")[0] + f"/sign-in?next={HOME}review")
    page.locator("[name=phone]").fill(MODERATOR)
    page.locator("main button[type=submit]").click()
    page.locator("[name=code]").fill(page.locator("[data-demo-code]").inner_text())
    page.wait_for_url("**/review")
    page.locator("main a.weui-btn").first.click()
    page.wait_for_selector("[data-key=a]")


PICTURES = (
    Picture("home.zh.png", HOME, "zh-CN", 360, 720, 2),
    Picture("demands.en.png", f"{HOME}demands", "en", 360, 720, 2),
    Picture("pair.en.png", f"{HOME}demands", "en", 360, 720, 2, open_pair),
    Picture("review.zh.png", HOME, "zh-CN", 1280, 800, 1.5, begin_review),
)


def main() -> None:
    """Start the demo, take the pictures, write them small."""
    with tempfile.TemporaryDirectory() as data_dir:
        environ = {"RESIDENT_DATA_DIR": data_dir, "RESIDENT_DEMO": "1", "RESIDENT_DATABASE_URL": ""}
        os.environ.update(environ)
        prepare("127.0.0.1", 0)
        FOLDER.mkdir(exist_ok=True)
        with serving("app:app", environ, "/healthz") as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for picture in PICTURES:
                size = write_small(take(browser, f"http://127.0.0.1:{server.port}", picture), FOLDER / picture.name)
                print(f".github/{picture.name}: {size / 1024:.0f} KB")
            browser.close()


def take(browser: Browser, base: str, picture: Picture) -> bytes:
    """One page as a phone or a wide screen shows it."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.dots,
        locale=picture.language,
    )
    page.goto(base + picture.path)
    picture.before(page)
    page.wait_for_load_state("networkidle")
    content = page.screenshot()
    page.close()
    return content


def write_small(picture: bytes, path: Path) -> int:
    """A PNG of few colours, fewer where it would be too heavy; gives its bytes."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    colours = COLOURS
    while True:
        image.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        size = path.stat().st_size
        if size <= MOST_BYTES or colours <= COLOURS // 4:
            return size
        colours //= 2


if __name__ == "__main__":
    main()

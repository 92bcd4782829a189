"""`make screenshots`: the two pictures of the README, taken from a demo community made for them."""

import io
import os
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from resident.config import ROOT
from resident.supervisor.start import prepare
from tests.benchmarks.servers import serving
from tests.journeys.conftest import CHROMIUM, FLAGS

FOLDER = ROOT / ".github"
PICTURES = {
    "home.zh.png": ("/c/guihua/", "zh-CN"),
    "demands.en.png": ("/c/guihua/demands", "en"),
}
COLOURS = 64
PHONE = {"width": 360, "height": 720}


def main() -> None:
    """Start the demo, take the pictures, write them small."""
    with tempfile.TemporaryDirectory() as data_dir:
        environ = {"RESIDENT_DATA_DIR": data_dir, "RESIDENT_DEMO": "1", "RESIDENT_DATABASE_URL": ""}
        os.environ.update(environ)
        prepare()
        FOLDER.mkdir(exist_ok=True)
        with serving("app:app", environ, "/healthz") as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for name, (path, language) in PICTURES.items():
                picture = take(browser, f"http://127.0.0.1:{server.port}{path}", language)
                write_small(picture, FOLDER / name)
                print(f".github/{name}: {(FOLDER / name).stat().st_size / 1024:.0f} KB")
            browser.close()


def take(browser: Browser, address: str, language: str) -> bytes:
    """One page as a phone shows it."""
    page = browser.new_page(viewport=PHONE, device_scale_factor=2, locale=language)  # type: ignore[arg-type]
    page.goto(address)
    page.wait_for_load_state("networkidle")
    picture = page.screenshot()
    page.close()
    return picture


def write_small(picture: bytes, path: Path) -> None:
    """A PNG of few colours: the pages have few."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()

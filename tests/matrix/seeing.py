"""A browser that looks at a page in one way, and what it finds."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, Route

from tests.browser import CHROMIUM, FLAGS
from tests.matrix.checks import check
from tests.matrix.modes import in_mode
from tests.matrix.pairs import View
from tests.matrix.people import Jars
from tests.matrix.seen import Kind

HEIGHTS = {360: 740, 390: 844, 1280: 800}
LARGE = "--blink-settings=defaultFontSize=24,defaultFixedFontSize=20"  # 16 × 1.5, as somebody sets it in the browser
# WeChat's slider makes all words larger and nothing else: every size is read first, then set.
SLIDER = """(times) => [...document.body.querySelectorAll('*')]
    .filter((one) => one.matches('input, select, textarea') || [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((one) => [one, parseFloat(getComputedStyle(one).fontSize)])
    .forEach(([one, size]) => one.style.setProperty('font-size', size * times + 'px', 'important'))"""
LOOSE = """() => { window.refusals = []; document.addEventListener('securitypolicyviolation',
    (event) => window.refusals.push(event.violatedDirective + ' ' + event.blockedURI)); }"""


@dataclass
class Eyes:
    """Two browsers, one of them with larger type, and in each a page for everybody."""

    playwright: Playwright
    app: Flask
    url: str
    jars: Jars
    pictures: Path
    browsers: dict[bool, Browser] = field(default_factory=dict)
    pages: dict[tuple[str, bool, bool], tuple[Page, Any]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    def look(self, kind: Kind, view: View) -> list[str]:
        """Open the page in this way and say what is wrong with it; a picture is kept of what is."""
        page, devtools = self._page(kind.who, is_large=view.type == "large", is_wide=view.width > 1000)
        self._prepare(page.context, kind, view)
        page.set_viewport_size({"width": view.width, "height": HEIGHTS[view.width]})
        page.emulate_media(color_scheme=view.light, reduced_motion="reduce")  # type: ignore[arg-type]
        self.heard.clear()
        try:
            self._open(page, devtools, kind, view)
            if view.type == "slider":
                page.evaluate(SLIDER, 1.5)
            found = [*self.heard, *check(page, is_care=view.type == "care")]
        except Error as error:
            found = [f"it did not open: {str(error).splitlines()[0]}"]
        if found or os.environ.get("MATRIX_PICTURES"):
            self.pictures.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=self.pictures / f"{kind.name}-{view}.png", full_page=True, animations="disabled")
        return found

    def close(self) -> None:
        """Shut the browsers."""
        for browser in self.browsers.values():
            browser.close()

    def _open(self, page: Page, devtools: Any, kind: Kind, view: View) -> None:
        # Without scripts: the page is made while none may run; then they may, so that axe can, and the page's stay unread.
        devtools.send("Emulation.setScriptExecutionDisabled", {"value": view.scripts == "none"})
        with in_mode(self.app, kind.mode), self._sending(page, kind):
            answer = page.goto(self.url + kind.path, wait_until="load")
        devtools.send("Emulation.setScriptExecutionDisabled", {"value": False})
        if answer is None or answer.status != kind.status:
            self.heard.append(f"{answer and answer.status} instead of {kind.status}, at {page.url}")
        if view.scripts == "script":
            self.heard += [f"refused by the policy: {one}" for one in page.evaluate("() => window.refusals || []")]

    @contextmanager
    def _sending(self, page: Page, kind: Kind) -> Iterator[None]:
        """Have the page be the answer to what this kind of page is sent, if anything."""
        if kind.sent is None:
            yield
            return
        body, address = urlencode(kind.sent), self.url + kind.path

        def _send(route: Route) -> None:
            headers = {**route.request.headers, "content-type": "application/x-www-form-urlencoded", "origin": self.url}
            route.continue_(method="POST", post_data=body, headers=headers)

        page.route(address, _send)
        yield
        page.unroute(address)

    def _prepare(self, context: BrowserContext, kind: Kind, view: View) -> None:
        context.clear_cookies()
        wanted = {**self.jars[kind.who], "language": view.language}
        wanted["reading_mode"] = "care" if view.type == "care" else "standard"
        context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in wanted.items()])

    def _page(self, who: str, *, is_large: bool, is_wide: bool) -> tuple[Page, Any]:
        if is_large not in self.browsers:
            flags = [*FLAGS, "--hide-scrollbars", *([LARGE] if is_large else [])]
            self.browsers[is_large] = self.playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        key = (who, is_large, is_wide)
        if key not in self.pages:
            context = self.browsers[is_large].new_context(has_touch=not is_wide, locale="zh-CN")
            context.add_init_script(f"({LOOSE})()")
            page = context.new_page()
            page.on("console", lambda message: self._hear(message.type, message.text))
            page.on("pageerror", lambda error: self.heard.append(f"script error: {error}"))
            page.on("request", lambda request: self._ask(request.url))
            self.pages[key] = page, context.new_cdp_session(page)
        return self.pages[key]

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and "the server responded with a status of" not in text:
            self.heard.append(f"console {kind}: {text}")

    def _ask(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.heard.append(f"a request to another host: {url}")

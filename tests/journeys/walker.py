"""One person's phone: it presses what a person would press, and every page it sees is looked over."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response

from resident.config import ROOT
from tests.journeys.conftest import Server

WIDTH, HEIGHT = 360, 740
AXE = ROOT / ".build" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def chinese() -> dict[str, str]:
    """English message id → Chinese words, from the catalogue."""
    with (ROOT / "translations/zh_Hans/LC_MESSAGES/messages.po").open("rb") as file:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: message.string
            if isinstance(message.string, str)
            else message.string[0]
            for message in read_po(file, locale="zh_Hans")
            if message.id
        }


class Walker:
    """A browser of 360 px in one language, with or without JavaScript, and the findings on what it saw."""

    def __init__(self, browser: Browser, server: Server, *, language: str, scripts: bool) -> None:
        self.server, self.language, self.scripts = server, language, scripts
        self.context = self._context(browser, scripts)
        self.looker = self.context if scripts else self._context(browser, scripts=True)
        self.page = self.context.new_page()
        self.findings: list[str] = []
        self.seen: set[tuple[str, int, str]] = set()
        self._watch(self.page)

    def _context(self, browser: Browser, scripts: bool) -> BrowserContext:
        return browser.new_context(
            base_url=self.server.url,
            viewport={"width": WIDTH, "height": HEIGHT},
            locale="zh-CN" if self.language == "zh_Hans" else "en-GB",
            java_script_enabled=scripts,
            reduced_motion="reduce",
            has_touch=True,
        )

    def _watch(self, page: Page) -> None:
        page.on("console", lambda message: self._heard(message.type, message.text, page.url))
        page.on("pageerror", lambda error: self.findings.append(f"script error on {page.url}: {error}"))
        page.on("request", lambda request: self._asked(request.url))

    def _heard(self, kind: str, text: str, url: str) -> None:
        is_answer = "Failed to load resource" in text and re.search(r"status of (4\d\d)", text)
        if kind in {"error", "warning"} and not is_answer:
            self.findings.append(f"console {kind} on {url}: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.server.url, "data:", "blob:")):
            self.findings.append(f"a request to another host: {url}")

    def words(self, message: str, **params: Any) -> str:
        """The words of an English message id in this phone's language."""
        text = chinese().get(message, message) if self.language == "zh_Hans" else message
        return text % params if params else text

    def open(self, path: str) -> None:
        """Type an address."""
        answer = self.page.goto(path)
        self.look(answer)

    def press(self, message: str, *, within: str = "", exact: bool = True, **params: Any) -> None:
        """Press the button or link with these words (the first one in view)."""
        words = self.words(message, **params)
        scope: Page | Locator = self.page.locator(within).first if within else self.page
        target = scope.get_by_role("button", name=words, exact=exact).or_(
            scope.get_by_role("link", name=words, exact=exact)
        )
        self._click(target.first)

    def press_selector(self, selector: str) -> None:
        """Press what a selector finds, where words alone do not tell it apart."""
        self._click(self.page.locator(selector).first)

    def _click(self, target: Locator) -> None:
        target.scroll_into_view_if_needed()
        answers: list[Response] = []

        def _noted(response: Response) -> None:
            if response.request.is_navigation_request() and response.frame == self.page.main_frame:
                answers.append(response)

        self.page.on("response", _noted)
        target.click()
        self.page.wait_for_load_state("networkidle" if self.scripts else "load")
        self.page.remove_listener("response", _noted)
        self.look(answers[-1] if answers else None)

    def fill(self, message: str, value: str, **params: Any) -> None:
        """Write into the field with this label."""
        self.page.get_by_label(self.words(message, **params), exact=False).first.fill(value)

    def fill_name(self, name: str, value: str) -> None:
        """Write into the field of this name."""
        self.page.locator(f"[name='{name}']:visible").first.fill(value)

    def choose(self, name: str, value: str = "", *, label: str = "") -> None:
        """Choose in a select of this name, by value or by words."""
        field = self.page.locator(f"select[name='{name}']").first
        field.select_option(value=value) if value else field.select_option(label=label)

    def tick(self, name: str, value: str = "") -> None:
        """Tick a box or choose one of several."""
        which = f"input[name='{name}']" + (f"[value='{value}']" if value else "")
        self.page.locator(which).first.check(force=True)

    def open_disclosure(self, message: str, within: str = "", **params: Any) -> None:
        """Open a `details` by its summary words."""
        scope: Page | Locator = self.page.locator(within).first if within else self.page
        scope.locator("summary", has_text=self.words(message, **params)).first.click()

    def sees(self, text: str) -> None:
        """These words are on the page."""
        assert self.page.get_by_text(text).first.is_visible(), f"{text!r} is not on {self.page.url}"

    def sees_message(self, message: str, **params: Any) -> None:
        """The words of this message id are on the page."""
        self.sees(self.words(message, **params))

    def sign_in(self, phone: str, *, name: str = "") -> None:
        """Sign in with a demo number; `name` for the first time."""
        self.open("/sign-in")
        self.page.locator("input[type=tel]").fill(phone)
        self.press_selector("main form button[type=submit], main form .weui-btn_primary")
        code = self.page.locator("[data-demo-code]").first.inner_text()
        self.page.locator("input[autocomplete='one-time-code']").fill(re.sub(r"\D", "", code))
        self.press_selector("main form .weui-btn_primary")
        if name:
            self.page.locator("input[type=checkbox]").first.check(force=True)
            self.fill_name("display_name", name)
            self.press_selector("main form .weui-btn_primary")

    def look(self, answer: Response | None) -> None:
        """Look this page over, once per address pattern, status and title."""
        status = answer.status if answer else 200
        assert status < 500, f"{status} on {self.page.url}"
        key = (re.sub(r"\d+|/[\w-]{20,}", "…", self.page.url.split("?")[0]), status, self.page.title())
        if key in self.seen:
            return
        self.seen.add(key)
        with self._with_scripts() as page:
            self.findings.extend(f"{finding} on {self.page.url} ({status})" for finding in look_over(page))

    @contextmanager
    def _with_scripts(self) -> Iterator[Page]:
        """This very page where scripts run: itself, or its copy in a second context with the same cookies."""
        if self.scripts:
            yield self.page
            return
        self.looker.clear_cookies()
        self.looker.add_cookies(self.context.cookies())
        copy = self.looker.new_page()
        self._watch(copy)
        body, address = self.page.content(), self.page.url.split("#")[0]
        copy.route(address, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
        copy.goto(address)
        yield copy
        copy.close()

    def close(self) -> None:
        """Put the phone away; nothing may have been found."""
        self.context.close()
        if self.looker is not self.context:
            self.looker.close()
        assert not self.findings, "\n".join(self.findings)


def look_over(page: Page) -> list[str]:
    """What is wrong with this page: axe's violations, and what sticks out of 360 px."""
    page.evaluate(_axe())
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(r => JSON.stringify(r.violations.map("
        "v => [v.id, v.nodes.map(n => n.html.slice(0, 160) + ' ' + (n.any[0] ? n.any[0].message : '')).slice(0, 3)])))",
        RULES,
    )
    findings = [f"axe {rule}: {nodes}" for rule, nodes in json.loads(found)]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > WIDTH:
        findings.append(f"{width} px wide")
    return findings


@cache
def _axe() -> str:
    return Path(AXE).read_text(encoding="utf-8")

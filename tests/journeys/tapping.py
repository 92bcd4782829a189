"""One person's thumb: every tap on our pages is counted, and every page and change it asks of the server."""

from playwright.sync_api import Browser, Page, Request
from playwright.sync_api import expect as expecting

from tests.journeys.conftest import Server
from tests.journeys.swaps import watch_swaps, what_swaps_did

PATIENCE = 30_000


class Thumb:
    """A phone of 360 px that knows nobody yet; typed signs and files are no taps."""

    def __init__(self, browser: Browser, server: Server, *, width: int = 360, height: int = 740) -> None:
        self.context = browser.new_context(
            base_url=server.url,
            viewport={"width": width, "height": height},
            locale="en-GB",
            reduced_motion="reduce",
            has_touch=True,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.findings: list[str] = []
        self.taps = self.loads = self.changes = self.signs = 0
        watch_swaps(self.page)
        self.page.on("pageerror", lambda error: self.findings.append(f"script error on {self.page.url}: {error}"))
        self.page.on("request", self._asked)
        self.page.on("domcontentloaded", self._came)

    def _asked(self, request: Request) -> None:
        self.changes += request.method == "POST" and "/seen" not in request.url

    def _came(self, _page: Page) -> None:
        self.loads += 1

    def begin(self, path: str) -> None:
        """Stand on a page: what is counted begins here."""
        self.page.goto(path)
        self.taps = self.loads = self.changes = self.signs = 0

    def tap(self, selector: str, words: str = "") -> None:
        """Tap the first thing that can be seen of this kind (with these words)."""
        found = self.page.locator(selector)
        found = (found.filter(has_text=words) if words else found).locator("visible=true").first
        found.tap()
        self.taps += 1

    def types(self, text: str) -> None:
        """Type where the focus is, without a tap: the page has put it there."""
        self.page.wait_for_function("document.activeElement.matches('input, textarea')")
        self.page.keyboard.type(text)
        self.signs += len(text)

    def sees(self, words: str) -> None:
        """These words stand on the page and in the visible part of it; what was swapped meanwhile is looked at."""
        line = self.page.get_by_text(words).locator("visible=true").first
        line.wait_for()
        expecting(line).to_be_in_viewport()
        self.findings += what_swaps_did(self.page)
        assert not self.findings, "\n".join(self.findings)

    def took(self, what: str, *, taps: int) -> None:
        """It took no more taps than these; what it took of everything is printed."""
        print(
            f"{what}: {self.taps} taps, {self.loads} page loads, {self.signs} signs typed, {self.changes} changes sent"
        )
        assert self.taps <= taps, what

    def sign_in(self, phone: str, onward: str) -> None:
        """Come in, uncounted."""
        self.page.goto(f"/sign-in?next={onward}")
        self.page.fill("[name=phone]", phone)
        self.page.keyboard.press("Enter")
        code = self.page.locator("[data-demo-code]").inner_text()
        self.page.fill("[name=code]", code)
        self.page.wait_for_url(f"**{onward}")
        self.begin(onward)

    def end(self) -> None:
        """Put the phone away."""
        self.context.close()

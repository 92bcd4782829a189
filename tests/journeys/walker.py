"""People with phones: each presses what a person would press, and every page they see is looked over."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from babel.messages.pofile import read_po
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Response
from playwright.sync_api import TimeoutError as NotInTime

from resident.config import ROOT
from tests.journeys.conftest import Server
from tests.journeys.looking import look_over, what_sticks_out
from tests.journeys.swaps import watch_swaps, what_swaps_did

WIDTH, HEIGHT = 360, 740
PATIENCE = 30_000  # milliseconds for one thing to appear: long, so that the neighbours' load decides nothing
SETTLING = ".htmx-request, .htmx-swapping, .htmx-settling"
FORMS = """() => [document.documentElement.dataset.mode || '',
    [...document.querySelectorAll('form[action]')].map(one => one.getAttribute('action'))]"""
CORNER = {"x": 10, "y": 12}  # of a label: away from a link inside it


@cache
def chinese() -> dict[str, str]:
    """English message id → Chinese words, from the catalogue."""
    with (ROOT / "translations/zh_Hans/LC_MESSAGES/messages.po").open("rb") as file:
        return {
            id_: message.string if isinstance(message.string, str) else message.string[0]
            for message in read_po(file, locale="zh_Hans")
            for id_ in ([message.id] if isinstance(message.id, str) else message.id)
        }


@dataclass
class Walk:
    """One walk of everybody, in one language, with JavaScript or without (and then in the dark); keeps what was found."""

    browser: Browser
    server: Server
    language: str
    scripts: bool
    findings: list[str] = field(default_factory=list)
    seen: set[object] = field(default_factory=set)
    people: dict[str, "Walker"] = field(default_factory=dict)
    mirror: Page | None = None
    mirrored: tuple[str, dict[str, Any]] = ("", {})

    def __getitem__(self, who: str) -> "Walker":
        """The phone of this person; a new one the first time."""
        if who not in self.people:
            self.people[who] = Walker(self)
        return self.people[who]

    def say(self, zh: str, en: str) -> str:
        """What somebody types, in the language of this walk."""
        return zh if self.language == "zh_Hans" else en

    def context(self, *, scripts: bool) -> BrowserContext:
        """A browser of 360 px that knows nobody yet."""
        made = self.browser.new_context(
            base_url=self.server.url,
            viewport={"width": WIDTH, "height": HEIGHT},
            locale="zh-CN" if self.language == "zh_Hans" else "en-GB",
            java_script_enabled=scripts,
            color_scheme="light" if self.scripts else "dark",
            reduced_motion="reduce",
            has_touch=True,
        )
        made.set_default_timeout(PATIENCE)
        watch_swaps(made)
        return made

    def watch(self, page: Page) -> None:
        """Note what this page says on its console and asks of others."""
        page.on("console", lambda message: self._heard(message.type, message.text, page.url))
        page.on("pageerror", lambda error: self.findings.append(f"script error on {page.url}: {error}"))
        page.on("request", self._asked)

    def _heard(self, kind: str, text: str, url: str) -> None:
        is_refusal = "Failed to load resource" in text and re.search(r"status of 4\d\d", text)
        if kind in {"error", "warning"} and not is_refusal:
            self.findings.append(f"console {kind} on {url}: {text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.server.url, "data:", "blob:")):
            self.findings.append(f"a request to another host: {request.url}")

    def look(self, page: Page, answer: Response | None) -> None:
        """Look a page over, once for each kind of address, answer and set of forms."""
        status = answer.status if answer else 200
        if status >= 500:
            self.findings.append(f"{status} on {page.url}")
        mode, addresses = page.evaluate(FORMS)
        key = (_kind(page.url), status, mode, frozenset(map(_kind, addresses)))
        if key in self.seen:
            return
        self.seen.add(key)
        found = what_sticks_out(page)
        with self._with_scripts(page, answer) as copy:
            found += look_over(copy)
            found += what_sticks_out(copy) if copy is not page else []
        self.findings.extend(f"{page.url} ({status}): {finding}" for finding in found)

    @contextmanager
    def _with_scripts(self, page: Page, answer: Response | None) -> Iterator[Page]:
        """This very page where scripts run: itself, or its copy in a second context with the same cookies."""
        if self.scripts:
            yield page
            return
        copy = self._mirror()
        copy.context.clear_cookies()
        copy.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]  # the same shape under another name
        policy = {"Content-Security-Policy": (answer.headers if answer else {}).get("content-security-policy", "")}
        self.mirrored = page.url.split("#")[0], {"body": page.content(), "headers": policy}
        copy.goto(self.mirrored[0])
        yield copy

    def _mirror(self) -> Page:
        """The page in a browser with scripts that shows what `mirrored` says."""
        if self.mirror is None:
            self.mirror = self.context(scripts=True).new_page()
            self.watch(self.mirror)
            self.mirror.route(
                lambda url: url == self.mirrored[0],
                lambda route: route.fulfill(content_type="text/html; charset=utf-8", **self.mirrored[1]),
            )
        return self.mirror

    def end(self) -> None:
        """Put the phones away."""
        for person in self.people.values():
            person.context.close()
        if self.mirror:
            self.mirror.context.close()


def _kind(address: str) -> str:
    """An address without its numbers and keys."""
    return re.sub(r"\d+|(?<=/)[\w-]{20,}", "…", urlsplit(address).path)


class Walker:
    """One person's phone."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.context = walk.context(scripts=walk.scripts)
        self.page = self.context.new_page()
        self.phone = ""
        walk.watch(self.page)

    @property
    def number(self) -> int:
        """The last number in the address of this page."""
        return int(re.findall(r"\d+", urlsplit(self.page.url).path)[-1])

    def open(self, path: str, *, expect: int = 200) -> None:
        """Type an address; whose session has ended because nothing was done for long signs in again first."""
        answer = self.page.goto(path)
        if self.phone and self.page.url.split("?")[0].endswith("/sign-in") and not path.startswith("/sign-in"):
            self.sign_in(self.phone)
            answer = self.page.goto(path)
        self._arrive(answer, expect)

    def follow(self, selector: str) -> None:
        """Press the first link that the selector finds."""
        target = self.page.locator(selector).first
        with self.page.expect_navigation() as going:
            target.click()
        self._arrive(going.value)

    def press(self, selector: str) -> None:
        """Press the one button that the selector finds."""
        with self.page.expect_navigation() as going:
            self.page.locator(selector).click()
        self._arrive(going.value)

    def find(self, words: str) -> None:
        """Press the first link that holds these words."""
        with self.page.expect_navigation() as going:
            self.page.locator("main a, a.item").filter(has_text=words).first.click()
        self._arrive(going.value)

    def read_first(self) -> None:
        """Open the first message that is unread: a form that leads to what it is about."""
        with self.page.expect_navigation() as going:
            self.page.locator(".note_new").first.click()
        self._arrive(going.value)

    def first_of(self, name: str) -> str:
        """The first thing there is to choose in a field that opens."""
        return self.page.locator(f"[name={name}] option:not([value=''])").first.get_attribute("value") or ""

    def send(self, action: str = "", *, holding: str = "", expect: int = 200, **fields: Any) -> None:
        """Fill in the form that goes to an address ending in `action` and send it.

        Without `action` it is the form of this very page; `holding` is something that must be in it.
        A text is typed or chosen, a truth is ticked or not, a dict is a file.
        """
        form = self._form(action, holding)
        if self.walk.scripts and "rests" in (form.get_attribute("class") or ""):
            self._arrive(self.page.reload())  # it has just turned: whoever means it looks again
        self._unfold(form)
        if self.walk.scripts and form.locator("[data-code]").count():
            self._arrive(self._sent_on(form, fields.pop("code", None) or fields.pop("step")), expect)
            return
        for name, value in fields.items():
            self._fill(form, name, value)
        for asked in form.locator("details.confirm:not([open]) > summary").all():  # what cannot be undone asks once
            asked.click()
        button = form.locator("button:not([type=button]):not([name^=switch_])").locator("visible=true").last
        if self.walk.scripts and form.get_attribute("hx-post"):
            with self.page.expect_response(lambda answer: answer.request.method == "POST") as answering:
                button.click()
            answering.value.finished()
            self.page.wait_for_selector(SETTLING, state="detached")
            self.walk.findings += [f"{self.page.url}: {one}" for one in what_swaps_did(self.page)]
            self._arrive(answering.value, expect)
            return
        with self.page.expect_navigation() as going:
            button.click()
        self._arrive(going.value, expect)

    def _sent_on(self, form: Locator, code: str) -> Response | None:
        """A code is sent on at its sixth digit, without a press."""
        with self.page.expect_navigation() as going:
            form.locator("[data-code]").fill(code)
        return going.value

    def _form(self, action: str, holding: str) -> Locator:
        ends = f"form[action$='{action}'], form[action*='{action}?']" if action else "main form:not([action])"
        found = self.page.locator(ends)
        return (found.filter(has=self.page.locator(holding)) if holding else found).first

    def _unfold(self, thing: Locator) -> None:
        """Open what it is folded into, the outermost first."""
        closed = thing.locator("xpath=ancestor::details[not(@open)]")
        while closed.count():
            closed.first.locator("> summary").click()

    def _fill(self, form: Locator, name: str, value: Any) -> None:
        field_ = form.locator(f"[name='{name}']").last
        self._unfold(field_)
        if isinstance(value, bool):
            if field_.is_checked() != value:
                form.locator(f"label:has([name='{name}'])").last.click(position=CORNER)
        elif isinstance(value, dict):
            field_.set_input_files(value)  # type: ignore[arg-type]  # a file as name, type and bytes
        elif form.locator(f"select[name='{name}']").count():
            field_.select_option(value)
        elif field_.get_attribute("type") in {"radio", "checkbox"}:
            form.locator(f"label:has([name='{name}'][value='{value}'])").click(position=CORNER)
        else:
            field_.fill(str(value))

    def _arrive(self, answer: Response | None, expect: int = 200) -> None:
        self.walk.look(self.page, answer)
        status = answer.status if answer else 200
        assert status == expect, f"{status} on {self.page.url}:\n{self.page.locator('main').inner_text()[:600]}"

    def sees(self, words: str) -> None:
        """These words stand on the page."""
        try:
            self.page.get_by_text(words).locator("visible=true").first.wait_for()
        except NotInTime:
            text = self.page.locator("body").inner_text()
            raise AssertionError(f"{words!r} is not on {self.page.url}:\n{text[:1500]}") from None

    def reads(self, message: str) -> None:
        """The words of this message id stand on the page: of one with placeholders its longest piece."""
        words = chinese().get(message) if self.walk.language == "zh_Hans" else message
        assert words, f"no Chinese for {message!r}"
        self.sees(max(re.split(r"%\(\w+\)[sd]", words), key=len).strip())

    def confirm(self) -> None:
        """Show to be there, where one is asked, by a code to one's phone."""
        self.reads("Is it really you?")
        self.send("/me/confirm/send")
        self.send("/me/confirm", code=self.page.locator("[data-demo-code]").inner_text())

    def hears(self, message: str) -> None:
        """A message with these words is in the inbox."""
        self.open("/me/notifications")
        self.reads(message)

    def sign_in(self, phone: str, *, name: str = "", onward: str = "/c/guihua/demands") -> None:
        """Sign in with the shown code; `name` for the first time."""
        self.phone = phone
        self.open(f"/sign-in?next={onward}")
        self.send("/sign-in", phone=phone)
        self.send("/sign-in/code", code=self.page.locator("[data-demo-code]").inner_text())
        if name:
            self.send("/sign-in/name", display_name=name, agreed=True)

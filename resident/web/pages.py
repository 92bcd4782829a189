"""One answer as a page or, for htmx, as its fragment; and what every template may ask for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.config import settings
from resident.i18n import HTML_LANG, LANGUAGES, language
from resident.web.errors import Words
from resident.web.guards import Verdict, asker
from resident.web.parts import is_fragment_wanted

READING_MODES = ("standard", "care")
READING_MODE_COOKIE = "reading_mode"
LONGEST_PATH = 1_000  # it stands in the session cookie while somebody signs in
TABS: dict[str, str] = {}


@dataclass(frozen=True)
class StaffPage:
    """One link of the staff's bar: for whom `permission(person, community)` says yes, with what waits there."""

    endpoint: str
    label: Words
    permission: Callable[[Any, Any], Verdict | bool]
    count: Callable[[Any], int] | None = None
    position: int = 50

    @property
    def is_current(self) -> bool:
        return self.endpoint.rpartition(".")[0] in request.blueprints


STAFF_PAGES: dict[str, StaffPage] = {}


def setup(app: Flask) -> None:
    """Add the variables of the frame to every template."""
    app.context_processor(_frame)


def tab(pages: str, name: str) -> None:
    """Say which tab of the tab bar a blueprint's pages belong to, or one page of it that belongs elsewhere."""
    TABS[pages] = name


def register(
    endpoint: str,
    label: Words,
    permission: Callable[[Any, Any], Verdict | bool],
    count: Callable[[Any], int] | None = None,
    position: int = 50,
) -> None:
    """Put a page of a community into the staff's bar, in the order of `position`; `count(community)` is one statement."""
    STAFF_PAGES[endpoint] = StaffPage(endpoint, label, permission, count, position)


def staff_pages() -> list[StaffPage]:
    """The pages of the staff that are open to who is signed in, in their order."""
    community, person = g.get("community"), asker()
    if community is None or person is None:
        return []
    pages = sorted(STAFF_PAGES.values(), key=lambda page: page.position)
    return [page for page in pages if page.permission(person, community)]


def say_count(endpoint: str, count: int) -> None:
    """Tell the staff's bar what the page at hand has counted already, as far as the number there goes."""
    g.setdefault("staff_counts", {})[endpoint] = count


def _count(page: StaffPage) -> int:
    counted: dict[str, int] = g.get("staff_counts", {})
    if page.endpoint in counted:
        return counted[page.endpoint]
    return page.count(g.community) if page.count else 0


class StaffNav:
    """The staff's bar for who is signed in: (url, label, is_current, count); asked for only by a page that shows it."""

    def __iter__(self) -> Iterator[tuple[str, Words, bool, int]]:
        for page in staff_pages():
            yield url_for(page.endpoint), page.label, page.is_current, _count(page)


def _frame() -> dict[str, Any]:
    """Variables of the frame."""
    return {
        "me": asker(),
        "community": g.get("community"),
        "html_lang": HTML_LANG[language()],
        "languages": LANGUAGES,
        "language": language(),
        "mode": reading_mode(),
        "active_tab": next((TABS[name] for name in (request.endpoint, *request.blueprints) if name in TABS), ""),
        "unread": 0,
        "who": "",
        "staff_nav": StaffNav(),
    }


def reading_mode() -> str:
    """`standard` or `care`: what was chosen just now, the person's setting, then the cookie."""
    if chosen := g.get("reading_mode"):
        return str(chosen)
    person = asker()
    wanted = (person.reading_mode if person else None) or request.cookies.get(settings().cookie(READING_MODE_COOKIE))
    return wanted if wanted in READING_MODES else "standard"


def care_phone() -> str:
    """The committee's number for who reads in care mode: on every bar somebody can be called."""
    community = g.get("community")
    return community.phone.replace(" ", "") if community is not None and reading_mode() == "care" else ""


def page_or_fragment(page: str, fragment: str, status: int = 200, **context: Any) -> ResponseReturnValue:
    """The page, or only its fragment when htmx asked; both render the same file for the part they share."""
    return render_template(fragment if is_fragment_wanted() else page, **context), status


def done(location: str, fragment: str = "", **context: Any) -> ResponseReturnValue:
    """After a change: 303 to `location`, or for htmx the fragment that shows the new state."""
    if fragment and is_fragment_wanted():
        return render_template(fragment, **context)
    return redirect(location, 303)


def local_path(wanted: str | None, otherwise: str = "/") -> str:
    """Where to go next, only ever inside this app: an absolute path without host, else `otherwise`."""
    path = wanted or ""
    is_local = (
        len(path) <= LONGEST_PATH
        and path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and not any(ord(c) < 33 or c == "\\" for c in path)
    )
    return path if is_local else otherwise

"""One answer as a page or, for htmx, as its fragment; and what every template may ask for."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from htmx_flask import make_response

from resident.config import settings
from resident.i18n import HTML_LANG, LANGUAGES, language
from resident.web.guards import asker
from resident.web.parts import is_fragment_wanted
from resident.web.telephones import calls

READING_MODES = ("standard", "care")
READING_MODE_COOKIE = "reading_mode"
LONGEST_PATH = 1_000  # it stands in the session cookie while somebody signs in
TABS: dict[str, str] = {}


def setup(app: Flask) -> None:
    """Add the variables of the frame to every template, and the links of telephones."""
    app.jinja_env.filters["calls"] = calls
    app.context_processor(_frame)


def tab(pages: str, name: str) -> None:
    """Say which tab of the tab bar a blueprint's pages belong to, or one page of it that belongs elsewhere."""
    TABS[pages] = name


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
    }


def reading_mode() -> str:
    """`standard` or `care`: what was chosen just now, the person's setting, then the cookie."""
    if chosen := g.get("reading_mode"):
        return str(chosen)
    person = asker()
    wanted = (person.reading_mode if person else None) or request.cookies.get(settings().cookie(READING_MODE_COOKIE))
    return wanted if wanted in READING_MODES else "standard"


def care_phone() -> str:
    """The link of the committee's first number for who reads in care mode: on every bar somebody can be called."""
    community = g.get("community")
    numbers = calls(community.phone) if community is not None and reading_mode() == "care" else []
    return numbers[0].url if numbers else ""


def done(location: str, fragment: str = "", **context: Any) -> ResponseReturnValue:
    """After a change: 303 to `location`, or for htmx the fragment that shows the new state."""
    if fragment and is_fragment_wanted():
        return render_template(fragment, **context)
    return redirect(location, 303)


def gone_on(location: str, page: Callable[[], str]) -> str | Response:
    """After a change that leads to another page: its address, or for htmx the page itself under that address, in the same answer."""
    if not is_fragment_wanted():
        return location
    return make_response(page(), push_url=location)


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

"""One answer as a page or, for htmx, as its fragment; and what every template may ask for."""

from typing import Any

from flask import Flask, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from resident.i18n import HTML_LANG, LANGUAGES, language
from resident.web.guards import me

READING_MODES = ("standard", "care")
READING_MODE_COOKIE = "reading_mode"
TABS: dict[str, str] = {}


def setup(app: Flask) -> None:
    """Add the variables of the frame to every template."""
    app.context_processor(_frame)


def tab(blueprint: str, name: str) -> None:
    """Say which tab of the tab bar a blueprint's pages belong to."""
    TABS[blueprint] = name


def _frame() -> dict[str, Any]:
    """Variables of the frame. After a database failure nobody is looked up."""
    person = None if g.get("without_database") else me()
    return {
        "me": person,
        "community": g.get("community"),
        "html_lang": HTML_LANG[language()],
        "languages": LANGUAGES,
        "language": language(),
        "mode": reading_mode(),
        "active_tab": TABS.get(request.blueprint or "", ""),
        "unread": 0,
    }


def reading_mode() -> str:
    """`standard` or `care`: the person's setting, then the cookie."""
    wanted = request.cookies.get(READING_MODE_COOKIE)
    if not g.get("without_database") and current_user and current_user.is_authenticated:
        wanted = current_user.reading_mode or wanted
    return wanted if wanted in READING_MODES else "standard"


def is_fragment_wanted() -> bool:
    """Whether htmx asked for a part; a boosted or restored page is a whole page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def page_or_fragment(page: str, fragment: str, status: int = 200, **context: Any) -> ResponseReturnValue:
    """The page, or only its fragment when htmx asked; both render the same file for the part they share."""
    g.is_fragment = is_fragment_wanted()
    return render_template(fragment if g.is_fragment else page, **context), status


def done(location: str, fragment: str = "", **context: Any) -> ResponseReturnValue:
    """After a change: 303 to `location`, or for htmx the fragment that shows the new state."""
    if fragment and is_fragment_wanted():
        return render_template(fragment, **context)
    return redirect(location, 303)


def local_path(wanted: str | None, otherwise: str = "/") -> str:
    """Where to go next, only ever inside this app: an absolute path without host, else `otherwise`."""
    path = wanted or ""
    is_local = (
        path.startswith("/") and not path.startswith(("//", "/\\")) and not any(ord(c) < 33 or c == "\\" for c in path)
    )
    return path if is_local else otherwise

"""Another community chosen in the middle of a form: what was typed stands in the same form there.

The button at the foot of a page belongs to its form, as those of the language do. What it sends is kept half an hour
for the person, and comes back on the same page of the community that is chosen next; where that has no such page
(a comment on a demand), it stays where it was written.
"""

from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, request, url_for
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from resident.accounts.sessions import me
from resident.accounts.sessions.interrupted import ANY_PLACE, is_page, keep_for_another_place, page_at_hand
from resident.accounts.sessions.origins import require_own_page
from resident.web.pages import local_path

BUTTON = "switch_community"
PLACES = "c"  # the first part of the path of a community's page


def setup(app: Flask) -> None:
    """Look for the button before anybody looks at the form."""
    app.before_request(_switch)


def page_in(slug: str, page: str) -> str:
    """The page in this community, where it has one; else its home. `page` says `*` where the community's name stands."""
    there = local_path(page.replace(f"/{PLACES}/{ANY_PLACE}/", f"/{PLACES}/{slug}/", 1), otherwise="")
    is_there = there and is_page(there) and _place_of(there) in ("", slug)
    return there if is_there else url_for("home.index", community=slug)


def _switch() -> Response | None:
    if request.method != "POST" or BUTTON not in request.form or me() is None:
        return None
    require_own_page()
    page = urlsplit(page_at_hand()).path
    goes_along = _is_everywhere(page)
    keep_for_another_place(*((_anywhere(page), _anywhere(request.path)) if goes_along else (page, request.path)))
    return redirect(url_for("home.front", choose=1, page=_anywhere(page) if goes_along else None), 303)


def _is_everywhere(page: str) -> bool:
    """Whether every community has this page: nothing but the community is named in its address."""
    try:
        _endpoint, names = current_app.url_map.bind(request.host).match(page, method="GET")
    except HTTPException:
        return False
    return set(names) <= {"community"}


def _place_of(path: str) -> str:
    parts = path.split("/")
    return parts[2] if parts[1] == PLACES and len(parts) > 3 else ""


def _anywhere(path: str) -> str:
    parts = path.split("/")
    return "/".join([*parts[:2], ANY_PLACE, *parts[3:]]) if _place_of(path) else path

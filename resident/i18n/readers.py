"""Which language a reader reads, and by which clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache

from flask import Flask, current_app, g, has_request_context, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from resident.config import settings

LANGUAGES = {"zh_Hans": "中文", "en": "English"}
HTML_LANG = {"zh_Hans": "zh-Hans", "en": "en"}
COOKIE = "language"
DEFAULT = "zh_Hans"
LONGEST_LIST = 200  # characters of a browser's list of languages
PREFERENCE = "language_preference"


def prefer(app: Flask, preference: Callable[[], str | None]) -> None:
    """Register where a signed-in person's own choice of language is kept."""
    app.extensions[PREFERENCE] = preference


def language() -> str:
    """The language of this answer: the person's setting, then the cookie, then the browser's list."""
    try:
        chosen: str | None = g.get("language")  # asked a hundred times a page
    except RuntimeError:
        return DEFAULT
    return chosen or _chosen()


def _chosen() -> str:
    if not has_request_context():
        return DEFAULT
    own = current_app.extensions.get(PREFERENCE)
    wanted = (own() if own else None) or request.cookies.get(settings().cookie(COOKIE))
    g.language = wanted if wanted in LANGUAGES else browser_language()
    return str(g.language)


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Say what is said inside in this language, whatever the reader's: a message that is kept for somebody else."""
    own, g.language = language(), wanted
    try:
        yield
    finally:
        g.language = own


def browser_language() -> str:
    """The first of the browser's languages that is some Chinese or some English.

    Matching on the primary tag alone: a best match on `zh_Hans` would give English to
    `zh-CN,zh;q=0.9,en;q=0.8`, which is what WeChat sends.
    """
    return _first_known(request.headers.get("Accept-Language", "")[:LONGEST_LIST])


@lru_cache(maxsize=1024)
def _first_known(header: str) -> str:
    """Browsers send few different lists: each is read once."""
    for tag, _quality in parse_accept_header(header, LanguageAccept):
        primary = tag.replace("_", "-").split("-")[0].lower()
        if primary == "zh":
            return "zh_Hans"
        if primary == "en":
            return "en"
    return DEFAULT


def time_zone() -> str:
    """The wall clock of the community whose page this is."""
    community = g.get("community") if has_request_context() else None
    return community.time_zone if community else "Asia/Shanghai"

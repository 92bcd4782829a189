"""Languages: which one a person reads, and texts that exist in two."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain
from markupsafe import Markup, escape
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from resident.config import ROOT, settings
from resident.sentences import fill

__all__ = [
    "LANGUAGES",
    "gettext",
    "in_language",
    "is_same",
    "labelled",
    "language",
    "lazy_gettext",
    "ngettext",
    "setup",
    "speaking",
    "tr",
    "tr_text",
    "voiced",
]

LANGUAGES = {"zh_Hans": "中文", "en": "English"}
HTML_LANG = {"zh_Hans": "zh-Hans", "en": "en"}
COOKIE = "language"
DEFAULT = "zh_Hans"
LONGEST_LIST = 200  # characters of a browser's list of languages


AS_WRITTEN = NullTranslations()


class Catalogues(Domain):
    """Flask-Babel's domain, with the catalogue of each language at hand: a page asks a hundred times."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, dict[str, Markup]] = {}

    def get_translations(self) -> NullTranslations:
        """Those of the language of this answer; outside of any app a message says what the code says."""
        if not has_app_context():
            return AS_WRITTEN
        wanted = language()
        if wanted not in self.cache:
            self.cache[wanted] = Translations.load(ROOT / "translations", [wanted])
        return self.cache[wanted]

    def gettext(self, string: str, **variables: Any) -> str:
        """The words of a message with its values."""
        words = self.get_translations().gettext(string)
        return fill(words, variables) if variables else words

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        """The same of so many; the number is `%(num)d`."""
        return fill(self.get_translations().ngettext(singular, plural, num), {"num": num, **variables})

    def markup(self, message: str) -> Markup:
        """The words of a message as they stand in a page; the catalogue is ours, so its words are markup."""
        known = self.pages.setdefault(language(), {})
        words = known.get(message)
        if words is None:
            words = known[message] = Markup(self.get_translations().gettext(message))  # noqa: S704
        return words


babel = Babel()
catalogues = Catalogues()
gettext, ngettext, lazy_gettext = catalogues.gettext, catalogues.ngettext, catalogues.lazy_gettext
PREFERENCE = "language_preference"


def setup(app: Flask) -> None:
    """Catalogues from the root's `translations`, and the two-language filters."""
    babel.init_app(
        app,
        default_locale=DEFAULT,
        default_timezone="Asia/Shanghai",
        default_translation_directories=str(ROOT / "translations"),
        locale_selector=language,
        timezone_selector=time_zone,
    )
    babel.domain_instance = catalogues
    app.jinja_env.globals.update(
        {"_": _page_words, "gettext": _page_words, "ngettext": _page_count, "labelled": labelled}
    )
    app.jinja_env.filters.update(tr=tr, tr_text=tr_text, voiced=voiced)


def _page_words(message: str, **values: object) -> Markup:
    """`_()` of templates; Jinja's own newstyle gettext does the same at ten times the price."""
    words = catalogues.markup(message)
    return Markup(fill(words, values)) if values else words  # noqa: S704


def _page_count(one: str, many: str, num: int, **values: object) -> Markup:
    """`ngettext()` of templates; the number is `%(num)d`."""
    words = Markup(catalogues.get_translations().ngettext(one, many, num))  # noqa: S704
    return Markup(fill(words, {"num": num, **values}))  # noqa: S704


def labelled(label: object, words: object) -> Markup:
    """What something is, and the thing, for a page: `Share: the lamp`, with the colon of the language."""
    return Markup(gettext("%(label)s: %(words)s", label=escape(label), words=escape(words)))  # noqa: S704


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


def in_language(text: Mapping[str, str] | None, wanted: str) -> tuple[str, str]:
    """The text in the wanted language, else in the other one: (words, language they are in)."""
    if not text:
        return "", wanted
    if text.get(wanted):
        return text[wanted], wanted
    other = next((code for code in LANGUAGES if code != wanted), wanted)
    return text.get(other) or "", other


def is_same(one: Mapping[str, str] | None, other: Mapping[str, str] | None) -> bool:
    """Whether two two-language texts say the same: a language that is empty is one that is not there."""
    return all((one or {}).get(code, "") == (other or {}).get(code, "") for code in LANGUAGES)


def written_in(words: str) -> str:
    """The tag of the language whose script the words are written in; empty where they hold neither."""
    if any("\u3400" <= sign <= "\u9fff" for sign in words):
        return HTML_LANG["zh_Hans"]
    return HTML_LANG["en"] if any(sign.isascii() and sign.isalpha() for sign in words) else ""


def voiced(words: str) -> Markup:
    """What people wrote, for a page in whichever language: where the script is another one, the voice that reads it is told."""
    tag = written_in(words)
    if not tag or tag == HTML_LANG[language()]:
        return escape(words)
    return Markup('<span lang="{}">{}</span>').format(tag, words)


def tr(text: Mapping[str, str] | None) -> Markup:
    """A two-language text for a page; what is written in the other language says so with `lang`."""
    return voiced(in_language(text, language())[0])


def tr_text(text: Mapping[str, str] | None) -> str:
    """A two-language text where no markup can stand: titles, attributes, messages."""
    return in_language(text, language())[0]

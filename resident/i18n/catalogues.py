"""Messages in the language of the answer."""

from typing import Any

from babel.support import NullTranslations, Translations
from flask import has_app_context
from flask_babel import Domain
from markupsafe import Markup, escape

from resident.config import ROOT
from resident.i18n.readers import language
from resident.sentences import fill

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


catalogues = Catalogues()
gettext, ngettext, lazy_gettext = catalogues.gettext, catalogues.ngettext, catalogues.lazy_gettext


def page_words(message: str, **values: object) -> Markup:
    """`_()` of templates; Jinja's own newstyle gettext does the same at ten times the price."""
    words = catalogues.markup(message)
    return Markup(fill(words, values)) if values else words  # noqa: S704


def page_count(one: str, many: str, num: int, **values: object) -> Markup:
    """`ngettext()` of templates; the number is `%(num)d`."""
    words = Markup(catalogues.get_translations().ngettext(one, many, num))  # noqa: S704
    return Markup(fill(words, {"num": num, **values}))  # noqa: S704


def labelled(label: object, words: object) -> Markup:
    """What something is, and the thing, for a page: `Share: the lamp`, with the colon of the language."""
    return Markup(gettext("%(label)s: %(words)s", label=escape(label), words=escape(words)))  # noqa: S704

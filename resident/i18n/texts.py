"""What people wrote, which exists in two languages or in one of them."""

from collections.abc import Mapping

from markupsafe import Markup, escape

from resident.breaks import words_of
from resident.i18n.catalogues import gettext
from resident.i18n.readers import HTML_LANG, LANGUAGES, language

FITS_A_LINE = 6  # characters: so short a title is never broken, whatever the type


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


def lacking(text: Mapping[str, str | None]) -> str:
    """The mark of a two-language text that is written in one: which is missing, what is shown instead; else nothing."""
    missing = [code for code in LANGUAGES if not text.get(code)]
    if len(missing) != 1:
        return ""
    if missing == ["en"]:
        return gettext("English is missing: the Chinese is shown instead")
    return gettext("Chinese is missing: the English is shown instead")


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


def titled(title: Mapping[str, str] | str | None) -> Markup:
    """A title that people wrote, with the language it is written in; Chinese breaks between its words (`.kept` of the style)."""
    words = title if isinstance(title, str) else in_language(title, language())[0]
    if len(words) <= FITS_A_LINE or written_in(words) != HTML_LANG["zh_Hans"]:
        return voiced(words)
    return Markup('<span class="kept" lang="zh-Hans">{}</span>').format(Markup("<wbr>").join(words_of(words)))


def tr(text: Mapping[str, str] | None) -> Markup:
    """A two-language text for a page; what is written in the other language says so with `lang`."""
    return voiced(in_language(text, language())[0])


def tr_text(text: Mapping[str, str] | None) -> str:
    """A two-language text where no markup can stand: titles, attributes, messages."""
    return in_language(text, language())[0]

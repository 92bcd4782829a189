"""Languages: which one a person reads, and texts that exist in two."""

from resident.i18n.catalogues import catalogues, gettext, labelled, lazy_gettext, ngettext
from resident.i18n.readers import COOKIE, HTML_LANG, LANGUAGES, language, prefer, speaking, time_zone
from resident.i18n.setting_up import setup
from resident.i18n.texts import in_language, is_same, tr_text

__all__ = [
    "COOKIE",
    "HTML_LANG",
    "LANGUAGES",
    "catalogues",
    "gettext",
    "in_language",
    "is_same",
    "labelled",
    "language",
    "lazy_gettext",
    "ngettext",
    "prefer",
    "setup",
    "speaking",
    "time_zone",
    "tr_text",
]

"""Languages for the app and its templates."""

from flask import Flask
from flask_babel import Babel

from resident.config import ROOT
from resident.i18n.catalogues import catalogues, labelled, page_count, page_words
from resident.i18n.readers import DEFAULT, language, time_zone
from resident.i18n.texts import lacking, titled, tr, tr_text, voiced

babel = Babel()


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
    app.jinja_env.globals.update({"_": page_words, "gettext": page_words, "ngettext": page_count, "labelled": labelled})
    app.jinja_env.filters.update(lacking=lacking, titled=titled, tr=tr, tr_text=tr_text, voiced=voiced)

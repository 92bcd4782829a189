"""Taking out what the app holds: sheets in the columns that committees hand in."""

from flask import Flask
from sqlalchemy import select

from resident.accounts import registry, rotation
from resident.exports import jobs as jobs
from resident.exports.models import Export
from resident.exports.people import asked_for
from resident.exports.words import STATES, days_words, kind_title
from resident.i18n import lazy_gettext as _l

EXPORTS = select(Export).where(Export.content_encrypted != "").order_by(Export.id)


def setup(app: Flask) -> None:
    """The words of the templates, and what accounts must know of them."""
    app.jinja_env.globals.update(export_days=days_words, export_kind=kind_title, export_states=STATES)
    registry.register(
        "exports",
        _l("Sheets taken out"),
        _l("Which sheets you asked for as an administrator; each is kept for a day."),
        rows=asked_for,
    )
    rotation.register(rotation.Kept(Export, EXPORTS, ("content_encrypted",)))

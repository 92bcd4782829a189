"""Reaching people: who was shown phone and door of whom, for what; what this is for stands with whoever asks."""

from flask import Flask

from resident.accounts import registry
from resident.i18n import lazy_gettext as _l
from resident.reaching import messages
from resident.reaching import models as models
from resident.reaching.people import views_as_json


def setup(app: Flask) -> None:
    """Register what this package adds."""
    messages.register()
    registry.register(
        "reaching",
        _l("Who looked"),
        _l("Who was shown your number, for what, and whose number was shown to you."),
        rows=views_as_json,
    )

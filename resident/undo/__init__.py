"""Undoing what was done a moment ago: one way for every kind; it knows nothing of what is undone."""

from flask import Flask

from resident.undo import jobs as jobs
from resident.undo import models as models
from resident.undo.views import bp


def setup(app: Flask) -> None:
    """The one address that undoes."""
    app.register_blueprint(bp)

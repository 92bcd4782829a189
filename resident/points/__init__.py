"""The double-entry ledger of points."""

from flask import Flask

from resident.accounts import registry
from resident.i18n import lazy_gettext as _l
from resident.points import models as models
from resident.points.cli import points_cli
from resident.points.people import points_of
from resident.points.reasons import sentence
from resident.points.views import bp
from resident.web.pages import tab


def setup(app: Flask) -> None:
    """Statement page and audit command."""
    app.register_blueprint(bp)
    app.cli.add_command(points_cli)
    app.jinja_env.globals["points_sentence"] = sentence
    tab("points", "points")
    registry.register("points", _l("Points"), _l("What you were given, what you spent, and why."), rows=points_of)

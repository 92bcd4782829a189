"""The staff's work in one place: posts to review, demands to act on, hours to confirm, codes to hand over."""

from flask import Flask

from resident.desk.cli import desk_cli
from resident.desk.permissions import can_use_desk
from resident.desk.views import bp
from resident.i18n import lazy_gettext as _l
from resident.web import pages


def setup(app: Flask) -> None:
    """The pages, their place in the staff's bar, and the audit of what they show."""
    app.register_blueprint(bp)
    pages.register("desk.index", _l("Desk"), can_use_desk, position=10)
    app.cli.add_command(desk_cli)

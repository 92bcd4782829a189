"""The pages on which administrators run a community."""

from flask import Flask

from resident.admin.views import bp
from resident.communities.permissions import can_administer
from resident.i18n import lazy_gettext as _l
from resident.web import pages


def setup(app: Flask) -> None:
    """The pages under /admin of a community, and the way to them from the other pages of the staff."""
    app.register_blueprint(bp)
    pages.register("admin.index", _l("Administration"), can_administer, position=90)

"""The staff's work in one place: posts to review, demands to act on, hours to confirm, codes to hand over."""

from flask import Flask
from sqlalchemy import or_

from resident.communities.permissions import HAS_SOME_ROLE
from resident.desk.cli import desk_cli
from resident.desk.views import bp
from resident.i18n import lazy_gettext as _l
from resident.organizations.permissions import ACTS_FOR_SOME
from resident.web import pages, staff


def setup(app: Flask) -> None:
    """The pages, their place in the staff's bar, and the audit of what they show."""
    app.register_blueprint(bp)
    pages.tab("desk", "work")
    staff.register(
        staff.StaffPage("desk", "desk.index", _l("Desk"), "list", or_(HAS_SOME_ROLE, ACTS_FOR_SOME), position=10)
    )
    app.cli.add_command(desk_cli)

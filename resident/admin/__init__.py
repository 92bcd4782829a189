"""The pages on which administrators run a community."""

from flask import Flask

from resident.accounts.sessions import gates
from resident.admin.views import bp
from resident.communities.models import Role
from resident.communities.permissions import in_role
from resident.i18n import lazy_gettext as _l
from resident.web import pages, staff

# Who is suspended may still see and take along what is kept about them (PIPL art. 45), and appeal.
OPEN_TO_SUSPENDED = frozenset({"admin.suspensions.appeal", "accounts.data", "accounts.data_file"})


def setup(app: Flask) -> None:
    """The pages under /admin of a community, and the way to them from the other pages of the staff."""
    app.register_blueprint(bp)
    gates.register(
        lambda presence: presence.is_suspended,
        page="admin.suspensions.mine",
        leaves_open=OPEN_TO_SUSPENDED,
        position=10,
    )
    pages.tab("admin", "work")
    staff.register(
        staff.StaffPage(
            "administration", "admin.index", _l("Administration"), "door", in_role(Role.ADMINISTRATOR), position=90
        )
    )

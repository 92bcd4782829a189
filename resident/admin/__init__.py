"""The pages on which administrators run a community."""

from flask import Flask

from resident.accounts.sessions import gates
from resident.accounts.suspensions import APPEALS
from resident.admin import cli as cli
from resident.admin.views import bp
from resident.communities.permissions import ADMINISTERS, DECIDES
from resident.i18n import lazy_gettext as _l
from resident.web import pages, staff

# Who is suspended may still appeal, see and take along what is kept about them, and withdraw consent, which closes the
# account and asks for a fresh code (PIPL art. 15, 45, 47).
OPEN_TO_SUSPENDED = frozenset(
    {
        "admin.suspensions.appeal",
        "accounts.data",
        "accounts.data_file",
        "accounts.close",
        "accounts.confirm",
        "accounts.confirm_send",
    }
)


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
            "appeals",
            "admin.suspensions.index",
            _l("Appeals to decide"),
            "lock",
            DECIDES,
            position=80,
            found=APPEALS,
            in_bar="never",
        )
    )
    staff.register(
        staff.StaffPage("administration", "admin.index", _l("Administration"), "door", ADMINISTERS, position=90)
    )

"""The pages on which administrators run a community."""

from flask import Flask

from resident.accounts.sessions import gates
from resident.admin.views import bp
from resident.communities.permissions import can_administer
from resident.i18n import lazy_gettext as _l
from resident.web import pages

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
    pages.register("admin.index", _l("Administration"), can_administer, position=90)

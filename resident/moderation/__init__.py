"""The review queue; it knows nothing of what is reviewed."""

from flask import Flask

from resident.communities import open_work
from resident.communities.models import Role
from resident.communities.open_work import RoleWork
from resident.communities.permissions import can_moderate
from resident.i18n import lazy_gettext as _l
from resident.moderation import differences, messages, review
from resident.moderation import models as models
from resident.moderation.actions import takedowns, undoing
from resident.moderation.queries import open_takedown, waiting_count, waiting_work
from resident.moderation.views import bp
from resident.web import pages


def setup(app: Flask) -> None:
    """The pages of the queue, and their link in the staff's bar."""
    app.register_blueprint(bp)
    undoing.register_undoing()
    takedowns.register_undoing()
    messages.register()
    review.register()
    app.jinja_env.globals.update(open_takedown=open_takedown, differences=differences.pieces)
    open_work.register(RoleWork("reviews", Role.MODERATOR, _l("Posts to review"), waiting_work))
    pages.register("moderation.index", _l("Review"), can_moderate, count=waiting_count, position=20)

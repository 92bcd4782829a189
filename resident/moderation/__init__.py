"""The review queue; it knows nothing of what is reviewed."""

from flask import Flask

from resident.communities import open_work
from resident.communities.models import Role
from resident.communities.open_work import RoleWork
from resident.communities.permissions import MODERATES
from resident.i18n import lazy_gettext as _l
from resident.moderation import contacts, differences, messages, review, words
from resident.moderation import models as models
from resident.moderation.actions import undoing, undoing_takedowns
from resident.moderation.queries import FIRST_DUE, IN_QUEUE, OLDEST, open_takedown, waiting_work
from resident.moderation.views import bp
from resident.web import pages, staff


def setup(app: Flask) -> None:
    """The pages of the queue, and their link in the staff's bar."""
    app.register_blueprint(bp)
    undoing.register_undoing()
    undoing_takedowns.register_undoing()
    messages.register()
    review.register()
    app.jinja_env.globals.update(
        open_takedown=open_takedown, differences=differences.pieces, contacts=contacts.stretches
    )
    open_work.register(RoleWork("reviews", Role.MODERATOR, _l("Posts to review"), waiting_work))
    pages.tab("moderation", "work")
    staff.register(
        staff.StaffPage(
            "reviews",
            "moderation.index",
            _l("Review"),
            "shield",
            MODERATES,
            position=20,
            found=IN_QUEUE,
            since=OLDEST.scalar_subquery(),
            due=FIRST_DUE.scalar_subquery(),
            told=words.queue_told,
            begins_at="moderation.begin",
        )
    )

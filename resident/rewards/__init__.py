"""What charity and shops give, redeemed for points and handed over by code."""

from flask import Flask
from sqlalchemy import or_, select

from resident.accounts import registry, rotation
from resident.communities.permissions import ADMINISTERS
from resident.i18n import lazy_gettext as _l
from resident.organizations.permissions import GIVES_SOME, LEADS_SOME
from resident.points.audits import register as register_audit
from resident.rewards import jobs as jobs
from resident.rewards import messages, review, words
from resident.rewards import models as models
from resident.rewards.actions import giving_back
from resident.rewards.actions.undoing import register_undoing
from resident.rewards.audits import ends, reserved_points
from resident.rewards.codes import code_lookup
from resident.rewards.endings import ended_words
from resident.rewards.models import Redemption
from resident.rewards.people import cancel_all, redemptions_as_json
from resident.rewards.posters import register_posters
from resident.rewards.queries.pickups import MY_PICKUPS
from resident.rewards.views import pickups, redemptions, rewards, shelves
from resident.web.pages import tab
from resident.web.staff import StaffPage
from resident.web.staff import register as register_staff_page

# The codes to give out, and the shelf.
WORK = (
    StaffPage(
        "pickups",
        "pickups.index",
        _l("Give out"),
        "gift",
        GIVES_SOME,
        position=45,
        found=MY_PICKUPS,
        told=words.pickups_told,
    ),
    StaffPage(
        "shelf",
        "shelves.index",
        _l("Manage rewards"),
        "star",
        or_(LEADS_SOME, ADMINISTERS),
        position=60,
    ),
)

_REDEMPTIONS = select(Redemption).order_by(Redemption.id)


def setup(app: Flask) -> None:
    """Pages, how statement lines and messages read, and what the audit asks of redemptions."""
    for part in (rewards, redemptions, pickups, shelves):
        app.register_blueprint(part.bp)
    app.jinja_env.filters.update(ended_words=ended_words, short_name=words.short_name)
    tab("rewards", "points")
    tab("redemptions", "me")
    tab("pickups", "work")
    tab("shelves", "work")
    for page in WORK:
        register_staff_page(page)
    about = _l("What you redeemed, and what became of it.")
    registry.register(
        "redemptions", _l("Redemptions"), about, rows=redemptions_as_json, close=cancel_all, pause=cancel_all
    )
    rotation.register(
        rotation.Kept(
            Redemption,
            _REDEMPTIONS,
            ("code_encrypted",),
            "code_lookup",
            lambda row, code: code_lookup(row.community_id, code),
        )
    )
    messages.register()
    giving_back.register()
    register_undoing()
    register_posters()
    review.register()
    register_audit("reserved points", reserved_points)
    register_audit("ends of redemptions", ends)

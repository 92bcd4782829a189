"""What charity and shops give, redeemed for points and handed over by code."""

from datetime import datetime

from flask import Flask

from resident.accounts import registry
from resident.dates import day
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.notifications import kinds
from resident.organizations.permissions import can_hand_over_any
from resident.points import reasons
from resident.points.audits import register as register_audit
from resident.rewards import jobs as jobs
from resident.rewards import models as models
from resident.rewards.actions.redeem import cancel_all
from resident.rewards.audits import ends, held_points
from resident.rewards.permissions import can_keep_shelf
from resident.rewards.queries import redemptions_as_json
from resident.rewards.views import pickups, redemptions, rewards, shelves
from resident.rewards.words import ended_words, short_name
from resident.web.pages import register as register_staff_page
from resident.web.pages import tab


def setup(app: Flask) -> None:
    """Pages, how statement lines and messages read, and what the audit asks of redemptions."""
    for part in (rewards, redemptions, pickups, shelves):
        app.register_blueprint(part.bp)
    app.jinja_env.filters.update(ended_words=ended_words, short_name=short_name)
    tab("rewards", "points")
    tab("redemptions", "me")
    register_staff_page("pickups.index", _l("Hand over"), can_hand_over_any, position=40)
    register_staff_page("shelves.index", _l("Keep the shelf"), can_keep_shelf, position=60)
    registry.register(
        "redemptions",
        _l("Redemptions"),
        _l("What you redeemed, and what became of it."),
        rows=redemptions_as_json,
        close=cancel_all,
    )
    _name_reasons()
    _name_kinds()
    register_audit("held points", held_points)
    register_audit("ends of redemptions", ends)


def _name_reasons() -> None:
    reasons.register("redemption", lambda note: _("Redeemed: %(name)s", name=tr_text(note)))
    reasons.register("redemption_cancelled", lambda note: _("Cancelled: %(name)s", name=tr_text(note)))
    reasons.register("redemption_expired", lambda note: _("Not picked up: %(name)s", name=tr_text(note)))
    reasons.register("redemption_handed_over", lambda note: _("Handed over: %(name)s", name=tr_text(note)))


def _name_kinds() -> None:
    kinds.register(
        "rewards.redeemed",
        lambda p: _(
            "“%(title)s” is kept for you until %(day)s", title=p["title"], day=day(datetime.fromisoformat(p["until"]))
        ),
        "i-gift",
    )
    kinds.register("rewards.handed_over", lambda p: _("“%(title)s” has been handed over", title=p["title"]), "i-check")
    kinds.register(
        "rewards.expired",
        lambda p: _("“%(title)s” was not picked up in time; your points are back", title=p["title"]),
        "i-undo",
    )

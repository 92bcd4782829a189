"""What rewards tell: messages of the inbox, lines of the statement of points."""

from datetime import datetime

from resident.dates import day
from resident.i18n import gettext as _
from resident.i18n import tr_text
from resident.notifications import kinds
from resident.notifications.kinds import Params
from resident.points import reasons


def register() -> None:
    """Teach the inbox what became of a redemption, and the statement why its points moved."""
    kinds.register("rewards.redeemed", _redeemed, "i-gift")
    kinds.register("rewards.handed_over", lambda p: _("“%(title)s” has been given out", title=p["title"]), "i-check")
    kinds.register(
        "rewards.expired",
        lambda p: _("“%(title)s” was not picked up in time; your points are back", title=p["title"]),
        "i-undo",
    )
    kinds.register(
        "rewards.called_back",
        lambda p: _("“%(title)s” can no longer be picked up; your points are back", title=p["title"]),
        "i-undo",
    )
    reasons.register("redemption", lambda note: _("Redeemed: %(name)s", name=tr_text(note)))
    reasons.register("redemption_cancelled", lambda note: _("Cancelled: %(name)s", name=tr_text(note)))
    reasons.register("redemption_undone", lambda note: _("Undone: %(name)s", name=tr_text(note)))
    reasons.register("redemption_expired", lambda note: _("Not picked up: %(name)s", name=tr_text(note)))
    reasons.register("redemption_hand_over_undone", lambda note: _("Giving out undone: %(name)s", name=tr_text(note)))
    reasons.register("redemption_handed_over", lambda note: _("Given out: %(name)s", name=tr_text(note)))


def _redeemed(params: Params) -> str:
    last_day = day(datetime.fromisoformat(params["until"]))
    return _("“%(title)s” is kept for you until %(day)s", title=params["title"], day=last_day)

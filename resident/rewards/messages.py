"""What the inbox says of redemptions."""

from datetime import datetime

from resident.dates import day
from resident.i18n import gettext as _
from resident.notifications import kinds
from resident.notifications.kinds import Params


def register() -> None:
    """Teach the inbox what became of a redemption."""
    kinds.register("rewards.redeemed", _redeemed, "i-gift")
    kinds.register("rewards.handed_over", lambda p: _("“%(title)s” has been handed over", title=p["title"]), "i-check")
    kinds.register(
        "rewards.expired",
        lambda p: _("“%(title)s” was not picked up in time; your points are back", title=p["title"]),
        "i-undo",
    )


def _redeemed(params: Params) -> str:
    last_day = day(datetime.fromisoformat(params["until"]))
    return _("“%(title)s” is kept for you until %(day)s", title=params["title"], day=last_day)

"""How long something takes, or how long ago it was."""

from datetime import datetime

from resident import clock
from resident.i18n import gettext as _
from resident.i18n import ngettext


def since(when: datetime) -> str:
    """How long ago that was: `34 min`, `1 h 20 min`, `2 d 3 h`."""
    return lasting(int((clock.now() - when).total_seconds()) // 60)


def lasting(minutes: int) -> str:
    """A length of time in its two largest units."""
    days, hours = divmod(max(0, minutes) // 60, 24)
    if days:
        both = _("%(days)d d %(hours)d h", days=days, hours=hours)
        return both if hours else ngettext("%(num)d day", "%(num)d days", days)
    return hours_and_minutes(minutes)


def hours_and_minutes(minutes: int) -> str:
    """A length of time that is counted, however long: `2 h 5 min`, `2 hours`; never a zero: `less than a minute`."""
    if minutes < 1:
        return _("less than a minute")
    hours, rest = divmod(minutes, 60)
    if hours:
        both = _("%(hours)d h %(minutes)d min", hours=hours, minutes=rest)
        return both if rest else ngettext("%(num)d hour", "%(num)d hours", hours)
    return _("%(minutes)d min", minutes=rest)

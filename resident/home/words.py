"""How the home page greets."""

from datetime import datetime, timedelta

from resident import clock
from resident.dates import day, hour, local, long_day, weekday
from resident.i18n import gettext as _

MORNING, NOON, AFTERNOON, EVENING = 5, 11, 13, 18


def greeting(name: str) -> str:
    """Good morning, noon, afternoon or evening, by the community's clock."""
    now = local(clock.now()).hour
    if MORNING <= now < NOON:
        return _("Good\u00a0morning, %(name)s", name=name)
    if NOON <= now < AFTERNOON:
        return _("Good\u00a0day, %(name)s", name=name)
    if AFTERNOON <= now < EVENING:
        return _("Good\u00a0afternoon, %(name)s", name=name)
    return _("Good\u00a0evening, %(name)s", name=name)


def today_words() -> str:
    """`Thursday 15 October`, on the community's calendar."""
    return long_day(clock.now())


def soon_words(when: datetime) -> str:
    """`Sat 8:30` within the week, else `14 October`: short enough for the end of a line."""
    return f"{weekday(when)} {hour(when)}" if when - clock.now() < timedelta(days=6) else day(when)

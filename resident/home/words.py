"""How the home page greets."""

from resident import clock
from resident.dates import local, long_day
from resident.i18n import gettext as _

MORNING, NOON, AFTERNOON, EVENING = 5, 11, 13, 18


def greeting(name: str) -> str:
    """Good morning, noon, afternoon or evening, by the community's clock."""
    hour = local(clock.now()).hour
    if MORNING <= hour < NOON:
        return _("Good\u00a0morning, %(name)s", name=name)
    if NOON <= hour < AFTERNOON:
        return _("Good\u00a0day, %(name)s", name=name)
    if AFTERNOON <= hour < EVENING:
        return _("Good\u00a0afternoon, %(name)s", name=name)
    return _("Good\u00a0evening, %(name)s", name=name)


def today_words() -> str:
    """`Thursday 15 October`, on the community's calendar."""
    return long_day(clock.now())

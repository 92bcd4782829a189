"""How the home page greets, and how it says how far all have come."""

from datetime import datetime, timedelta

from resident import clock
from resident.dates import day, hour, hours_and_minutes, local, long_day, weekday
from resident.home.queries import Goal
from resident.i18n import gettext as _
from resident.i18n import ngettext

MORNING, NOON, AFTERNOON, EVENING = 5, 11, 13, 18


TWO_LINES = 64  # of a phone
STOPS = "。！？!?"


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
    """`Thu 15 October`, on the community's calendar."""
    return long_day(clock.now())


def soon_words(when: datetime) -> str:
    """`Sat 8:30` within the week, else `14 October`: short enough for the end of a line."""
    return f"{weekday(when)} {hour(when)}" if when - clock.now() < timedelta(days=6) else day(when)


def flower_words(goal: Goal) -> str:
    """`84 hours: 7 of ten flowers are open.`; when all are, with thanks."""
    ours = hours_and_minutes(goal.ours)
    if not goal.left:
        return _("%(time)s: all ten flowers are open. Thank you, neighbours!", time=ours)
    if goal.flowers:
        return ngettext(
            "%(time)s: %(num)d flower of ten is open.",
            "%(time)s: %(num)d flowers of ten are open.",
            goal.flowers,
            time=ours,
        )
    first = hours_and_minutes(goal.tenth)
    if goal.ours:
        return _("%(time)s so far; at %(first)s the first flower opens.", time=ours, first=first)
    return _("A new month: at %(first)s the first flower opens.", first=first)


def own_flower_words(goal: Goal) -> str:
    """`1 of them is yours.`, or that one's hours are in one; empty where there is none of mine."""
    if not goal.own:
        return ""
    if goal.mine < goal.tenth:
        return _("Your %(time)s are in one of them.", time=hours_and_minutes(goal.mine))
    return ngettext("%(num)d of them is yours.", "%(num)d of them are yours.", goal.own)


def opening(words: str, room: int = TWO_LINES) -> str:
    """The first sentence of a text, as much of it as there is `room` for (letters, or twice as many as Chinese characters)."""
    text = words.strip()
    first = text.partition("\n")[0].strip()
    ends = [i + 1 for i, sign in enumerate(first) if sign in STOPS or first[i : i + 2] == ". "]
    first = first[: ends[0]] if ends else first
    for i, sign in enumerate(first):
        room -= 1 if sign.isascii() else 2
        if room < 0:
            kept = first[:i]
            return (kept.rpartition(" ")[0] or kept) + "…" if sign.isascii() else kept + "…"
    return first

"""How a danger reads: what it sounds like, whom to call, and that nobody may read this before the office opens."""

from collections.abc import Callable
from typing import NamedTuple

from resident import clock
from resident.communities.models import Community
from resident.dates import moment, since
from resident.demands.danger import numbers_for
from resident.demands.danger.speech import Kind
from resident.demands.models import Urgency
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import ngettext
from resident.web.errors import Words
from resident.web.staff import Told, Waiting

KINDS: dict[str, Words] = {
    Kind.FIRE: _l("Fire or smoke"),
    Kind.GAS: _l("Gas"),
    Kind.SELF_HARM: _l("A life at risk"),
    Kind.VIOLENCE: _l("Violence"),
    Kind.POISON: _l("Poisoning"),
    Kind.ELECTRIC: _l("Electric shock"),
    Kind.WATER: _l("Deep water"),
    Kind.LIFT: _l("Trapped in a lift"),
    Kind.COLLAPSE: _l("Something collapses"),
    Kind.HURT: _l("Somebody is hurt"),
    Kind.MISSING: _l("Somebody is missing"),
    Kind.FALLING: _l("Something falls down"),
    Kind.HOLE: _l("An open hole"),
    Kind.MARKED: _l("Danger"),
}
URGENCIES: dict[str, Words] = {
    Urgency.URGENT: _l("Urgent: one working day"),
    Urgency.ORDINARY: _l("Ordinary: five working days"),
    Urgency.COMPLEX: _l("Complex: fifteen working days"),
}
DANGER_STEPS: dict[str, Callable[[str, int | None], str]] = {
    "sounds": lambda _body, _other: _("It sounds like danger; the staff is told at once"),
    "sounds_below": lambda _body, _other: _("A comment sounds like danger; the staff is told at once"),
    "see_danger": lambda _body, _other: _("The committee has seen the danger"),
    "mark_danger": lambda _body, _other: _("Marked as danger"),
    "deny_danger": lambda _body, _other: _("No danger, says the committee"),
    "undo_deny": lambda _body, _other: _("It is danger after all"),
    "make_urgent": lambda _body, _other: _("Made urgent"),
    "make_ordinary": lambda _body, _other: _("Made ordinary"),
    "make_complex": lambda _body, _other: _("Made complex"),
}
CALLED: dict[str, Words] = {"119": _l("Fire, rescue"), "120": _l("Ambulance"), "110": _l("Police")}


class Alarm(NamedTuple):
    """What stands in the red box: of which kind it is, whom to call, and until when nobody may read it."""

    kind: str
    numbers: list[tuple[str, Words]]
    opens: str


def alarm_of(kind: str, community: Community) -> Alarm:
    """The red box of a danger of this kind; outside office hours with the moment at which they begin."""
    now = clock.now()
    opens = community.office.opens(now)
    return Alarm(kind, [(one, CALLED[one]) for one in numbers_for(kind)], moment(opens) if opens > now else "")


def urgency_words(urgency: str) -> str:
    """How soon: `urgent`."""
    return str(URGENCIES[urgency])


def kind_words(kind: str) -> str:
    """What it sounds like: `Gas`."""
    return str(KINDS[Kind(kind)])


def unread_words(alarm: Alarm) -> str:
    """That nobody may read this in time, where the office is closed; else that calling is quicker than writing."""
    if alarm.opens:
        return _("Nobody may read this before %(time)s: call.", time=alarm.opens)
    return _("Calling is quicker than writing. You can send this all the same.")


def danger_told(_community: Community, waiting: Waiting) -> Told:
    """What home says of danger that nobody of the staff has seen."""
    return Told(
        ngettext(
            "Danger that nobody has seen", "%(count)s dangers that nobody has seen", waiting.number, count=waiting.words
        ),
        _("It came %(time)s ago.", time=since(waiting.since)) if waiting.since else "",
        _("Look at it now"),
    )

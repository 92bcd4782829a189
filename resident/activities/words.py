"""How activities speak: states, drawings, times."""

from datetime import datetime

from resident.activities.models import How, RecordState
from resident.communities.models import Community
from resident.dates import day, hour, moment
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import ngettext
from resident.web.errors import Words
from resident.web.staff import Told, Waiting

RECORD_STATES: dict[str, Words] = {
    RecordState.PROPOSED: _l("Waits for confirmation"),
    RecordState.IN_NOTICE: _l("In public notice"),
    RecordState.FINAL: _l("Counts"),
    RecordState.VOIDED: _l("Voided"),
}
PICTURE_WORDS: dict[str, Words] = {
    "activity": _l("People"),
    "dumpling": _l("Dumplings"),
    "cleaning": _l("Cleaning"),
    "books": _l("Books"),
    "phone": _l("Phone help"),
    "health": _l("Health"),
    "tree": _l("Green"),
    "children": _l("Children"),
}
HOW: dict[str, Words] = {
    How.SEEN: _l("checked in and out"),
    How.NOTED: _l("noted on the roster"),
    How.BY_HAND: _l("entered by hand"),
}


def when_words(starts_at: datetime, ends_at: datetime) -> str:
    """`17 October 8:30–10:00`; with the second day where it goes past midnight."""
    until = hour(ends_at) if day(starts_at) == day(ends_at) else f"{day(ends_at)} {hour(ends_at)}"
    return f"{day(starts_at)} {hour(starts_at)}–{until}"


def door_number(sign_up_id: int) -> str:
    """The four digits a volunteer says at the door; the roster shows them beside the name."""
    return f"{sign_up_id % 10_000:04d}"


def roster_told(_community: Community, waiting: Waiting) -> Told:
    """What home says on the day of a shift to whoever is in charge of it."""
    return Told(
        ngettext("%(count)s shift today", "%(count)s shifts today", waiting.number, count=waiting.words),
        _("It begins %(when)s.", when=moment(waiting.since))
        if waiting.number == 1
        else _("The first one begins %(when)s.", when=moment(waiting.since)),
        _("Open the roster"),
    )


def hours_told(_community: Community, waiting: Waiting) -> Told:
    """What home says of minutes that wait for a second person."""
    return Told(
        ngettext(
            "%(count)s record of hours to confirm",
            "%(count)s records of hours to confirm",
            waiting.number,
            count=waiting.words,
        ),
        _("Volunteers have their points once somebody else has confirmed their hours."),
        _("Look them over"),
    )

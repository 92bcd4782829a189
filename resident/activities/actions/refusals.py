"""What can be said no to around activities."""

from resident.activities.models import ServiceRecord, Shift
from resident.communities.models import Community
from resident.dates import day, hour
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.web.errors import Conflict
from resident.web.guards import Verdict

NOT_YOUR_BODY = _l("Choose one of your organizations.")


class DeadlinePassed(Conflict):
    """Sign-up has closed, or the shift has begun."""

    title = _l("Sign-up is closed")


class CalledOff(Conflict):
    """The shift or its activity does not take place."""

    title = _l("This shift was called off")


class ShiftFull(Conflict):
    """Somebody else took the last place; one may wait."""

    title = _l("All places are taken")
    message = _l("Somebody was a moment faster. You can join the waiting list and move up when a place becomes free.")


class Overlaps(Conflict):
    """One cannot be in two places at once."""

    title = _l("You are already somewhere else then")


class NotNow(Conflict):
    """The right thing at the wrong time: too early or too late to check in or out, not over yet."""

    title = _l("Not at this time")


class AlreadyRecorded(Conflict):
    """There is one live record per person and shift."""

    title = _l("Already entered")
    message = _l("Minutes of this shift have been entered for this person. Correct that record if it is wrong.")


class TooManyMinutes(Conflict):
    """More than twelve hours in one day."""

    title = _l("More than twelve hours in one day")
    message = _l("One person's minutes of a day may come to twelve hours in all. Check the times, please.")


class AlreadyThere(Conflict):
    """One person is in one place at one time: other minutes of that time are recorded."""

    title = _l("Recorded elsewhere at that time")


def already_there(other: ServiceRecord, community: Community) -> AlreadyThere:
    """The refusal that says when, and what it was where it was in this community: of others nobody here is told."""
    times = {"day": day(other.started_at), "start": hour(other.started_at), "end": hour(other.ended_at)}
    if other.community_id != community.id:
        return AlreadyThere(
            _("On %(day)s, %(start)s–%(end)s, minutes of this person are recorded in another community.", **times)
        )
    title = tr_text(other.shift.activity.title)
    return AlreadyThere(
        _("On %(day)s, %(start)s–%(end)s, minutes of this person are recorded for “%(title)s”.", title=title, **times)
    )


def closed(shift: Shift, verdict: Verdict) -> Conflict:
    """The refusal that fits a verdict of `is_open`, with the time in it."""
    if verdict.reason != "closed":
        return CalledOff(verdict.message)
    until = shift.sign_up_until
    return DeadlinePassed(
        _("Sign-up for this shift was open until %(day)s %(hour)s.", day=day(until), hour=hour(until))
    )


def overlaps(other: Shift) -> Overlaps:
    """The refusal that names the shift one already has."""
    return Overlaps(
        _(
            "You have a place in “%(title)s” on %(day)s, %(start)s–%(end)s. Cancel that first if you would rather come here.",
            title=tr_text(other.activity.title),
            day=day(other.starts_at),
            start=hour(other.starts_at),
            end=hour(other.ends_at),
        )
    )

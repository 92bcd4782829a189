"""How each message about a demand reads in the inbox."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from resident.dates import day
from resident.demands.danger.words import kind_words, urgency_words
from resident.i18n import gettext as _
from resident.i18n import ngettext
from resident.notifications import kinds
from resident.notifications.channels.sms import DANGER, carry_by_sms, hour_of
from resident.web.errors import Words

Params = Mapping[str, Any]


def _supported(p: Params) -> Words:
    return ngettext(
        "%(num)d neighbour supports your demand “%(title)s”.",
        "%(num)d neighbours support your demand “%(title)s”.",
        p["count"],
        title=p["title"],
    )


def _given_back(p: Params) -> Words:
    return ngettext(
        "Nobody acts for %(body)s any more: %(num)d demand is back with the committee.",
        "Nobody acts for %(body)s any more: %(num)d demands are back with the committee.",
        p["count"],
        body=p["body"],
    )


def _parked(p: Params) -> Words:
    if "until" not in p:  # a message of before the day stood in it
        return _("“%(title)s” is on hold: %(reason)s", **p)
    again = day(datetime.fromisoformat(p["until"]))
    return _("“%(title)s” is on hold and looked at again on %(day)s: %(reason)s", **{**p, "day": again})


def _comment_ended(p: Params) -> Words:
    return _("“%(title)s” is no longer public, so your comment on it was not published.", **p)


def _comment_refused(p: Params) -> Words:
    return _("Your comment on “%(title)s” was not approved: %(reason)s", **p)


def _comment_sent_back(p: Params) -> Words:
    return _("Please change something in your comment on “%(title)s”: %(reason)s", **p)


def _called(p: Params) -> Words:
    return _("%(body)s has noted that they called you about “%(title)s”. If nobody called, say so there.", **p)


def _danger(p: Params) -> Words:
    return _("Danger (%(kind)s): “%(title)s”. Please look at it now and press that you have seen it.", **_with_kind(p))


def _danger_still(p: Params) -> Words:
    return _("Danger (%(kind)s): nobody has seen “%(title)s” for ten minutes.", **_with_kind(p))


def _danger_unseen(p: Params) -> Words:
    return _(
        "Danger (%(kind)s): nobody of the staff has seen demand no. %(number)s for ten minutes. Please call them.",
        **_with_kind(p),
    )


def _with_kind(p: Params) -> dict[str, Any]:
    return {**p, "kind": kind_words(p["danger"])}


def _urgency(p: Params) -> Words:
    return _(
        "How soon “%(title)s” is to be done: %(urgency)s. Why: %(reason)s",
        **{**p, "urgency": urgency_words(p["urgency"])},
    )


READS: tuple[tuple[str, Callable[[Params], Words], str], ...] = (
    ("danger", _danger, "i-danger"),
    ("danger_still", _danger_still, "i-danger"),
    ("danger_unseen", _danger_unseen, "i-danger"),
    ("danger_seen", lambda p: _("The committee has seen that “%(title)s” is about danger.", **p), "i-danger"),
    ("no_danger", lambda p: _("The committee sees no danger in “%(title)s”: %(reason)s", **p), "i-demand"),
    ("urgency", _urgency, "i-clock"),
    (
        "entered",
        lambda p: _("The committee has entered “%(title)s” for you. Was it not you? Withdraw it, or call.", **p),
        "i-demand",
    ),
    ("approved", lambda p: _("Your demand “%(title)s” has passed the review.", **p), "i-check"),
    ("not_approved", lambda p: _("Your demand “%(title)s” was not approved: %(reason)s", **p), "i-close"),
    ("changes_asked", lambda p: _("Please change something in “%(title)s”: %(reason)s", **p), "i-pencil"),
    ("assigned", lambda p: _("“%(title)s” was handed over to %(body)s.", **p), "i-demand"),
    ("to_you", lambda p: _("%(body)s is asked to take care of “%(title)s”.", **p), "i-demand"),
    ("accepted", lambda p: _("%(body)s has “%(title)s” in progress now.", **p), "i-demand"),
    ("returned", lambda p: _("%(body)s sent “%(title)s” back: %(reason)s", **p), "i-undo"),
    ("back", lambda p: _("“%(title)s” is back with the committee, which finds another body.", **p), "i-undo"),
    ("answered", lambda p: _("%(body)s has answered “%(title)s”.", **p), "i-chat"),
    ("called", _called, "i-call"),
    (
        "call_words_contested",
        lambda p: _("“%(title)s”: something else was said on the telephone, says the one who raised it.", **p),
        "i-warning",
    ),
    ("may_call", lambda p: _("“%(title)s”: the one who raised it lets you call them.", **p), "i-call"),
    ("call_contested", lambda p: _("“%(title)s”: nobody called, says the one who raised it.", **p), "i-warning"),
    ("call_confirmed", lambda p: _("“%(title)s”: the call was looked into, and it was made.", **p), "i-check"),
    ("call_refuted", lambda p: _("“%(title)s”: the call was looked into, and does not count.", **p), "i-close"),
    ("resolved", lambda p: _("“%(title)s” was closed. Please say whether it is solved.", **p), "i-check"),
    ("resolved_supported", lambda p: _("“%(title)s”, which you support, was closed.", **p), "i-check"),
    ("confirmed", lambda p: _("“%(title)s” is solved, says the one who raised it.", **p), "i-check"),
    ("not_solved", lambda p: _("“%(title)s” is not solved, says the one who raised it.", **p), "i-warning"),
    ("parked", _parked, "i-clock"),
    ("referred", lambda p: _("“%(title)s” was passed on to %(to)s: %(reason)s", **p), "i-share"),
    ("reopened", lambda p: _("“%(title)s” is done again: %(reason)s", **p), "i-undo"),
    ("merged", lambda p: _("“%(title)s” goes on together with no. %(into)s.", **p), "i-demand"),
    (
        "goes_on",
        lambda p: _("“%(title)s” goes on by itself: what it was merged into was withdrawn.", **p),
        "i-demand",
    ),
    ("withdrawn", lambda p: _("“%(title)s” was withdrawn by the one who raised it.", **p), "i-undo"),
    (
        "withdrawn_for_you",
        lambda p: _("“%(title)s”, which the committee had entered for you, was withdrawn by who entered it.", **p),
        "i-undo",
    ),
    ("given_back", _given_back, "i-undo"),
    ("supported", _supported, "i-support"),
    ("commented", lambda p: _("A neighbour commented on “%(title)s”.", **p), "i-chat"),
    ("comment_approved", lambda p: _("Your comment on “%(title)s” has passed the review.", **p), "i-check"),
    ("comment_not_approved", _comment_refused, "i-close"),
    ("after_shown", lambda p: _("There is a photo of how “%(title)s” looks now.", **p), "i-photo"),
    (
        "after_not_approved",
        lambda p: _("Your photo of how “%(title)s” looks now was not approved: %(reason)s", **p),
        "i-close",
    ),
    ("comment_ended", _comment_ended, "i-undo"),
    ("comment_changes_asked", _comment_sent_back, "i-pencil"),
)


def register() -> None:
    """Teach the inbox the words of this package."""
    for name, words, icon in READS:
        kinds.register(f"demands.{name}", words, icon)
    carry_by_sms("demands.to_you", "handed", _number)
    carry_by_sms("demands.resolved", "done", _number)
    for name in ("danger", "danger_still", "danger_unseen"):
        carry_by_sms(f"demands.{name}", DANGER, lambda p, told_at: {**_number(p, told_at), "time": hour_of(told_at)})


def _number(p: Params, _told_at: datetime) -> dict[str, str]:
    return {"number": str(p["number"])}

"""What activities tell: messages of the inbox, lines of the statement of points."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from resident.activities.actions.counting import BACK, REASON
from resident.dates import day, hour, hours_and_minutes
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import ngettext, tr_text
from resident.notifications import kinds
from resident.notifications.channels.sms import carry_by_sms, day_of, hour_of
from resident.points import reasons
from resident.sentences import fill
from resident.web.errors import Words


def _when(iso: str) -> str:
    moment = datetime.fromisoformat(iso)
    return f"{day(moment)} {hour(moment)}"


def _shift(words: Words) -> Any:
    """A sentence about a shift: `%(when)s` is made in the reader's language."""

    def _say(params: Mapping[str, Any]) -> Words:
        times = {"when": _when(params["starts_at"])} | ({"was": _when(params["was"])} if "was" in params else {})
        return fill(str(words), {**params, **times})

    return _say


def _minutes(words: Words) -> Any:
    """A sentence about minutes: `%(minutes)s` in hours and minutes, `%(until)s` as a day."""

    def _say(params: Mapping[str, Any]) -> Words:
        until = {"until": day(datetime.fromisoformat(params["until"]))} if "until" in params else {}
        return fill(str(words), {**params, **until, "minutes": hours_and_minutes(params["minutes"])})

    return _say


def _counted(params: Mapping[str, Any]) -> Words:
    minutes = hours_and_minutes(params["minutes"])
    if not params["points"]:
        return _("“%(title)s”: %(minutes)s now count.", title=params["title"], minutes=minutes)
    return ngettext(
        "“%(title)s”: %(minutes)s now count and gave you %(num)d point.",
        "“%(title)s”: %(minutes)s now count and gave you %(num)d points.",
        params["points"],
        title=params["title"],
        minutes=minutes,
    )


def _to_confirm(params: Mapping[str, Any]) -> Words:
    return ngettext(
        "“%(title)s”: the minutes of %(num)d person wait for your confirmation.",
        "“%(title)s”: the minutes of %(num)d people wait for your confirmation.",
        params["count"],
        title=params["title"],
    )


def _stuck(params: Mapping[str, Any]) -> Words:
    return ngettext(
        "“%(title)s”: nobody can confirm the minutes of %(num)d person. Here you can mend it.",
        "“%(title)s”: nobody can confirm the minutes of %(num)d people. Here you can mend it.",
        params["count"],
        title=params["title"],
    )


def _begins(params: Mapping[str, Any], _told_at: datetime) -> dict[str, str]:
    """When a shift begins, as a text message holds it."""
    begins = datetime.fromisoformat(params["starts_at"])
    return {"day": day_of(begins), "time": hour_of(begins)}


def register() -> None:
    """Teach the inbox and the statement what activities tell."""
    carry_by_sms("activities.moved_up", "place", _begins)
    for name, words, icon in (
        ("approved", _l("Your activity “%(title)s” has been published."), "i-check"),
        ("not_approved", _l("Your activity “%(title)s” was not approved: %(reason)s"), "i-close"),
        ("changes_asked", _l("Please change something in your activity “%(title)s”: %(reason)s"), "i-pencil"),
        (
            "taken_out",
            _l("Nobody acts for %(body)s any more, so “%(title)s” was taken out of the review."),
            "i-undo",
        ),
        (
            "taken_down",
            _l(
                "“%(title)s” is not public at the moment: %(reason)s. Your place stays; ask who is in charge whether to come."
            ),
            "i-warning",
        ),
        ("back", _l("“%(title)s” is public again, and your place stands."), "i-check"),
    ):
        kinds.register(f"activities.{name}", lambda params, words=words: fill(str(words), params), icon)  # type: ignore[misc]
    _register_shifts()
    _register_minutes()
    kinds.register("activities.counted", _counted, "i-points")
    kinds.register("activities.to_confirm", _to_confirm, "i-clock")
    kinds.register("activities.stuck", _stuck, "i-warning")
    reasons.register(REASON, lambda title: _("Service: %(title)s", title=tr_text(title)))
    reasons.register(BACK, lambda title: _("Taken back: %(title)s", title=tr_text(title)))


def _register_shifts() -> None:
    """What becomes of places."""
    for name, words, icon in (
        ("moved_up", _l("A place became free and it is yours: “%(title)s”, %(when)s."), "i-check"),
        ("shift_moved", _l("“%(title)s” was moved: it was %(was)s, now it is %(when)s at %(place)s."), "i-clock"),
        (
            "displaced",
            _l(
                "“%(title)s” was moved to %(when)s. You have a place in “%(other)s” at that time, "
                "so your place in “%(title)s” is free for somebody else. You keep the other one."
            ),
            "i-clock",
        ),
        ("message", _l("%(body)s, about “%(title)s” on %(when)s: %(text)s"), "i-chat"),
        ("shift_called_off", _l("“%(title)s” on %(when)s was called off: %(reason)s"), "i-close"),
    ):
        kinds.register(f"activities.{name}", _shift(words), icon)


def _register_minutes() -> None:
    """What becomes of minutes."""
    for name, words, icon in (
        (
            "in_notice",
            _l("“%(title)s”: %(minutes)s are confirmed and count after the public notice, on %(until)s."),
            "i-clock",
        ),
        ("voided", _l("“%(title)s”: %(minutes)s no longer count: %(reason)s"), "i-close"),
        (
            "to_void",
            _l("“%(title)s”: somebody asks that %(minutes)s no longer count: %(reason)s. Do you agree?"),
            "i-warning",
        ),
        (
            "kept",
            _l("“%(title)s”: %(minutes)s go on counting; a colleague does not agree that they are wrong."),
            "i-check",
        ),
    ):
        kinds.register(f"activities.{name}", _minutes(words), icon)

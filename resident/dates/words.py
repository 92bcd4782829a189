"""Moments in words, on the community's wall clock and in the reader's language."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from flask import Flask, g, has_request_context

from resident import clock
from resident.dates.hours import DEFAULT_HOURS
from resident.dates.months import Month
from resident.dates.office import Office, office_of
from resident.dates.spans import hours_and_minutes, lasting, since
from resident.i18n import gettext as _
from resident.i18n import language, ngettext, time_zone

DAY = {"zh_Hans": "M月d日", "en": "d MMMM"}
DAY_AND_YEAR = {"zh_Hans": "y年M月d日", "en": "d MMMM y"}
MONTH_AND_YEAR = {"zh_Hans": "y年M月", "en": "MMM y"}
MONTH = {"zh_Hans": "M月", "en": "MMM"}
MONTH_LONG = {"zh_Hans": "M月", "en": "LLLL"}
WEEKDAY = {"zh_Hans": "EEE", "en": "EEE"}
WEEKDAY_LONG = {"zh_Hans": "EEEE", "en": "EEEE"}
LONG_AGO = timedelta(days=31)
A_TAP_LATER = timedelta(seconds=3)


def setup(app: Flask) -> None:
    """The filters for templates, by the names of their functions; `minutes` is `hours_and_minutes`."""
    app.jinja_env.filters.update(
        moment=moment,
        day=day,
        month_words=month_words,
        due_day=due_day,
        promised=promised,
        due_moment=due_moment,
        waited=waited,
        hour=hour,
        leaf_words=leaf_words,
        weekday=weekday,
        month_name=month_name,
        since=since,
        lasting=lasting,
        minutes=hours_and_minutes,
        is_just_now=is_just_now,
    )


def local(when: datetime) -> datetime:
    """The moment on the wall clock of the community at hand."""
    return when.astimezone(ZoneInfo(time_zone()))


def is_just_now(when: datetime | None) -> bool:
    """Whether something changed so shortly ago that a second tap was still meant for what stood there before."""
    return when is not None and clock.now() - when < A_TAP_LATER


def office_at_hand() -> Office:
    """The office hours and working days of the community whose page this is."""
    community = g.get("community") if has_request_context() else None
    return community.office if community else office_of(DEFAULT_HOURS, (), time_zone())


def moment(when: datetime | None) -> str:
    """`today 9:30`, `yesterday 18:15`, `tomorrow 12:00`, else the day and the hour."""
    if when is None:
        return ""
    match (local(when).date() - local(clock.now()).date()).days:
        case 0:
            return _("today %(hour)s", hour=hour(when))
        case -1:
            return _("yesterday %(hour)s", hour=hour(when))
        case 1:
            return _("tomorrow %(hour)s", hour=hour(when))
    return f"{day(when)} {hour(when)}"


def day(when: datetime | date | None) -> str:
    """`14 October`, with the year where it is not this one."""
    if when is None:
        return ""
    then = local(when).date() if isinstance(when, datetime) else when
    patterns = DAY if then.year == local(clock.now()).year else DAY_AND_YEAR
    return _written(then, patterns[language()], language())


def month_words(month: Month) -> str:
    """`Nov 2026`, `2026年11月`."""
    return _written(date(month.year, month.number, 1), MONTH_AND_YEAR[language()], language())


def promised(minutes: int) -> str:
    """When so many minutes of office time from now are over: `tomorrow 12:00`."""
    return due_moment(office_at_hand().later(clock.now(), minutes))


def due_moment(when: datetime | None) -> str:
    """The moment of a promise: `tomorrow 12:00`, `4 January 12:00 (expected)` where that year's holidays are not known."""
    words = moment(when)
    if when is None or not office_at_hand().is_expected(when):
        return words
    return _("%(day)s (expected)", day=words)


def waited(when: datetime) -> str:
    """How long something has waited as promises count: `40 min` and `3 h` of office time, then `2 working days`; what is long past by the calendar."""
    if clock.now() - when > LONG_AGO:
        return since(when)
    office = office_at_hand()
    minutes = office.minutes_between(when, clock.now())
    days = minutes // office.minutes_a_day
    return ngettext("%(num)d working day", "%(num)d working days", days) if days else hours_and_minutes(max(1, minutes))


def due_day(when: datetime | None) -> str:
    """The day of a promise: `next Tuesday`, `10 October`, `5 January (expected)` where that year's holidays are not known."""
    if when is None or not office_at_hand().is_expected(when):
        return (when and day_by_name(local(when).date())) or day(when)
    return _("%(day)s (expected)", day=day(when))


def day_by_name(then: date) -> str:
    """A day to come of this week or the next by its name: `this Saturday`; empty for any other."""
    today = local(clock.now()).date()
    weeks = (then - timedelta(days=then.weekday()) - today + timedelta(days=today.weekday())).days // 7
    if then <= today or weeks > 1:
        return ""
    pattern = {"zh_Hans": WEEKDAY, "en": WEEKDAY_LONG}[language()][language()]
    name = _written(then, pattern, language())
    return _("next %(weekday)s", weekday=name) if weeks else _("this %(weekday)s", weekday=name)


def hour(when: datetime | None) -> str:
    """`9:30`, in 24 hours, which both languages read."""
    if when is None:
        return ""
    then = local(when)
    return f"{then.hour}:{then.minute:02d}"


def leaf_words(when: datetime) -> tuple[str, int, str]:
    """Month, day and weekday as they stand on a calendar leaf."""
    then = local(when).date()
    return _written(then, MONTH[language()], language()), then.day, weekday(when)


def month_name(month: Month) -> str:
    """`October`, `10月`."""
    return _written(date(month.year, month.number, 1), MONTH_LONG[language()], language())


def weekday(when: datetime) -> str:
    """`Sat` or `周六`."""
    return _written(local(when).date(), WEEKDAY[language()], language())


def long_day(when: datetime) -> str:
    """`Thu 15 October`, `10月15日 周四`."""
    return _("%(weekday)s %(day)s", weekday=weekday(when), day=day(when))


@lru_cache(maxsize=4096)
def _written(then: date, pattern: str, locale: str) -> str:
    return babel_date(then, pattern, locale=locale)

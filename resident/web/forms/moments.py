"""Days, times and moments as people type them: full-width digits, Chinese signs, and whatever stands between the parts.

A browser's own calendar sends `2026-03-02`; old ones, and people in a hurry, send `２０２６．３．２` or `2026年3月2日 9点半`.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import DateField, Field
from wtforms.validators import StopValidation
from wtforms.widgets import DateTimeLocalInput, TimeInput

from resident import clock
from resident.characters import normal
from resident.dates import day_by_name, local
from resident.i18n import gettext as _
from resident.i18n import time_zone
from resident.patterns import Pattern
from resident.web.errors import Words

LONGEST = 40
YEARS = range(2000, 2200)
SATURDAY, SUNDAY, WEEK = 5, 6, 7
_DAY = r"([0-9]{4})(?:[-/.,、。年]([0-9]{1,2})[-/.,、。月]([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))"
_HOUR = r"([0-9]{1,2})(?:[:.点时h]|(?=[0-9]{2}$))(半|(?:[0-9]{2})?)(?:[:.][0-9]{2}(?:[.][0-9]{1,6})?)?分?"
DAY = Pattern(_DAY, longest=LONGEST)
HOUR = Pattern(_HOUR, longest=LONGEST)
MOMENT = Pattern(rf"({_DAY})(?:[T ]|, ?|(?<=[日号]))({_HOUR})", longest=LONGEST)
# Spaces that only set signs apart; one between day and time must stay: "3-2 10:30" is not 21 o'clock.
SPACES = Pattern(r" ?([-/.,、。年月:点时]) ?| (?=[日号分半])", longest=LONGEST)
DASHES = str.maketrans("‐‑‒–—−－﹣·﹒‧", "--------...")


def read_day(typed: str) -> date:
    """The day that was typed. Raises ValueError."""
    found = DAY.fullmatch(_bare(typed))
    if found is None:
        raise ValueError(typed)
    year, month, day, month_alone, day_alone = found.groups()
    return date(int(year), int(month or month_alone), int(day or day_alone))


def read_hour(typed: str) -> time:
    """The time of the day that was typed. Raises ValueError."""
    found = HOUR.fullmatch(_bare(typed))
    if found is None:
        raise ValueError(typed)
    hours, minutes = found.groups()
    return time(int(hours), 30 if minutes == "半" else int(minutes or 0))


def read_moment(typed: str) -> datetime:
    """The day and the time that were typed, of no zone yet. Raises ValueError."""
    found = MOMENT.fullmatch(_bare(typed))
    if found is None:
        raise ValueError(typed)
    return datetime.combine(read_day(found[1]), read_hour(found[7]))


def moment_at(day: date, hour: time) -> datetime:
    """This hour of this day on the community's wall clock."""
    return datetime.combine(day, hour, ZoneInfo(time_zone()))


def _bare(typed: str) -> str:
    """The digits and signs, one way each, without spaces around them."""
    return SPACES.sub(r"\1", " ".join(normal("NFKC", typed, LONGEST).translate(DASHES).split()))


class DayField(DateField):
    """A day; `data` is None where it was left empty or is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError, which WTForms shows at the field."""
        typed = "".join(valuelist[:1]).strip()
        self.data: date | None = None
        if not typed:
            return
        try:
            self.data = read_day(typed)
        except ValueError:
            raise ValueError(_("A day such as 2026-03-02, please.")) from None


class DayChoice(DayField):
    """A day, of which those that people say by name can be tapped: the same name is sent by the tapped and by the typed one."""

    is_double = False

    @property
    def offered(self) -> list[tuple[str, str]]:
        """The days to tap as they are sent and said: today, tomorrow, the weekend and the next one; the last is any other."""
        today = local(clock.now()).date()
        weekend = [today + timedelta(days=n - today.weekday()) for n in (SATURDAY, SUNDAY, SATURDAY + WEEK)]
        named = {today: _("Today"), today + timedelta(days=1): _("Tomorrow")}
        named |= {day: day_by_name(day) for day in weekend if day > today and day not in named}
        return [
            *((day.isoformat(), words[:1].upper() + words[1:]) for day, words in named.items()),
            ("", _("Another day")),
        ]

    @property
    def tapped(self) -> str | None:
        """Which of them is chosen; none in a form where no day stands yet."""
        if self.raw_data:
            return self.raw_data[0] if len(self.raw_data) > 1 else None
        return None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the one day of what was tapped and typed. Raises ValueError, which WTForms shows at the field."""
        self.data = None
        days: list[date] = []
        for typed in valuelist[:2]:
            super().process_formdata([typed])
            days += [self.data] if self.data else []
        self.is_double = len(set(days)) > 1
        self.data = days[0] if days and not self.is_double else None

    def pre_validate(self, form: Any) -> None:
        """Raises StopValidation where two days were chosen: before anybody says that none was."""
        if self.is_double:
            raise StopValidation(_("Two different days are chosen. Which one is it?"))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[-1]) if len(self.raw_data) > 1 or self.tapped is None else ""
        return self.data.isoformat() if self.data else ""


class HourField(Field):
    """A time of the day; `data` is the time, or None where it may be left empty."""

    widget = TimeInput()

    def __init__(self, label: Words, *, optional: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.optional = optional
        self.flags.required = not optional

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError, which WTForms shows at the field."""
        typed = "".join(valuelist[:1]).strip()
        self.data: time | None = None
        if not typed and self.optional:
            return
        try:
            self.data = read_hour(typed)
        except ValueError:
            raise ValueError(_("A time such as 8:30, please.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""


class MomentField(Field):
    """A day and a time on the community's wall clock; `data` is the moment, or None."""

    widget = DateTimeLocalInput()

    def __init__(self, label: Words, *, optional: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.optional = optional
        self.flags.required = not optional

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError, which WTForms shows at the field."""
        typed = "".join(valuelist[:1]).strip()
        self.data: Any = None
        if not typed and self.optional:
            return
        try:
            chosen = read_moment(typed)
        except ValueError:
            raise ValueError(_("Please choose a day and a time.")) from None
        if chosen.year not in YEARS:
            raise ValueError(_("Please choose a day and a time."))
        self.data = chosen.replace(tzinfo=ZoneInfo(time_zone()))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return local(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""

"""The forms of office hours and of the days entered beside the yearly notice."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from wtforms import Field
from wtforms.validators import ValidationError

from resident.communities.actions.settings import TOO_SHORT
from resident.communities.models import Community, CommunityRow
from resident.dates import (
    OFF,
    WORKED,
    Span,
    UnreadableDays,
    UnreadableHours,
    has_notice,
    is_too_short,
    read_days,
    read_hours,
    write_days,
    write_hours,
)
from resident.i18n import gettext as _
from resident.i18n import language
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Invalid
from resident.web.forms import ChangingForm, Fits, HourField, text_field

DAYS_MOST = 600
YEARS_AHEAD = 2  # the notice of a year comes in the November before


class HoursForm(ChangingForm):
    """From when until when somebody is there, before and after the midday pause."""

    morning_from = HourField(_l("In the morning from"))
    morning_until = HourField(_l("until"))
    afternoon_from = HourField(_l("In the afternoon from"), optional=True)
    afternoon_until = HourField(_l("until"), optional=True)

    @property
    def office_hours(self) -> str:
        """As the community keeps them; of a form without errors. Raises UnreadableHours."""
        times = [field.data for field in self._times() if field.data is not None]
        return write_hours(*(Span(*pair) for pair in zip(times[::2], times[1::2], strict=True)))

    def judge_together(self) -> None:
        """The times follow each other, and no half of the afternoon is missing."""
        again, ends = self.afternoon_from.data, self.afternoon_until.data
        try:
            if bool(again) != bool(ends):
                raise UnreadableHours(again)
            if is_too_short(read_hours(self.office_hours)):
                self.refuse(Invalid("afternoon_until" if ends else "morning_until", TOO_SHORT))
        except UnreadableHours:
            self.refuse(Invalid("afternoon_until", _("Each time is later than the one before.")))

    def _times(self) -> tuple[HourField, ...]:
        return self.morning_from, self.morning_until, self.afternoon_from, self.afternoon_until


def as_hours(row: CommunityRow) -> dict[str, Any]:
    """The hours of a community as the data of their form."""
    first, *rest = read_hours(row.office_hours)
    second = rest[0] if rest else None
    return {
        "version": row.version,
        "morning_from": first.begins,
        "morning_until": first.ends,
        "afternoon_from": second and second.begins,
        "afternoon_until": second and second.ends,
    }


class DaysForm(ChangingForm):
    """What the State Council's notice, or the city, says of one year."""

    days_off = text_field(_l("Holidays"), Fits(max=DAYS_MOST))
    days_worked = text_field(_l("Saturdays and Sundays that are worked"), Fits(max=DAYS_MOST))

    def __init__(self, year: int, current: Callable[[], dict[str, Any]]) -> None:
        super().__init__(current)
        self.year = year

    def own_days(self, before: dict[str, str]) -> dict[str, str]:
        """All days of the community entered by hand, those of this year as typed."""
        others = {day: kind for day, kind in before.items() if date.fromisoformat(day).year != self.year}
        typed = ((self.days_off, OFF), (self.days_worked, WORKED))
        these = {day.isoformat(): kind for field, kind in typed for day in read_days(field.data or "", self.year)}
        return dict(sorted((others | these).items()))

    def validate_days_off(self, field: Field) -> None:
        """Raises ValidationError with the words that are no day."""
        self._read(field)

    def validate_days_worked(self, field: Field) -> None:
        """Raises ValidationError with the words that are no day."""
        self._read(field)

    def judge_together(self) -> None:
        """No day stands in both lists."""
        off, worked = (set(read_days(field.data or "", self.year)) for field in (self.days_off, self.days_worked))
        if twice := off & worked:
            self.refuse(Invalid("days_worked", _("%(days)s stands in both lists.", days=_written(twice))))

    def _read(self, field: Field) -> None:
        if field.errors:
            return
        try:
            read_days(field.data or "", self.year)
        except UnreadableDays as error:
            said = _("“%(words)s” is not a day of %(year)s.", words=str(error)[:40], year=self.year)
            raise ValidationError(said) from None


def as_days(row: CommunityRow, year: int) -> dict[str, Any]:
    """The days of a year that a community has entered, as the data of their form."""
    days = {kind: [one for one in _days_of(row.own_days, kind) if one.year == year] for kind in (OFF, WORKED)}
    return {"version": row.version, "days_off": _written(days[OFF]), "days_worked": _written(days[WORKED])}


class YearShown(NamedTuple):
    """A year of the calendar: whether its notice is known, came with the app, and how many days were entered by hand."""

    year: int
    is_known: bool
    has_notice: bool
    entered: int


def years_shown(community: Community, this_year: int) -> list[YearShown]:
    """This year and those to come."""
    calendar = community.office.calendar
    entered = [date.fromisoformat(day).year for day in community.own_days]
    years = range(this_year, this_year + YEARS_AHEAD + 1)
    return [YearShown(year, calendar.is_known(year), has_notice(year), entered.count(year)) for year in years]


def _days_of(own_days: dict[str, str], wanted: str) -> list[date]:
    return [date.fromisoformat(day) for day, kind in own_days.items() if kind == wanted]


def _written(days: Any) -> str:
    return write_days(days, in_chinese=language() == "zh_Hans")

"""The form that asks for an export: days, columns and, for phone numbers, a reason."""

from datetime import date
from functools import cache
from typing import Any

from wtforms import BooleanField

from resident import clock
from resident.dates import local
from resident.exports.actions import Wanted
from resident.exports.kinds import KINDS, Kind
from resident.exports.models import LONGEST_HEADING, LONGEST_REASON
from resident.exports.queries import Chosen
from resident.i18n import lazy_gettext as _l
from resident.web.forms import CreatingForm, DayField, Fits, WholeNumber, line_field, one_line


class ExportForm(CreatingForm):
    """Days and reason; the fields of the columns are those of the kind (`form_of`)."""

    kind: Kind
    since = DayField(_l("From"))
    until = DayField(_l("Until, this day included"))
    reason = line_field(_l("What the phone numbers are for"), Fits(max=LONGEST_REASON))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.since.flags.required = self.until.flags.required = True

    def columns(self, layout: list[Chosen]) -> list[tuple[Chosen, Any, Any, Any]]:
        """Each column with its tick, its place and its heading."""
        return [(one, *(self[f"{name}_{one.column.key}"] for name in ("take", "place", "heading"))) for one in layout]

    def wanted(self, layout: list[Chosen]) -> Wanted:
        """What was asked for, the columns in the order of their places."""
        chosen = [
            (place.data, Chosen(one.column, _own(one, heading.data), bool(take.data)))
            for one, take, place, heading in self.columns(layout)
        ]
        ordered = tuple(one for _place, one in sorted(chosen, key=lambda each: each[0]))
        since, until = self.since.data or date.min, self.until.data or date.min
        return Wanted(self.kind, since, until, ordered, one_line(self.reason.data))


def form_of(kind: Kind, layout: list[Chosen]) -> ExportForm:
    """The form of a kind, as the community handed it in last: of this month so far."""
    today = local(clock.now()).date()
    stands: dict[str, Any] = {"since": today.replace(day=1), "until": today}
    for place, one in enumerate(layout, start=1):
        key = one.column.key
        stands |= {f"take_{key}": one.is_taken, f"place_{key}": place, f"heading_{key}": one.words}
    form: ExportForm = _class_of(kind.code)(data=stands)
    return form


@cache
def _class_of(code: str) -> Any:
    kind = KINDS[code]
    fields: dict[str, Any] = {"kind": kind}
    for column in kind.columns:
        fields[f"take_{column.key}"] = BooleanField(column.heading)
        fields[f"place_{column.key}"] = WholeNumber(_l("Order"), least=1, most=99)
        fields[f"heading_{column.key}"] = line_field(_l("Heading"), Fits(max=LONGEST_HEADING))
    return type("ExportFormOfKind", (ExportForm,), fields)


def _own(one: Chosen, typed: str | None) -> str:
    """The community's own heading; none where it is ours."""
    heading = one_line(typed)
    return "" if heading == str(one.column.heading) else heading

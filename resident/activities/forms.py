"""Forms of activities, shifts and minutes. Times are typed on the community's wall clock."""

from datetime import datetime
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField

from resident.activities.actions import ActivityText, ShiftPlan
from resident.activities.actions.clashes import Clashes
from resident.activities.actions.plans import MOST_PLACES
from resident.activities.actions.refusals import NOT_YOUR_BODY
from resident.activities.models import PICTURES
from resident.activities.queries import ActivityShown, LastTime, RunShift
from resident.activities.words import PICTURE_WORDS
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Conflict, Invalid
from resident.web.forms import (
    ChangingForm,
    CreatingForm,
    DayChoice,
    Filled,
    Fits,
    Form,
    HourField,
    MomentField,
    RowsField,
    WholeNumber,
    both,
    choices_in,
    line_field,
    moment_at,
    number_in,
    pair_of,
    spread,
    text_field,
)

TEXTS = ("title", "body", "conditions", "risks", "protections")


class ActivityFields:
    """What people are told before they sign up."""

    title_zh_Hans, title_en = pair_of(_l("Title"), 30, english=60, needed=True)  # noqa: N815
    body_zh_Hans, body_en = pair_of(_l("What people will do"), 1000, english=2000, needed=True, lines=True)  # noqa: N815
    conditions_zh_Hans, conditions_en = pair_of(_l("Who can come"), 200, english=400, lines=True)  # noqa: N815
    risks_zh_Hans, risks_en = pair_of(_l("Risks"), 300, english=600, needed=True, lines=True)  # noqa: N815
    protections_zh_Hans, protections_en = pair_of(_l("Protections"), 300, english=600, lines=True)  # noqa: N815
    picture = RadioField(_l("Drawing"), choices=choices_in(PICTURE_WORDS), default=PICTURES[0], validators=[Filled()])
    contact_name = line_field(_l("Person in charge"), Filled(), Fits(min=2, max=20))

    def words(self) -> ActivityText:
        """The text as the action wants it; of a valid form."""
        texts = {name: both(self, name) for name in TEXTS}
        return ActivityText(picture=self.picture.data or "", contact_name=self.contact_name.data or "", **texts)


class PlaceFields:
    """Where, for how many, and until when one signs up."""

    name_zh_Hans, name_en = pair_of(_l("What this shift does"), 30, english=40)  # noqa: N815
    place_zh_Hans, place_en = pair_of(_l("Where to meet"), 60, english=80, needed=True)  # noqa: N815
    capacity = WholeNumber(_l("How many people"), least=1, most=MOST_PLACES)
    sign_up_until = MomentField(_l("Sign-up open until"), optional=True)

    def planned(self, starts_at: datetime, ends_at: datetime) -> ShiftPlan:
        """The shift as the action wants it, between these moments; of a valid form."""
        return ShiftPlan(
            name=both(self, "name"),
            place=both(self, "place"),
            starts_at=starts_at,
            ends_at=ends_at,
            capacity=self.capacity.data or 0,
            sign_up_until=self.sign_up_until.data,
        )


class ShiftFields(PlaceFields):
    """When and where, and for how many."""

    starts_at = MomentField(_l("Starts"))
    ends_at = MomentField(_l("Ends"))

    def plan(self) -> ShiftPlan:
        """The shift as the action wants it; of a valid form."""
        return self.planned(self.starts_at.data, self.ends_at.data)


class NewShiftForm(ShiftFields, CreatingForm):
    """A further shift."""


class ShiftForm(ShiftFields, ChangingForm):
    """A shift that changes; `clashing` are the sign-ups of whom the page has said that they would be in two places."""

    clashing = HiddenField()

    def accepted(self) -> list[int]:
        """Those sign-ups, as they were sent."""
        return [number_in(part) for part in (self.clashing.data or "").split(",")]

    def meet(self, conflict: Conflict) -> None:
        """Carry along whom the page names now."""
        super().meet(conflict)
        if isinstance(conflict, Clashes):
            self.clashing.data = ",".join(str(one.sign_up_id) for one in conflict.people)


class NewActivityForm(ActivityFields, PlaceFields, CreatingForm):
    """An activity with its first shift, which is over on the day it begins."""

    day = DayChoice(_l("Which day"), validators=[Filled(_l("Please choose a day."))])
    starts_at = HourField(_l("Begins at"))
    ends_at = HourField(_l("Ends at"))
    organization = RowsField(_l("Who calls for it"), otherwise=NOT_YOUR_BODY, validators=[Filled()])

    def plan(self) -> ShiftPlan:
        """The shift as the action wants it; of a valid form."""
        typed: Any = (self.day.data, self.starts_at.data, self.ends_at.data)
        day, starts_at, ends_at = typed
        return self.planned(moment_at(day, starts_at), moment_at(day, ends_at))

    def refuse(self, error: Invalid) -> None:
        """A day that cannot be is said at the day."""
        is_day = error.field == "starts_at"
        super().refuse(Invalid("day", error.message) if is_day else error)


class ActivityForm(ActivityFields, ChangingForm):
    """The text of an activity that waits."""


class ReasonForm(Form):
    """Why something is called off."""

    reason = line_field(_l("Reason"), Filled(), Fits(min=2, max=200))


class WriteForm(CreatingForm):
    """What is written to everybody who has a place in a shift."""

    text = text_field(_l("Your message"), Filled(), Fits(1, 300))


class MinutesForm(CreatingForm):
    """A time entered by hand."""

    started_at = MomentField(_l("From"))
    ended_at = MomentField(_l("Until"))
    reason = line_field(_l("Reason"), Filled(), Fits(min=2, max=200))


class CorrectionForm(CreatingForm):
    """The right time of a record, or that it is only voided: nothing is voided because times were forgotten."""

    started_at = MomentField(_l("Really from"), optional=True)
    ended_at = MomentField(_l("Really until"), optional=True)
    only_void = BooleanField(_l("Only void this record"))
    reason = line_field(_l("Reason"), Filled(), Fits(min=2, max=200))


class WitnessForm(Form):
    """The body that confirms what nobody of the committee is left to confirm."""

    organization = RowsField(_l("Body that witnesses"), nothing=_l("none"), optional=True)


def as_typed(activity: ActivityShown) -> dict[str, Any]:
    """The initial data of a form from an activity."""
    fields: dict[str, Any] = {
        "picture": activity.picture,
        "contact_name": activity.contact_name,
        "version": activity.version,
    }
    for name in TEXTS:
        fields |= spread(getattr(activity, name), name)
    return fields


def as_last_time(last: LastTime, *, is_meant: bool) -> dict[str, Any]:
    """The initial data of a form from what was said the last time; the title only where that one is meant."""
    fields: dict[str, Any] = {"organization": last.organization_id, "capacity": last.capacity}
    fields |= {"picture": last.picture, "contact_name": last.contact_name}
    for name in (*TEXTS, "name", "place"):
        if is_meant or name != "title":
            fields |= spread(getattr(last, name), name)
    return fields


def as_proposed(plan: ShiftPlan) -> dict[str, Any]:
    """The initial data of a form from a further shift that is not there yet."""
    moments = {"starts_at": plan.starts_at, "ends_at": plan.ends_at, "sign_up_until": plan.sign_up_until}
    return {**spread(plan.name, "name"), **spread(plan.place, "place"), **moments, "capacity": plan.capacity}


def as_planned(shift: RunShift) -> dict[str, Any]:
    """The initial data of a form from a shift."""
    return {
        **spread(shift.name, "name"),
        **spread(shift.place, "place"),
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "capacity": shift.capacity,
        "sign_up_until": shift.sign_up_until if shift.sign_up_until < shift.starts_at else None,
        "version": shift.version,
    }

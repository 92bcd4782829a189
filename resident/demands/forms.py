"""Forms about demands: their fields, their lengths, and how they are read."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import BooleanField, DateField, HiddenField, MultipleFileField
from wtforms.validators import ValidationError

from resident.demands.actions import Draft
from resident.demands.deadlines import END_OF_DAY
from resident.demands.models import Content, Demand, Visibility
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words
from resident.web.forms import (
    CreatingForm,
    Filled,
    Fits,
    Form,
    OneOfThese,
    OneOfWords,
    RowsField,
    WholeNumber,
    choices_in,
    line_field,
    text_field,
)

TITLE_LEAST, TITLE_MOST = 4, 60
BODY_MOST = 2000
SPOT_MOST = 60
COMMENT_MOST = 500
REASON_MOST = 500
REFERRED_MOST = 80
BIGGEST_NUMBER = 999_999_999
LONGEST_ID = 19
VISIBILITIES = {
    Visibility.ALL.value: _l("The whole community"),
    Visibility.COMMITTEE.value: _l("Only the committee and whoever handles it"),
}
CONTENTS = {
    Content.CONTENT.value: _l("Content"),
    Content.FAIRLY_CONTENT.value: _l("Fairly content"),
    Content.NOT_CONTENT.value: _l("Not content"),
}


def shown_number(field: HiddenField) -> int:
    """The number a page carried along; 0, which is no version, where it is not ours."""
    text = str(field.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_ID else 0


class DemandForm(CreatingForm):
    """What a resident asks for or reports."""

    act = "edit"

    title = line_field(_l("In one line"), Filled(), Fits(TITLE_LEAST, TITLE_MOST))
    category_id = OneOfThese(_l("What kind"))
    building_id = RowsField(_l("Building"), nothing=_l("No building"), optional=True)
    spot = line_field(_l("Spot"), Fits(max=SPOT_MOST))
    body = text_field(_l("The details"), Filled(), Fits(1, BODY_MOST))
    photos = MultipleFileField(_l("Photos"))
    visibility = OneOfWords(
        _l("Who can see it"),
        choices=choices_in(VISIBILITIES),
        default=Visibility.ALL.value,
        validators=[Filled()],
    )
    shows_name = BooleanField(_l("Show my name"), default=True)
    version = HiddenField()

    def draft(self) -> Draft:
        """The form as the actions want it."""
        return Draft(
            title=self.title.data or "",
            body=self.body.data or "",
            category_id=self.category_id.data or 0,
            building_id=self.building_id.data,
            spot=self.spot.data or "",
            visibility=Visibility(self.visibility.data),
            shows_name=self.shows_name.data,
        )

    def show(self, demand: Demand) -> None:
        """Fill in what the demand says now."""
        for name in ("title", "body", "category_id", "building_id", "spot", "visibility", "shows_name", "version"):
            self[name].data = getattr(demand, name)

    @property
    def shown_version(self) -> int:
        """The version its author had before them; a broken one is no version at all."""
        return shown_number(self.version)


class OneOfMany:
    """Several forms stand on one page: the ids of their fields begin with the name of the act."""

    act = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for field in self:  # type: ignore[attr-defined]
            field.id = field.label.field_id = f"{self.act}-{field.short_name}"


class CommentForm(OneOfMany, CreatingForm):
    """What a neighbour adds."""

    act = "comment"

    body = text_field(_l("Your comment"), Filled(), Fits(1, COMMENT_MOST))
    shows_building = BooleanField(_l("Show my building beside my name"))
    version = HiddenField()

    @property
    def shown_version(self) -> int:
        """The version its writer had before them."""
        return shown_number(self.version)


class ChangedCommentForm(CommentForm):
    """A comment that its writer changes; it stands on a page of its own."""

    act = "edit_comment"


class AnswerForm(OneOfMany, CreatingForm):
    """What a body says officially."""

    act = "answer"

    answer = text_field(_l("Your answer"), Filled(), Fits(1, BODY_MOST))


class ActForm(OneOfMany, Form):
    """One act on a demand. `demand` given: a fresh form of a page, which carries the state that was shown."""

    seen = HiddenField()

    def __init__(self, demand: Demand | None = None, **options: Any) -> None:
        super().__init__(**options)
        if demand is not None:
            self.seen.data = demand.state


class AcceptForm(ActForm):
    """Take it in hand."""

    act = "accept"


class AssignForm(ActForm):
    """To which body."""

    act = "assign"
    organization_id = OneOfThese(_l("To whom"))
    text = text_field(_l("What it should know"), Fits(max=REASON_MOST))


def _reason(label: Words) -> Any:
    return text_field(label, Filled(_l("Please say why, so that everybody can follow.")), Fits(1, REASON_MOST))


class ReturnForm(ActForm):
    """Why it is sent back."""

    act = "return"
    reason = _reason(_l("Why it is not yours"))


class ResolveForm(ActForm):
    """What was done."""

    act = "resolve"
    reason = text_field(_l("What was done"), Filled(_l("Please say what was done.")), Fits(1, BODY_MOST))


class ReopenForm(ActForm):
    """Why it is taken up again."""

    act = "reopen"
    reason = _reason(_l("Why it is taken up again"))


class ParkForm(ActForm):
    """Why not now, and when it is looked at again."""

    act = "park"
    until = DateField(_l("Look again on"), validators=[])
    reason = _reason(_l("Why it cannot be solved now"))

    def validate_until(self, field: DateField) -> None:
        """Raises ValidationError in our words where no day was given."""
        if field.data is None:
            field.errors = []
            raise ValidationError(_("Please choose a day to come."))

    def moment(self, time_zone: str) -> datetime:
        """The end of the chosen day on the community's wall clock."""
        return datetime.combine(self.until.data or date.min, END_OF_DAY, ZoneInfo(time_zone))


class ReferForm(ActForm):
    """To whom outside, and why."""

    act = "refer"
    to = line_field(_l("To whom outside"), Filled(_l("Please say to whom.")), Fits(1, REFERRED_MOST))
    reason = _reason(_l("Why it is not the community's matter"))


class MergeForm(ActForm):
    """With which demand it goes on."""

    act = "merge"
    into = WholeNumber(_l("Number of the demand that goes on"), least=1, most=BIGGEST_NUMBER)
    reason = text_field(_l("What they have in common"), Fits(max=REASON_MOST))


class RateForm(ActForm):
    """The author's word: solved or not, and how content."""

    act = "rate"
    content = OneOfWords(
        _l("How content are you with how it was handled?"),
        choices=choices_in(CONTENTS),
        validators=[Filled(_l("Please choose one of these."))],
    )
    solved = OneOfWords(
        _l("Is it solved?"),
        choices=choices_in({"yes": _l("Yes, solved"), "no": _l("Not solved")}),
        validators=[Filled(_l("Please choose one of these."))],
    )

"""What is said and done under a demand: comments, answers, calls, and one form for each act."""

from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from resident.demands.actions.asking import SAY_WHY
from resident.demands.danger.words import URGENCIES
from resident.demands.forms.raising import BODY_MOST
from resident.demands.forms.warning import WarnsFirst
from resident.demands.models import Comment, Content
from resident.demands.queries import Candidates, ShownDemand
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import time_zone
from resident.web.errors import Words
from resident.web.forms import (
    ChangingForm,
    CreatingForm,
    DayField,
    Filled,
    Fits,
    Form,
    OneOfThese,
    OneOfWords,
    WholeNumber,
    choices_in,
    line_field,
    text_field,
)

COMMENT_MOST = 500
REASON_MOST = 500
REFERRED_MOST = 80
SPOKE_WITH_MOST = 60
BIGGEST_NUMBER = 999_999_999
END_OF_DAY = time(23, 59, 59)
CONTENTS = {
    Content.CONTENT.value: _l("Satisfied"),
    Content.FAIRLY_CONTENT.value: _l("Fairly satisfied"),
    Content.NOT_CONTENT.value: _l("Dissatisfied"),
}


def as_said(comment: Comment) -> dict[str, Any]:
    """What a comment says now, as the data of its form."""
    return {"body": comment.body, "shows_building": comment.shows_building, "version": comment.version}


class OneOfMany:
    """Several forms stand on one page: the ids of their fields begin with the name of the act."""

    act = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self:  # type: ignore[attr-defined]
            field.id = field.label.field_id = f"{self.act}-{field.short_name}"


class CommentFields(WarnsFirst, OneOfMany):
    """What a neighbour says, and whether the building stands beside the name."""

    spoken = ("body",)

    body = text_field(_l("Your comment"), Filled(), Fits(1, COMMENT_MOST))
    shows_building = BooleanField(_l("Show my building beside my name"))

    def typed(self) -> dict[str, Any]:
        """What the actions on comments take; of a valid form."""
        return {"body": self.body.data or "", "shows_building": self.shows_building.data}


class CommentForm(CommentFields, CreatingForm):
    """What a neighbour adds."""

    act = "comment"
    is_fresh = False


class FreshComment(NamedTuple):
    """A comment form in which nothing was typed yet: its one-use token, the rest is the same for everybody."""

    token: str
    is_fresh: bool = True


class ChangedCommentForm(CommentFields, ChangingForm):
    """A comment that its writer changes; it stands on a page of its own."""

    act = "edit_comment"


class AnswerForm(OneOfMany, CreatingForm):
    """What a body says officially."""

    act = "answer"

    answer = text_field(_l("Your answer"), Filled(), Fits(1, BODY_MOST))


class ActForm(OneOfMany, Form):
    """One act on a demand. `demand` given: a fresh form of a page, which carries the state that was shown."""

    seen = HiddenField()

    def __init__(self, demand: ShownDemand | None = None, **options: Any) -> None:
        super().__init__(**options)
        if demand is not None:
            self.seen.data = demand.state

    def typed(self) -> dict[str, Any]:
        """What the action takes besides the demand and who acts; of a valid form."""
        fields = [field for field in self if not isinstance(field.widget, HiddenInput)]
        return {"seen": self.seen.data or ""} | {field.short_name: field.data or "" for field in fields}


class WithdrawForm(ActForm):
    """Take it back, whatever was shown."""

    act = "withdraw"

    def typed(self) -> dict[str, Any]:
        """Nothing."""
        return {}


class AcceptForm(ActForm):
    """Take it in hand."""

    act = "accept"


class AssignForm(ActForm):
    """To which body."""

    act = "assign"
    organization_id = OneOfThese(_l("To whom"))
    text = text_field(_l("What it should know"), Fits(max=REASON_MOST))
    candidates = Candidates([], [])

    def offer(self, candidates: Candidates) -> None:
        """Offer who may be given it; in a fresh form who had most of its kind is chosen already."""
        self.candidates = candidates
        self.organization_id.offer(*candidates.all)
        first = next((one for one in candidates.likely if one.had), None)
        if first and not self.is_submitted():
            self.organization_id.data = first.id

    def typed(self) -> dict[str, Any]:
        """The body itself is read inside the transaction."""
        return {"seen": self.seen.data or "", "text": self.text.data or ""}


def _reason(label: Words) -> Any:
    return text_field(label, Filled(SAY_WHY), Fits(1, REASON_MOST))


class ReturnForm(ActForm):
    """Why it is sent back."""

    act = "return"
    reason = _reason(_l("Why it is not yours"))


class ResolveForm(ActForm):
    """What was done."""

    act = "resolve"
    reason = text_field(_l("What was done"), Filled(_l("Please say what was done.")), Fits(1, BODY_MOST))

    def typed(self) -> dict[str, Any]:
        """What was done is an answer, not a reason."""
        return {"seen": self.seen.data or "", "text": self.reason.data or ""}


class ReopenForm(ActForm):
    """Why it is taken up again."""

    act = "reopen"
    reason = _reason(_l("Why it is taken up again"))


class ParkForm(ActForm):
    """Why not now, and when it is looked at again."""

    act = "park"
    until = DayField(_l("Look again on"))
    reason = _reason(_l("Why it cannot be solved now"))

    def validate_until(self, field: DayField) -> None:
        """Raises ValidationError in our words where no day was given."""
        if field.data is None:
            field.errors = []
            raise ValidationError(_("Please choose a day to come."))

    def typed(self) -> dict[str, Any]:
        """It waits until the end of the chosen day on the community's wall clock."""
        until = datetime.combine(self.until.data or date.min, END_OF_DAY, ZoneInfo(time_zone()))
        return super().typed() | {"until": until}


class ReferForm(ActForm):
    """To whom outside, and why."""

    act = "refer"
    to = line_field(_l("To whom outside"), Filled(_l("Please say to whom.")), Fits(1, REFERRED_MOST))
    reason = _reason(_l("Why it is not the community's matter"))


class MarkDangerForm(ActForm):
    """That it is danger; seconds count, so that nothing must be typed."""

    act = "mark_danger"
    text = text_field(_l("What the others should know"), Fits(max=REASON_MOST))


class DenyDangerForm(ActForm):
    """Why it is no danger."""

    act = "deny_danger"
    reason = _reason(_l("Why it is no danger"))


class UrgencyForm(ActForm):
    """How soon it is to be done, and why."""

    act = "urgency"
    urgency = OneOfWords(
        _l("How soon"),
        choices=choices_in(URGENCIES),
        validators=[Filled(_l("Please choose one of these."))],
    )
    reason = _reason(_l("Why it is more or less urgent"))

    def __init__(self, demand: ShownDemand | None = None, **options: Any) -> None:
        super().__init__(demand, **options)
        if demand is not None:
            self.urgency.data = demand.urgency


class MergeForm(ActForm):
    """With which demand it goes on."""

    act = "merge"
    into = WholeNumber(_l("Number of the demand that goes on"), least=1, most=BIGGEST_NUMBER)
    reason = text_field(_l("What they have in common"), Fits(max=REASON_MOST))


class RateForm(ActForm):
    """The author's word: solved or not, and how content."""

    act = "rate"
    content = OneOfWords(
        _l("How satisfied are you with how it was handled?"),
        choices=choices_in(CONTENTS),
        validators=[Filled(_l("Please choose one of these."))],
    )
    solved = OneOfWords(
        _l("Is it solved?"),
        choices=choices_in({"yes": _l("Yes, solved"), "no": _l("Not solved")}),
        validators=[Filled(_l("Please choose one of these."))],
    )

    def typed(self) -> dict[str, Any]:
        """The author's word holds whatever became of the demand while it was typed: the action asks."""
        return {"solved": self.solved.data == "yes", "content": Content(self.content.data)}

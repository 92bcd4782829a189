"""The form of a decision."""

from typing import Any

from wtforms import HiddenField, RadioField
from wtforms.validators import AnyOf, Optional

from resident.i18n import lazy_gettext as _l
from resident.moderation.models import DECISIONS, ReviewState
from resident.moderation.queries import Item
from resident.moderation.reasons import REJECT, ready_reasons, reason_for_author
from resident.web.forms import ChangingForm, Filled, Fits, Form, text_field


class DecisionForm(ChangingForm):
    """A decision on the version that was shown, and why."""

    decision = HiddenField(validators=[AnyOf(DECISIONS)])
    ready = RadioField(_l("Reason"), coerce=int, validators=[Optional()])
    reason = text_field(_l("In your own words"), Fits(0, 300))

    def __init__(self, item: Item, decision: str = "", **options: Any) -> None:
        super().__init__(**options)
        if decision:
            self.decision.data = decision
        self._item = item
        self._reasons = ready_reasons(item.kind, self.chosen) if self.chosen else ()
        self.ready.choices = list(enumerate(self._reasons))
        for field in (self.ready, self.reason):  # two of these forms stand on one page
            field.id = f"{self.chosen or 'decision'}-{field.short_name}"

    @property
    def ready_words(self) -> tuple[str, ...]:
        """The ready reasons in the reader's language, in their order."""
        return tuple(map(str, self._reasons))

    @property
    def is_begun(self) -> bool:
        """Whether it was filled in, or has something to put right: then it is open."""
        return bool(self.errors or self.ready.data is not None or self.reason.data)

    @property
    def chosen(self) -> ReviewState | None:
        """The decision, None where the form holds nonsense."""
        return ReviewState(self.decision.data) if self.decision.data in DECISIONS else None

    @property
    def whole_reason(self) -> str:
        """What the author is told."""
        ready = self._reasons[self.ready.data] if self.ready.data is not None else None
        return reason_for_author(self._item.author_language, ready, self.reason.data or "")


class TakeDownForm(Form):
    """Why something is taken down: a ready reason, own words, or both."""

    ready = RadioField(_l("Reason"), coerce=int, validators=[Optional()])
    reason = text_field(_l("In your own words"), Fits(0, 300))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.ready.choices = list(enumerate(REJECT))

    @property
    def whole_reason(self) -> str:
        """What the author is told."""
        ready = REJECT[self.ready.data] if self.ready.data is not None else None
        return reason_for_author(None, ready, self.reason.data or "")


class AppealForm(Form):
    """What speaks for it."""

    appeal = text_field(_l("What speaks for it"), Filled(), Fits(2, 300))

"""Choices among rows of the database and among a few words; whatever else was sent is refused in our words."""

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError
from wtforms.widgets import ListWidget, RadioInput

from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.web.errors import Words
from resident.web.forms.fields import number_in

CHOOSE = _l("Please choose one of these.")


def _id(carried: Any) -> int | None:
    return number_in(carried) or None


class RowsField(SelectField):
    """A choice among rows; `data` is the id of one, or None.

    `nothing` stands first for no row at all, which is refused unless the field is `optional`; `otherwise` is what is
    said of any other id.
    """

    def __init__(
        self, label: Words, *, nothing: Words = "", optional: bool = False, otherwise: Words = CHOOSE, **options: Any
    ) -> None:
        super().__init__(label, coerce=_id, **options)
        self.choices = self.offered = [SelectChoice("", nothing)] if nothing else []
        self.optional, self.otherwise = optional, otherwise
        self.ids: set[int] = set()
        self.is_broken = False
        self.flags.required = not optional

    def offer(self, *rows: Any, group: str | None = None) -> None:
        """Add rows to choose from, each with `id` and a two-language `name`; `group` is the heading over them."""
        for row in rows:
            if row.id not in self.ids:
                self.ids.add(row.id)
                self.offered.append(SelectChoice(row.id, tr_text(row.name), optgroup=group))

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the id that was sent."""
        sent = "".join(valuelist[:1]).strip()
        self.data = _id(sent)
        self.is_broken = bool(sent) and self.data is None

    def pre_validate(self, form: Any) -> None:
        """Raises ValidationError, which WTForms shows at the field."""
        is_empty = self.data is None and not self.is_broken
        if not (is_empty and self.optional) and self.data not in self.ids:
            raise ValidationError(self.otherwise)


class OneOfThese(RowsField):
    """A choice among rows, drawn as chips."""

    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()


class OneOfWords(RadioField):
    """A choice among a few words."""

    def pre_validate(self, form: Any) -> None:
        """Raises ValidationError, which WTForms shows at the field."""
        if not any(chosen.checked for chosen in self):
            raise ValidationError(CHOOSE)


def choices_in(words: Mapping[Any, Words]) -> list[SelectChoice]:
    """A table of codes and their words as the choices of a select or of radio chips."""
    return [SelectChoice(code, label) for code, label in words.items()]

"""Choices among rows of the database and among a few words; whatever else was sent is refused in our words."""

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, RadioInput

from resident.i18n import lazy_gettext as _l
from resident.i18n import tr_text
from resident.web.errors import Words
from resident.web.forms.fields import number_in

CHOOSE = _l("Please choose one of these.")
SOME = _l("Please choose from these.")


def _id(carried: Any) -> int | None:
    return number_in(carried) or None


class RowsField(SelectField):
    """A choice among rows; `data` is the id of one, or None.

    `nothing` stands first for no row at all, which is refused unless the field is `optional`: nobody is to send what
    only stood first. Where one must choose and there is one row, it is chosen. `otherwise` is what is said of any other id.
    """

    nothing: Words = _l("Please choose")

    def __init__(
        self,
        label: Words,
        *,
        nothing: Words | None = None,
        optional: bool = False,
        otherwise: Words = CHOOSE,
        **options: Any,
    ) -> None:
        super().__init__(label, coerce=_id, **options)
        nothing = self.nothing if nothing is None else nothing
        self.choices = self.offered = [SelectChoice("", nothing)] if nothing else []
        self.must_choose = bool(nothing) and not optional
        self.optional, self.otherwise = optional, otherwise
        self.ids: set[int] = set()
        self.only: int | None = None
        self.is_broken = False
        self.flags.required = not optional

    def offer(self, *rows: Any, group: str | None = None) -> None:
        """Add rows to choose from, each with `id` and a two-language `name`; `group` is the heading over them."""
        for row in rows:
            if row.id not in self.ids:
                self.ids.add(row.id)
                self.offered.append(SelectChoice(row.id, tr_text(row.name), optgroup=group))
        if self.must_choose and self.raw_data is None and self.data == self.only:
            self.only = self.data = next(iter(self.ids)) if len(self.ids) == 1 else None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the id that was sent."""
        sent = "".join(valuelist[:1]).strip()
        self.data = _id(sent)
        self.is_broken = bool(sent) and self.data is None

    def pre_validate(self, form: Any) -> None:
        """Raises StopValidation, which WTForms shows at the field."""
        is_empty = self.data is None and not self.is_broken
        if not (is_empty and self.optional) and self.data not in self.ids:
            raise StopValidation(CHOOSE if is_empty else self.otherwise)


class OneOfThese(RowsField):
    """A choice among rows, drawn as chips."""

    nothing = ""
    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()


class SomeOfThese(SelectMultipleField):
    """Some rows, or none, drawn as chips to tick; `data` are their ids."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Words, **options: Any) -> None:
        super().__init__(label, coerce=number_in, validate_choice=False, **options)
        self.offered: list[SelectChoice] = []
        self.choices = self.offered
        self.ids: set[int] = set()

    def offer(self, *rows: Any) -> None:
        """Add rows to choose from, each with `id` and a two-language `name`."""
        self.offered += [SelectChoice(row.id, tr_text(row.name)) for row in rows]
        self.ids.update(row.id for row in rows)

    def pre_validate(self, form: Any) -> None:
        """Raises StopValidation, which WTForms shows at the field."""
        if not self.ids.issuperset(self.data or []):
            raise StopValidation(SOME)


class OneOfWords(RadioField):
    """A choice among a few words."""

    def pre_validate(self, form: Any) -> None:
        """Raises StopValidation, which WTForms shows at the field."""
        if not any(chosen.checked for chosen in self):
            raise StopValidation(CHOOSE)


def choices_in(words: Mapping[Any, Words]) -> list[SelectChoice]:
    """A table of codes and their words as the choices of a select or of radio chips."""
    return [SelectChoice(code, label) for code, label in words.items()]

"""Forms over what exists already: what stands in a row, what was typed, and what a colleague changed meanwhile."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField

from resident.db import Base, Translated
from resident.i18n import LANGUAGES
from resident.i18n import gettext as _
from resident.web.forms import Form, both, spread

CHINESE, ENGLISH = (f"_{code}" for code in LANGUAGES)


def stored(row: Base) -> dict[str, Any]:
    """What stands in a row, as the data of its form: a text in two languages is two fields."""
    values: dict[str, Any] = {}
    for column in row.__table__.columns:
        value = getattr(row, column.key)
        values |= spread(value, column.key) if isinstance(column.type, Translated) else {column.key: value}
    return values


def typed(form: Form) -> dict[str, Any]:
    """What was typed, as columns of a row: two fields are one text in two languages."""
    values: dict[str, Any] = {}
    for field in form:
        name = field.name.removesuffix(CHINESE)
        if name != field.name:
            values[name] = both(form, name)
        elif not field.name.endswith(ENGLISH) and not isinstance(field, HiddenField):
            values[name] = field.data
    return values


class EditingForm(Form):
    """A form over something that exists: it carries the version that was shown, and can tell what stands there by now."""

    version = HiddenField()
    differences: list[tuple[str, str]] = []

    @property
    def shown(self) -> int:
        """The version this form was opened with; 0, which is never current, where it is not ours."""
        text = self.version.data or ""
        return int(text) if str(text).isdecimal() and len(str(text)) < 10 else 0

    def compare(self, present: Mapping[str, Any]) -> None:
        """Keep what was typed, say what stands there now, and let the next sending be about the version shown now."""
        self.differences = [
            (_label(field), _words(field, present[field.name]))
            for field in self
            if not isinstance(field, HiddenField) and field.data != present[field.name]
        ]
        self.version.data, self.version.raw_data = present["version"], None


def _label(field: Field) -> str:
    language = next((name for code, name in LANGUAGES.items() if field.name.endswith(f"_{code}")), "")
    return f"{field.label.text} ({language})" if language else str(field.label.text)


def _words(field: Field, value: Any) -> str:
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, SelectField | RadioField):
        return next((str(choice[1]) for choice in field.iter_choices() if choice[0] == value), "")
    return str(value) if value not in (None, "") else _("nothing")

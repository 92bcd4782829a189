"""Forms over rows: what stands in a row, and what was typed for it."""

from typing import Any

from wtforms.widgets import HiddenInput

from resident.columns import Translated
from resident.db import Base
from resident.i18n import LANGUAGES
from resident.web.forms import ChangingForm, Form, both, spread

CHINESE, ENGLISH = (f"_{code}" for code in LANGUAGES)


def stored(row: Base) -> dict[str, Any]:
    """What stands in a row, as the data of its form: a text in two languages is two fields."""
    values: dict[str, Any] = {}
    for column in row.__table__.columns:
        value = getattr(row, column.key)
        values |= spread(value, column.key) if isinstance(column.type, Translated) else {column.key: value}
    return values


def typed(form: Form) -> dict[str, Any]:
    """What was typed, as columns of a row: two fields are one text in two languages; with the version that was shown."""
    values: dict[str, Any] = {"version": form.version.data} if isinstance(form, ChangingForm) else {}
    for field in form:
        name = field.name.removesuffix(CHINESE)
        if name != field.name:
            values[name] = both(form, name)
        elif not field.name.endswith(ENGLISH) and not isinstance(field.widget, HiddenInput):
            values[name] = field.data
    return values

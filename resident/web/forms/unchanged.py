"""What stood in a field before and came back as it was is not judged anew.

Rules change and days pass: whoever mends the place of a shift is not to be held up by a sign-up that has closed, nor
by a name that was longer than names may be today.
"""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, Field, SelectMultipleField, StringField
from wtforms.fields.choices import SelectFieldBase
from wtforms.widgets import HiddenInput


def keep_unchanged(form: Any, stood: Mapping[str, Any]) -> set[str]:
    """Put back, exactly, what stood in each field that came back as it was; gives the names of these fields."""
    fields = [one for one in form if one.short_name in stood and not isinstance(one.widget, HiddenInput)]
    unchanged = [one for one in fields if _came_back(one)]
    for field in unchanged:
        field.data = field.object_data
    return {field.name for field in unchanged}


def _came_back(field: Field) -> bool:
    if isinstance(field, BooleanField):
        return bool(field.data) == bool(field.object_data)
    if isinstance(field, SelectMultipleField):
        return sorted(field.data or []) == sorted(field.object_data or [])
    shown, sent = _shown(field), (field.raw_data or [""])[0]
    if isinstance(field, StringField):
        return bool(field.data == shown)
    if isinstance(field, SelectFieldBase) and not field.raw_data:
        return shown not in {str(value) for value, *_ in field.iter_choices()}  # nothing on the page could be chosen
    return bool(sent == shown)


def _shown(field: Field) -> str:
    """What the field sends when nobody touches it; of a text what is kept of it."""
    if isinstance(field, StringField):
        text = field.object_data or ""
        for change in field.filters:
            text = change(text)
        return str(text)
    sent, field.raw_data, data = field.raw_data, None, field.data
    field.process_data(field.object_data)
    value = field._value() if hasattr(field, "_value") else field.data
    field.raw_data, field.data = sent, data
    return "" if value is None else str(value)

"""The value of a field in words, beside what somebody else saved."""

from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField

from resident.dates import day, hour
from resident.i18n import gettext as _


def words_of(field: Field, value: Any) -> str:
    """A value of a field as people read it."""
    if isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, SelectMultipleField):
        chosen = [str(choice[1]) for choice in field.iter_choices() if choice[0] in (value or [])]
        return _(", ").join(chosen) or _("nothing")
    if isinstance(field, SelectField | RadioField):
        return next((str(choice[1]) for choice in field.iter_choices() if choice[0] == value), "")
    if isinstance(value, datetime):
        return f"{day(value)} {hour(value)}"
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02d}"
    if isinstance(value, date):
        return day(value)
    return str(value) if value not in (None, "") else _("nothing")
